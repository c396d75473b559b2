#!/usr/bin/env bash
# What `check --format sarif` prints, held against the schema of SARIF 2.1.0 and by Microsoft's own validator, which
# knows the rules that no schema can say; and what `read --format json` prints, against docs/issue.schema.json: the
# bundled example, and a page with everything that is dirty, under a name that is no URI.
#
#   tests/clients/schemas.sh
# needs: npm python3
source "$(dirname "$0")/shelf"
home=$(cache schemas)
duizhao=${DUIZHAO:-$target/release/duizhao}
version=5.7.0
tool=$home/node_modules/@microsoft/sarif-multitool-linux
if [ ! -e "$home/ready-$version" ]; then
  echo '{ "private": true }' >"$home/package.json"
  (cd "$home" && npm install --silent --ignore-scripts --no-audit --no-fund "@microsoft/sarif-multitool-linux@$version")
  chmod +x "$tool/Sarif.Multitool"
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

# validate LOG: what is said of it is in LOG.said.
validate() {
  DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$tool/Sarif.Multitool" validate "$1" --json-schema "$tool/sarif-2.1.0.json" \
    --output "$1.said" --log ForceOverwrite >"$home/log" 2>&1 || true
  [ -e "$1.said" ] || { cat "$home/log"; exit 1; }
}

rm -f "$home"/*.sarif "$home"/*.said
logs=() issues=()
for source in "$root"/examples/*.md "$page"; do
  [ "$(basename "$source")" = README.md ] && continue
  name=$home/$(basename "$source" .md)
  "$duizhao" check --all --format sarif --fail-on never "$source" >"$name.sarif"
  (cd "$(dirname "$source")" && "$duizhao" check --format sarif --fail-on never "$(basename "$source")") >"$name.here.sarif"
  for log in "$name.sarif" "$name.here.sarif"; do
    validate "$log"
    logs+=("$log")
  done
  for level in none all; do
    "$duizhao" read "$source" --repair "$level" --format json --output "$name.$level.json" --quiet
    issues+=("$name.$level.json")
  done
done
# A log that is wrong must not pass.
sed 's/"startLine": [0-9]*/"startLine": 0/' "$home/第1版 100%.zh.sarif" >"$home/wrong.sarif"
validate "$home/wrong.sarif"

"$home/venv/bin/python" - "$tool/sarif-2.1.0.json" "$root/docs/issue.schema.json" "$home/wrong.sarif" \
  "${logs[@]}" -- "${issues[@]}" <<'PYTHON'
import json, sys
from jsonschema import Draft202012Validator

sarif, issue, wrong, *rest = sys.argv[1:]
logs, issues = rest[: rest.index("--")], rest[rest.index("--") + 1 :]


def load(path):
    with open(path, encoding="utf-8-sig") as file:
        return json.load(file)


def validator(path):
    schema = load(path)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def by_schema(schema, path):
    return [f"{path}: {error.json_path}: {error.message[:200]}" for error in schema.iter_errors(load(path))]


def by_tool(path):
    # The project has no page of its own that a log could name (SARIF2005).
    results = [result for run in load(path + ".said")["runs"] for result in run.get("results", [])]
    return [f"{path}: {result['ruleId']} {result['message']}" for result in results if result["ruleId"] != "SARIF2005"]


sarif, issue = validator(sarif), validator(issue)
problems = [problem for path in logs for problem in by_schema(sarif, path) + by_tool(path)]
problems += [problem for path in issues for problem in by_schema(issue, path)]
if not by_schema(sarif, wrong) or not by_tool(wrong):
    problems.append("a log that is wrong was found valid")
if issue.is_valid({**load(issues[0]), "articles": [{"blocks": [{"role": "headlin"}]}]}):
    problems.append("an issue with a role that is none was found valid")
for problem in problems[:40]:
    print(problem)
print(f"{len(logs)} SARIF logs and {len(issues)} issues as JSON held against their schemas, {len(problems)} do not hold")
sys.exit(bool(problems))
PYTHON
