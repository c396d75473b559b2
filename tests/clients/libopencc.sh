#!/usr/bin/env bash
# Compares the conversion engine with libopencc, byte for byte, on every configuration; and the two engines of
# the command line with each other.
# needs: g++ python3
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/clients/libopencc.env
cargo clippy --quiet --locked --features libopencc --lib --bins --test libopencc -- -D warnings
# The command is built with its tests.
cargo test --quiet --locked --features libopencc --test libopencc -- --nocapture
compared=0
for config in src/script/opencc/*.json; do
  config=$(basename "$config" .json)
  for text in examples/*.md tests/fixtures/segment/sentences.txt; do
    cmp <(target/debug/duizhao convert -c "$config" "$text") \
      <(target/debug/duizhao convert -c "$config" --engine libopencc --opencc-data "$DUIZHAO_OPENCC" "$text")
    compared=$((compared + 1))
  done
done
echo "$compared outputs of the two engines of the command line compared, no difference"
