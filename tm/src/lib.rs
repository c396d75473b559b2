//! Translation memory on TMX files.
