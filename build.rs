//! Compiles OpenCC's dictionaries and the word list into the tables that `src/script/tables.rs` takes in, and the lists
//! of words into those of `src/words`.

#[path = "src/script/compile/mod.rs"]
mod compile;
#[path = "src/words/compile.rs"]
mod words;

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/script/compile");
    println!("cargo::rerun-if-changed=src/script/opencc");
    println!("cargo::rerun-if-changed=src/script/words");
    println!("cargo::rerun-if-changed=src/words");
    let out = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    let (dictionaries, out) = (Path::new("src/script/opencc"), Path::new(&out));
    let library = compile::Library::read(dictionaries)?;
    compile::compile(&library, dictionaries, Path::new("src/script/words/words.txt"), out)?;
    words::compile(Path::new("src/words"), &library, out)
}
