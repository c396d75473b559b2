//! The one test binary: laws first, then cases.
