#!/usr/bin/env bash
# What `check --format sarif` prints, held against SARIF 2.1.0 by Microsoft's own validator (its schema, and the rules
# that no schema can say), and what `read --format json` prints, against docs/issue.schema.json by Python's jsonschema:
# the bundled example, and a page with everything that is dirty, under a name that is no URI.
#
#   tests/clients/schemas.sh
source "$(dirname "$0")/shelf"
home=$(cache schemas)
duizhao=${DUIZHAO:-$target/release/duizhao}
version=5.7.0
if [ ! -e "$home/ready-$version" ]; then
  echo '{ "private": true }' >"$home/package.json"
  (cd "$home" && npm install --silent --ignore-scripts --no-audit --no-fund "@microsoft/sarif-multitool-linux@$version")
  chmod +x "$home/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
  python3 -m venv "$home/venv"
  "$home/venv/bin/pip" -q install jsonschema==4.25.1
  touch "$home/ready-$version"
fi

mkdir -p "$home/pages"
page="$home/pages/第1版 100%.zh.md"
cat >"$page" <<'PAGE'
---
publication: 临江晚报
number: 第312期
date: 2026-03-06
issn: 2950-001X
editor: 李四
---

第1版：要闻

引题一行

# 渡口要建桥

副题说得长一点

**本报讯** (记者 王一鸣)江上的渡口"老了",明年要建桥,资金已经

全部到位。[^1] 水位是 12.5 米 ,桥上有1,200盏灯......

## 一、起因

- 一条“没有关上
  - 里面的一条
- 两条

| 年份 | 人次 |
| :-- | --: |
| 2024 | 3万 |

![渡口](a.png)
图为渡口的早晨。

> 过了河,就到家了。

<ruby>漢<rt>hàn</rt></ruby>和`码`和~~旧~~<sup>2</sup>，[地图](map.html "图")里没有它（下转第4版）

---

<!-- 编辑 -->

责任编辑:李四

[^1]: 注。
PAGE

validate() {
  DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$home/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool" \
    validate "$1" --output "$2" --log ForceOverwrite >"$home/log" 2>&1 || true
  [ -e "$2" ] || { cat "$home/log"; exit 1; }
}

logs=() issues=()
for source in "$root"/examples/*.md "$page"; do
  [ "$(basename "$source")" = README.md ] && continue
  name=$home/$(basename "$source" .md)
  "$duizhao" check --all --format sarif --fail-on never "$source" >"$name.sarif"
  (cd "$(dirname "$source")" && "$duizhao" check --format sarif --fail-on never "$(basename "$source")") >"$name.here.sarif"
  for log in "$name.sarif" "$name.here.sarif"; do
    validate "$log" "$log.result"
    logs+=("$log.result")
  done
  for level in none all; do
    "$duizhao" read "$source" --repair "$level" --format json --output "$name.$level.json" --quiet
    issues+=("$name.$level.json")
  done
done
# A log that is wrong must not pass: what the validator says of it shows that it looked.
sed 's/"startLine": [0-9]*/"startLine": "first"/' "$home/第1版 100%.zh.sarif" >"$home/wrong.sarif"
validate "$home/wrong.sarif" "$home/wrong.sarif.result"

"$home/venv/bin/python" - "$root/docs/issue.schema.json" "$home/wrong.sarif.result" "${logs[@]}" -- "${issues[@]}" <<'PYTHON'
import json, sys
from jsonschema import Draft202012Validator

schema, wrong, *rest = sys.argv[1:]
logs, issues = rest[: rest.index("--")], rest[rest.index("--") + 1 :]
load = lambda path: json.load(open(path, encoding="utf-8-sig"))

# The project has no page of its own that a log could name (SARIF2005).
said = lambda path: [
    f"{path}: {result['ruleId']} {result['message']}"
    for run in load(path)["runs"]
    for result in run.get("results", []) + [n for i in run.get("invocations", []) for n in i.get("toolExecutionNotifications", [])]
    if result.get("ruleId") != "SARIF2005" and result.get("level", "warning") != "note"
]
problems = [line for log in logs for line in said(log)]
if not said(wrong):
    problems.append("a log that is wrong was found valid")

schema = load(schema)
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
count = 0
for path in issues:
    issue = load(path)
    problems += [f"{path}: {error.json_path}: {error.message[:200]}" for error in validator.iter_errors(issue)]
    if validator.is_valid({**issue, "articles": [{"blocks": [{"role": "headlin"}]}]}):
        problems.append(f"{path}: a role that is none was found valid")
print(*problems[:40], sep="\n")
print(f"{len(logs)} SARIF logs and {len(issues)} issues as JSON held against their schemas, {len(problems)} do not hold")
sys.exit(bool(problems))
PYTHON
