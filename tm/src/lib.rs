//! Translation memory on TMX files.
//!
//! A memory is a [`Header`] and [`Unit`]s; a unit says the same in several languages, a [`Variant`] in each. A
//! [`Reader`] takes what tools write, a [`Writer`] writes TMX 1.4 that is valid, and both go unit by unit, so that
//! memory does not grow with the file.
//!
//! ```
//! use duizhao_tm::{Header, Prop, Reader, Unit, Variant, Writer};
//!
//! let mut unit = Unit::new(vec![
//!     Variant::new("zh-CN".parse()?, "论坛昨天开幕。"),
//!     Variant::new("en".parse()?, "The forum opened yesterday."),
//! ]);
//! unit.origin.created = Some("2024-11-08T09:30:00Z".parse()?);
//! unit.props.push(Prop::new("x-article", "2"));
//!
//! let header = Header::new("example", "1.0", "zh-CN".parse()?);
//! let mut writer = Writer::new(Vec::new(), &header)?;
//! writer.write(&unit)?;
//! let file = writer.finish()?;
//!
//! let read: Vec<Unit> = Reader::new(file.as_slice())?.collect::<Result<_, _>>()?;
//! assert_eq!(read, [unit]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod apply;
mod attribute;
mod characters;
pub mod check;
pub mod clean;
mod date;
mod decode;
pub mod diff;
pub mod encoding;
pub mod exchange;
pub mod file;
pub mod filter;
mod fingerprint;
mod foreign;
mod language;
pub mod leverage;
pub mod markup;
pub mod merge;
mod model;
mod named;
mod number;
pub mod numeral;
mod parse;
mod plain;
mod problem;
pub mod query;
mod read;
mod scan;
pub mod script;
mod seg;
pub mod state;
pub mod stats;
pub mod terms;
pub mod update;
mod write;
mod xml;

pub use date::{Date, NotADate};
pub use language::{Language, Likeness, NotALanguage, Script, is_han};
pub use model::{Header, Note, Origin, Prop, Segtype, Source, Unit, UserCharacter, UserEncoding, Variant};
pub use problem::{Cause, Effect, Problem};
pub use read::Reader;
pub use seg::{Half, Inline, Seg, Tag};
pub use write::{WriteError, Writer};
