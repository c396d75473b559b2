#!/usr/bin/env bash
# Ace by DAISY finds no book hard to read for anyone. Ace ends well even when a book fails: its report is read.
#
#   tests/clients/ace.sh DIST
# needs: chromium npm python3
source "$(dirname "$0")/shelf"
home=$(cache ace)
version=1.4.6
if [ ! -e "$home/ready-$version" ]; then
  echo '{ "private": true }' >"$home/package.json"
  # The package @daisy/ace itself brings electron; its parts do without. Chromium is the system's.
  (cd "$home" && PUPPETEER_SKIP_DOWNLOAD=1 npm install --silent --ignore-scripts --no-audit --no-fund \
    "@daisy/ace-cli@$version" "@daisy/ace-axe-runner-puppeteer@$version" "@daisy/ace-core@$version")
  touch "$home/ready-$version"
fi
PUPPETEER_EXECUTABLE_PATH=$(command -v chromium)
# Ace gives a browser five seconds to start; the first two on a busy machine take longer.
ACE_TIMEOUT_INITIAL=60000
export PUPPETEER_EXECUTABLE_PATH ACE_TIMEOUT_INITIAL

look() {
  local book=$1
  local report=$home/reports/$(basename "$book" .epub)
  rm -rf "$report"
  "$home/node_modules/.bin/ace-cli" --force --silent --outdir "$report" "$book" >"$report.log" 2>&1 || true
  python3 - "$book" "$report/report.json" <<'PYTHON'
import json, sys
book, report = sys.argv[1:]
report = json.load(open(report, encoding="utf-8"))
for page in report["assertions"]:
    for assertion in page["assertions"]:
        test, result = assertion["earl:test"], assertion["earl:result"]
        where = page["earl:testSubject"]["url"]
        print(f"{book}: {where}: {test['earl:impact']} {test['dct:title']}: {result['dct:description']} {result.get('html', '')}")
if report["earl:result"]["earl:outcome"] != "pass":
    sys.exit(f"{book}: {report['earl:result']}")
sys.exit(any(page["assertions"] for page in report["assertions"]))
PYTHON
}
export home
mkdir -p "$home/reports"
look_at "$1"
echo "$count books checked, $failed with findings"
[ "$failed" = 0 ]
