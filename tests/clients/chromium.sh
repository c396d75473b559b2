#!/usr/bin/env bash
# The typography of every book as Chromium sets it, at several page sizes, and screenshots of its pages in
# target/tests/screenshots. What is checked stands in chromium.mjs, a line for each check.
#
#   tests/clients/chromium.sh DIST
# needs: chromium fonts npm
here=$(cd "$(dirname "$0")" && pwd)
source "$here/shelf"
home=$(cache browser)
version=24.43.1
if [ ! -e "$home/ready-$version" ]; then
  echo '{ "private": true }' >"$home/package.json"
  (cd "$home" && npm install --silent --ignore-scripts --no-audit --no-fund "puppeteer-core@$version")
  touch "$home/ready-$version"
fi

list=$(books "$1")
rm -rf "$home/books" "$target/tests/screenshots"
mkdir -p "$home/books" "$target/tests/screenshots"
while read -r book; do
  unzip -q "$book" -d "$home/books/$(basename "$book" .epub)"
done <<<"$list"
cp "$here/chromium.mjs" "$home/"
CHROMIUM=$(command -v chromium) node "$home/chromium.mjs" "$home/books" "$target/tests/screenshots"
