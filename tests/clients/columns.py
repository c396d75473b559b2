"""Cuts paragraphs of a text as columns do, and counts what `duizhao read` joins."""

import json
import os
import random
import subprocess
import sys

CUTS = 2000
LEAST_RECALL = 0.85
# Of natural lines; headings, bylines and verses are among them, without any sign.
MOST_FALSE = 0.002


def joins(folder, name, text):
    """The gaps that were joined: byte offsets in the text."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    report = path + ".json"
    subprocess.run(
        [os.environ["DUIZHAO"], "read", path, "--quiet", "--report", report, "-o", path + ".read"], check=True)
    with open(report, encoding="utf-8") as file:
        repairs = json.load(file)
    return {(r["span"]["start"], r["span"]["end"]) for r in repairs if r["kind"] == "join"}


def cut(paragraph, chance):
    """A place between two characters, neither of them a mark."""
    marks = "，。、；：！？“”‘’（）《》…—"
    while True:
        at = chance.randrange(8, len(paragraph) - 3)
        if paragraph[at - 1] not in marks and paragraph[at] not in marks:
            return at


def main(source, folder):
    os.makedirs(folder, exist_ok=True)
    with open(source, encoding="utf-8") as file:
        lines = [line.strip() for line in file if line.strip()]
    chance = random.Random(1998)
    # `seams.py` learns from the other lines.
    paragraphs = [line for line in lines[1::2] if len(line) >= 70 and line.endswith("。")]
    text, size, wanted = [], 0, set()

    def add(part):
        nonlocal size
        text.append(part)
        size += len(part.encode())
        return size

    for number, paragraph in enumerate(chance.sample(paragraphs, CUTS)):
        add(f"# 第{number}篇报道的标题\n\n这是报道的第一段，写得完整。\n\n")
        at = cut(paragraph, chance)
        start = add(paragraph[:at])
        wanted.add((start, add("\n\n")))
        add(paragraph[at:] + "\n\n")
    found = joins(folder, "cut.zh-CN.md", "".join(text))
    recall = len(found & wanted) / len(wanted)
    pages = [lines[at:at + 40] for at in range(0, len(lines), 40)]
    natural = "".join(f"# 第{n}页\n\n" + "\n\n".join(page) + "\n\n" for n, page in enumerate(pages))
    false = len(joins(folder, "natural.zh-CN.md", natural))
    print(f"{len(found - wanted)} joins elsewhere; {false} of {len(lines)} lines joined that were never cut")
    print(f"recall {recall:.3f} of {CUTS} cuts, {false / len(lines):.4f} of uncut lines joined")
    return recall < LEAST_RECALL or false > MOST_FALSE * len(lines) or found - wanted


sys.exit(bool(main(*sys.argv[1:])))
