#!/usr/bin/env bash
# Every book in a reader: foliate-js in Chromium opens it, finds its contents, turns its pages the right way, and
# follows the links between sentences. What is checked stands in reader.mjs.
#
#   tests/clients/reader.sh DIST
# needs: chromium fonts npm
here=$(cd "$(dirname "$0")" && pwd)
source "$here/shelf"
home=$(cache reader)
version=1.0.1
if [ ! -e "$home/ready-$version" ]; then
  echo '{ "private": true }' >"$home/package.json"
  (cd "$home" && npm install --silent --ignore-scripts --no-audit --no-fund "foliate-js@$version" puppeteer-core@24.43.1)
  touch "$home/ready-$version"
fi

list=$(books "$1")
rm -rf "$home/books"
mkdir -p "$home/books" "$target/tests/screenshots"
while read -r book; do cp "$book" "$home/books/"; done <<<"$list"
cp "$here/reader.mjs" "$home/"
CHROMIUM=$(command -v chromium) node "$home/reader.mjs" "$home" "$target/tests/screenshots"
