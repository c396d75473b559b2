//! Compiles OpenCC's dictionaries and the word list into the tables that `src/script/tables.rs` takes in.

#[path = "src/script/compile/mod.rs"]
mod compile;

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/script/compile");
    println!("cargo::rerun-if-changed=src/script/opencc");
    println!("cargo::rerun-if-changed=src/script/words");
    let out = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    compile::compile(Path::new("src/script/opencc"), Path::new("src/script/words/words.txt"), Path::new(&out))
}
