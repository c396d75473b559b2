#!/usr/bin/env bash
# Compares the conversion engine with libopencc, byte for byte, on every configuration.
#
# The library is the static one that the PyPI package `opencc` carries, in the version whose dictionaries are
# compiled in; it is kept in target/clients/opencc.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$(cat src/script/opencc/VERSION)
python=$PWD/target/clients/opencc-$version
if [ ! -e "$python/installed" ]; then
  rm -rf "$python"
  python3 -m venv "$python"
  "$python/bin/pip" install --quiet --disable-pip-version-check "opencc==$version"
  touch "$python/installed"
fi
clib=$("$python/bin/python" -c 'import opencc, pathlib; print(pathlib.Path(opencc.__file__).parent / "clib")')
libraries=$(dirname "$(find "$clib" -name libopencc.a | head -1)")

export OPENCC_LIB_DIRS=$libraries OPENCC_INCLUDE_DIRS=$clib/include/opencc
export OPENCC_LIBS=opencc:marisa OPENCC_STATIC=1 OPENCC_DYLIB_STDCPP=1
export DUIZHAO_OPENCC=$clib/share/opencc
# A folder of its own, so that the other builds are not done again because of the variables above.
cargo test --quiet --locked --features libopencc --test libopencc --target-dir target/clients/build -- --nocapture
