//! Who may do what with a file, carried over to the file that replaces it.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// What of the rights of the old file the new one could not be given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lost {
    /// The number of the user that it belonged to, where that may have kept their colleagues or them out.
    pub owner: Option<u32>,
    /// The number of the group that it belonged to.
    pub group: Option<u32>,
    /// Whether it had a list of further users (an ACL) that cannot be set.
    pub list: bool,
}

impl Lost {
    /// Whether nothing was lost.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lost = Vec::new();
        lost.extend(self.owner.map(|owner| format!("it no longer belongs to user {owner}")));
        lost.extend(self.group.map(|group| format!("it no longer belongs to group {group}")));
        lost.extend(self.list.then(|| "its list of further users (ACL) is gone".to_owned()));
        f.write_str(&lost.join(", "))
    }
}

/// That a file may be replaced: where its rights forbid to write it, renaming another over it would get round them.
///
/// # Errors
/// With [`io::ErrorKind::PermissionDenied`] or [`io::ErrorKind::ReadOnlyFilesystem`] if not.
pub(super) fn may_replace(path: &Path) -> io::Result<()> {
    match File::options().write(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        opened => opened.map(drop),
    }
}

/// Gives a file the rights of another that it will replace. Done before the first byte is written, nobody reads what
/// they could not read before.
///
/// # Errors
/// If the rights cannot be read or set at all; what only some systems or users can set is answered as lost.
#[cfg(unix)]
pub(super) fn keep(old: &Path, new: &File) -> io::Result<Lost> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let was = match fs::metadata(old) {
        Ok(was) => was,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Lost::default()),
        Err(error) => return Err(error),
    };
    let is = new.metadata()?;
    let mut lost = Lost::default();
    let mut mode = was.mode() & 0o7777;
    if was.gid() != is.gid() && fchown(new, None, Some(was.gid())).is_err() {
        lost.group = Some(was.gid());
        // Another group may do what everybody may.
        mode = (mode & !0o2070) | ((mode & 0o7) << 3);
    }
    if was.uid() != is.uid() && fchown(new, Some(was.uid()), None).is_err() {
        // Who shares the group loses nothing but the right to change the rights.
        let by_group = lost.group.is_none() && (mode >> 6) & 0o6 & !(mode >> 3) == 0;
        lost.owner = (!by_group).then_some(was.uid());
        mode &= !0o4000;
    }
    new.set_permissions(fs::Permissions::from_mode(mode))?;
    lost.list = !attributes::keep(old, new);
    Ok(lost)
}

/// Elsewhere the system's own rules decide, but for the mark that a file is only to be read.
#[cfg(not(unix))]
pub(super) fn keep(old: &Path, new: &File) -> io::Result<Lost> {
    match fs::metadata(old) {
        Ok(was) => new.set_permissions(was.permissions())?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    Ok(Lost::default())
}

/// Attributes beside the content: lists of further users, and what programs note of a file.
#[cfg(unix)]
mod attributes {
    use std::ffi::OsStr;
    use std::fs::File;
    use std::path::Path;
    use xattr::FileExt;

    /// Where Linux keeps the list of further users (`acl(5)`).
    const LIST: &str = "system.posix_acl_access";

    /// Whether an attribute of Linux is the system's to give (`xattr(7)`).
    fn is_of_system(name: &OsStr) -> bool {
        let name = name.as_encoded_bytes();
        [&b"system."[..], b"security.", b"trusted."].iter().any(|kind| name.starts_with(kind))
    }

    /// Gives a file the attributes of another; answers whether its list of users is the same.
    pub(super) fn keep(old: &Path, new: &File) -> bool {
        let list = xattr::get(old, LIST).ok().flatten();
        let same = match &list {
            Some(list) => new.set_xattr(LIST, list).is_ok(),
            None => {
                // The folder may give what is made in it a list that the old file did not have.
                if matches!(new.get_xattr(LIST), Ok(Some(_))) { new.remove_xattr(LIST).is_ok() } else { true }
            }
        };
        for name in xattr::list(old).into_iter().flatten().filter(|name| !is_of_system(name)) {
            if let Ok(Some(value)) = xattr::get(old, &name) {
                // They are a comfort: a disk that does not take them is no reason to fail.
                let _ = new.set_xattr(&name, &value);
            }
        }
        same
    }
}
