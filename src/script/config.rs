//! OpenCC's conversions by name.

use std::fmt;
use std::str::FromStr;

macro_rules! configs {
    ($($variant:ident $name:literal $says:literal,)*) => {
        /// One of OpenCC's conversions.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Config {
            $(#[doc = $says] $variant,)*
        }

        impl Config {
            /// All conversions.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// OpenCC's name of the conversion: `s2twp`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What is converted into what.
            #[must_use]
            pub fn says(self) -> &'static str {
                match self { $(Self::$variant => $says,)* }
            }
        }
    };
}

configs! {
    S2t "s2t" "Simplified to Traditional, OpenCC's standard",
    S2tw "s2tw" "Simplified to Traditional as written in Taiwan",
    S2twp "s2twp" "Simplified to Traditional as written in Taiwan, with Taiwan's words",
    S2hk "s2hk" "Simplified to Traditional as written in Hong Kong",
    S2hkp "s2hkp" "Simplified to Traditional as written in Hong Kong, with Hong Kong's words",
    T2s "t2s" "Traditional, OpenCC's standard, to Simplified",
    Tw2s "tw2s" "Traditional as written in Taiwan to Simplified",
    Tw2sp "tw2sp" "Traditional as written in Taiwan to Simplified, with the Mainland's words",
    Hk2s "hk2s" "Traditional as written in Hong Kong to Simplified",
    Hk2sp "hk2sp" "Traditional as written in Hong Kong to Simplified, with the Mainland's words",
    T2tw "t2tw" "Traditional, OpenCC's standard, to Taiwan's characters",
    T2hk "t2hk" "Traditional, OpenCC's standard, to Hong Kong's characters",
    Tw2t "tw2t" "Taiwan's characters to Traditional, OpenCC's standard",
    Hk2t "hk2t" "Hong Kong's characters to Traditional, OpenCC's standard",
    T2jp "t2jp" "Traditional, or old Japanese, to new Japanese characters",
    Jp2t "jp2t" "New Japanese characters to Traditional, or old Japanese",
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that no conversion has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no conversion `{0}`; there are {names}", names = names())]
pub struct UnknownConfig(String);

/// The names of all conversions, for a sentence.
fn names() -> String {
    let names: Vec<_> = Config::ALL.iter().map(|config| config.name()).collect();
    names.join(", ")
}

impl FromStr for Config {
    type Err = UnknownConfig;

    fn from_str(name: &str) -> Result<Self, UnknownConfig> {
        let bare = name.strip_suffix(".json").unwrap_or(name);
        let known = Self::ALL.iter().find(|config| config.name().eq_ignore_ascii_case(bare));
        known.copied().ok_or_else(|| UnknownConfig(name.to_owned()))
    }
}
