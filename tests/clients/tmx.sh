#!/usr/bin/env bash
# Every TMX file of a folder, held against the DTD of TMX 1.4 and the rules beyond it, and loaded by translate-toolkit.
#
#   tests/clients/tmx.sh [FOLDER]        FOLDER is what `duizhao build` wrote
# needs: omegat xmllint python3 unzip
set -euo pipefail
folder=${1:-target/tests/dist}
here=$(cd "$(dirname "$0")" && pwd)
cache=target/clients/tmx
mkdir -p "$cache"

unzip -p /usr/share/omegat/OmegaT.jar schemas/tmx14.dtd >"$cache/tmx14.dtd"
if [ ! -x "$cache/venv/bin/python" ]; then
  python3 -m venv "$cache/venv"
  "$cache/venv/bin/pip" -q install translate-toolkit
fi

shopt -s nullglob
files=("$folder"/*.tmx)
[ ${#files[@]} -gt 0 ] || { echo "no TMX file in $folder"; exit 1; }
for file in "${files[@]}"; do
  # Without --stream: with it xmllint validates nothing and says nothing.
  xmllint --nonet --noout --dtdvalid "$cache/tmx14.dtd" "$file"
done
"$cache/venv/bin/python" "$here/tmx.py" "${files[@]}"
