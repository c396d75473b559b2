#!/usr/bin/env bash
# Column breaks in a month of a daily paper, line by line as it was printed: two thousand paragraphs cut anywhere are
# put together again, and lines that were never cut stay apart.
# needs: python3
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/clients/libopencc.env
export DUIZHAO=${DUIZHAO:-target/release/duizhao}
python3 tests/clients/columns.py "$DUIZHAO_TEXTS/news.txt" target/clients/columns
