#!/usr/bin/env bash
# What `tm export` and `tm apply` write as XLIFF 1.2 and 2.1, held against OASIS's schemas: the memories of a folder,
# and one whose units have every inline tag. (The schemas are the strict one of 1.2 and the core of 2.0, which holds
# for 2.1 too; Symfony's Debian package brings both.)
#
#   tests/clients/xliff.sh [FOLDER]      FOLDER is what `duizhao build` wrote
# needs: xmllint
set -euo pipefail
folder=${1:-target/tests/dist}
duizhao=${DUIZHAO:-target/release/duizhao}
here=$(cd "$(dirname "$0")" && pwd)
cache=target/clients/xliff
mkdir -p "$cache"

schemas=$cache/usr/share/php/Symfony/Component/Translation/Resources/schemas
if [ ! -e "$schemas/xliff-core-2.0.xsd" ]; then
  fetch() { (cd "$cache" && apt-get -q download php-symfony-translation && dpkg -x php-symfony-translation_*.deb .); }
  sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  # A machine that has installed nothing yet does not know what there is.
  fetch >"$cache/log" 2>&1 || { $sudo apt-get -q update >>"$cache/log" 2>&1 && fetch >>"$cache/log" 2>&1; } ||
    { cat "$cache/log"; exit 1; }
fi
# Their import of the schema for xml:lang is a file here, and no address.
for schema in xliff-core-1.2-strict xliff-core-2.0; do
  sed 's|schemaLocation="[^"]*xml\.xsd"|schemaLocation="usr/share/php/Symfony/Component/Translation/Resources/schemas/xml.xsd"|' \
    "$schemas/$schema.xsd" >"$cache/$schema.xsd"
done

checked=0
# valid SCHEMA FILE
valid() {
  xmllint --nonet --noout --schema "$cache/$1.xsd" "$2" 2>"$cache/log" || { head -20 "$cache/log"; exit 1; }
  checked=$((checked + 1))
}

shopt -s nullglob
for memory in "$folder"/*.tmx "$here/../fixtures/tm/tags.tmx"; do
  name=$cache/$(basename "$memory" .tmx)
  "$duizhao" tm export "$memory" --to xliff -o "$name.xlf" --quiet
  valid xliff-core-1.2-strict "$name.xlf"
  "$duizhao" tm export "$memory" --to xliff2 -o "$name.2.xlf" --quiet
  valid xliff-core-2.0 "$name.2.xlf"
  for file in "$name.xlf" "$name.2.xlf"; do
    "$duizhao" tm import "$file" -o "$name.back.tmx" --quiet
    "$duizhao" tm export "$name.back.tmx" --to xliff -o "$name.back.xlf" --quiet
    cmp <(grep -v '<file ' "$name.xlf") <(grep -v '<file ' "$name.back.xlf") || { echo "$file did not come back"; exit 1; }
  done
done
for memory in "$folder"/*.zh-CN_*.tmx; do
  document=$(echo "${memory%.zh-CN_*}".zh-CN.md)
  for version in 1.2 2.1; do
    "$duizhao" tm apply "$document" -m "$memory" --xliff "$version" -o "$cache/applied.xlf" --quiet >/dev/null
    valid "$([ "$version" = 1.2 ] && echo xliff-core-1.2-strict || echo xliff-core-2.0)" "$cache/applied.xlf"
  done
done
[ "$checked" -ge 2 ] || { echo "nothing to check in $folder"; exit 1; }
echo "$checked XLIFF files valid, every export came back as it went"
