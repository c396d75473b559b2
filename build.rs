//! Compiles OpenCC's dictionaries into the tables that `src/script/tables.rs` takes in.

#[path = "src/script/compile/mod.rs"]
mod compile;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/script/compile");
    println!("cargo::rerun-if-changed=src/script/opencc");
    let out = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    compile::compile(std::path::Path::new("src/script/opencc"), std::path::Path::new(&out))
}
