//! Editions: laws on made-up issues and on one issue that holds everything, then cases.

mod book;
mod cases;
mod everything;
mod font;
mod laws;
mod read_back;
mod shelf;

pub(crate) use everything::PIXEL;
