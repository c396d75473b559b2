#!/usr/bin/env bash
# LibreOffice and this program read each other's documents: what LibreOffice writes as DOCX and as ODT is read as one
# issue, and it opens what `convert` made of both.
#
#   tests/clients/word.sh DIST
# needs: libreoffice unzip
source "$(dirname "$0")/shelf"
home=$(cache word)
rm -rf "$home"/*
office() { soffice --headless "-env:UserInstallation=file://$home/profile" --convert-to "$1" --outdir "$2" "$3" >>"$home/log" 2>&1; }

cat >"$home/expected.md" <<'MARKDOWN'
# 渡口的最后一班船

本报记者 何长河

清晨五点，渡口的灯还亮着。船工**老何**已经把缆绳解开[^1]，等第一班乘客从雾里走来。

## 雾里的灯

1. 船票两元。
2. 自行车不收钱。

详细的班次见[渡口的网页](https://ferry.example/)。

| 年份 | 人次 |
| --- | --- |
| 2024 | 三万 |

[^1]: 他在这条河上走了四十年。

# 新桥年底通车

桥上的灯昨晚第一次全部点亮，两岸的居民站在堤上看了很久，头发都被河风吹乱了。
MARKDOWN

checks=0
for kind in docx odt; do
  office "$kind" "$home" "$root/tests/fixtures/issue/ferry.fodt"
  "$DUIZHAO" read "$home/ferry.$kind" -o "$home/$kind.md"
  # What front matter says depends on the program that wrote the file.
  awk 'NR == 1 && /^---$/ { front = 1; next } front && /^---$/ { front = 0; getline; next } !front' "$home/$kind.md" |
    diff "$home/expected.md" - || { echo "$kind is read otherwise"; exit 1; }
  "$DUIZHAO" convert --to zh-TW "$home/ferry.$kind" -o "$home/taiwan.$kind"
  unzip -tq "$home/taiwan.$kind"
  mkdir -p "$home/$kind"
  office txt:Text "$home/$kind" "$home/taiwan.$kind"
  for words in 渡口的最後一班船 老何已經把纜繩解開 頭髮都被河風吹亂了; do
    grep -q "$words" "$home/$kind/taiwan.txt" || { echo "LibreOffice does not find $words in taiwan.$kind"; exit 1; }
    checks=$((checks + 1))
  done
  # LibreOffice writes no notes into plain text.
  { unzip -p "$home/taiwan.$kind" word/footnotes.xml content.xml 2>/dev/null || true; } | grep -q 他在這條河上走了四十年 ||
    { echo "the note of taiwan.$kind is not converted"; exit 1; }
  checks=$((checks + 1))
done
echo "LibreOffice's DOCX and ODT are read as one issue; $checks sentences found in converted ones"
