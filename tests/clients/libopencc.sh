#!/usr/bin/env bash
# Compares the conversion engine with libopencc, byte for byte, on every configuration; and the two engines of
# the command line with each other.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/clients/libopencc.env
# A folder of its own, so that the other builds are not done again because of the variables that were set.
export CARGO_TARGET_DIR=$PWD/target/clients/build
cargo clippy --quiet --locked --features libopencc --lib --bins --test libopencc -- -D warnings
cargo build --quiet --locked --features libopencc
duizhao=$CARGO_TARGET_DIR/debug/duizhao
compared=0
for config in src/script/opencc/*.json; do
  config=$(basename "$config" .json)
  for text in examples/*.md tests/fixtures/segment/sentences.txt; do
    cmp <("$duizhao" convert -c "$config" "$text") \
      <("$duizhao" convert -c "$config" --engine libopencc --opencc-data "$DUIZHAO_OPENCC" "$text")
    compared=$((compared + 1))
  done
done
cargo test --quiet --locked --features libopencc --test libopencc -- --nocapture
echo "$compared outputs of the two engines of the command line compared, no difference"
