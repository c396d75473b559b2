//! The C++ library libopencc 1.4 as a second engine, for comparison. Behind the cargo feature `libopencc`.

use std::path::Path;

use super::config::Config;

/// A converter of libopencc.
#[allow(missing_debug_implementations, reason = "the binding has none")]
pub struct Libopencc {
    opencc: opencc_rust::OpenCC,
}

/// What went wrong in libopencc.
#[derive(Debug, thiserror::Error)]
#[error("libopencc: {0}")]
pub struct LibopenccError(String);

impl Libopencc {
    /// Loads a configuration and its dictionaries from a folder, or from where libopencc was installed.
    ///
    /// # Errors
    /// When the configuration is not there, or a dictionary that it names.
    pub fn new(config: Config, folder: Option<&Path>) -> Result<Self, LibopenccError> {
        let name = format!("{config}.json");
        let path = folder.map_or_else(|| name.clone().into(), |folder| folder.join(&name));
        let opencc = opencc_rust::OpenCC::new(&path)
            .map_err(|error| LibopenccError(format!("{}: {error}", path.display())))?;
        Ok(Self { opencc })
    }

    /// Converts a text.
    ///
    /// # Errors
    /// When U+0000 is in the text, which ends it for libopencc.
    pub fn convert(&self, text: &str) -> Result<String, LibopenccError> {
        self.opencc.convert(text).map_err(|error| LibopenccError(error.to_string()))
    }
}
