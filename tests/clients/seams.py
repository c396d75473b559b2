"""Learns `src/issue/repair/joins/seam.tsv`: what a seam between two Chinese paragraphs looks like that lies in a sentence.

    python3 tests/clients/seams.py NEWS PAIRS >src/issue/repair/joins/seam.tsv

NEWS is the text that `columns.py` cuts (see `libopencc.env`), PAIRS the `pairs.bin` of a build. Every second line is
learned from; `columns.py` cuts the others. Needs numpy and scikit-learn.
"""

import collections
import math
import random
import re
import sys
import unicodedata

import numpy
from sklearn.linear_model import LogisticRegression

MARKS = "，。、；：！？“”‘’（）《》…— "
# How often a character must be seen, and how strongly rare ones are drawn to no odds at all.
LEAST, PRIOR = 8, 300
SURE = 3.0


def is_han(c):
    return "\u4e00" <= c <= "\u9fff"


def lines_of(path):
    wide = str.maketrans(",:;!?()", "，：；！？（）")
    with open(path, encoding="utf-8") as file:
        return [unicodedata.normalize("NFKC", line.strip()).translate(wide) for line in file if line.strip()]


def words_of(name):
    with open("src/words/chinese.tsv", encoding="utf-8") as file:
        return tuple(line.split("\t")[0] for line in file if line.split("\t")[1].strip().split(".")[0] == name)


class Odds:
    """Characters at the edges of sentences, and inside them."""

    def __init__(self, lines):
        count = collections.Counter
        self.all = count("".join(lines))
        self.begin, self.end, self.behind, self.before = count(), count(), count(), count()
        for line in lines:
            for sentence in re.split("[。！？]", line):
                sentence = sentence.strip("”“’‘ ")
                if len(sentence) > 8:
                    self.begin.update(filter(is_han, sentence[0]))
                    self.end.update(filter(is_han, sentence[-1]))
            for left, right in list(zip(line, line[1:]))[1:-1]:
                if is_han(left) and is_han(right):
                    self.behind[right] += 1
                    self.before[left] += 1

    def tables(self):
        whole = self.all.total()
        for inside, edge in ((self.behind, self.begin), (self.before, self.end)):
            table = {}
            for c in filter(is_han, self.all):
                prior = PRIOR * self.all[c] / whole + 0.01
                odds = math.log((inside[c] + prior) / (inside.total() + PRIOR))
                odds -= math.log((edge[c] + prior) / (edge.total() + PRIOR))
                odds = round(max(-SURE, min(SURE, odds)), 1)
                if inside[c] + edge[c] >= LEAST and abs(odds) >= 0.3:
                    table[c] = odds
            yield table


def seen(left, right, begins, ends, pairs, turns, sayings, opens):
    """What `seam.rs` sees, in the same words."""
    pair = lambda a, b: ord(a) << 16 | ord(b) in pairs
    last, first = left[-1], right[0]
    across, behind = pair(last, first), pair(first, right[1:2] or " ")
    clause = len(re.split("[，。；！？：]", right)[0])
    tail = len(re.split("[，。、；：！？]", left)[-1])
    marked = tail < len(left)
    sentence = re.split("[。！？]", left)[-1]
    commas = sentence.count("，")
    head = re.split("[，：]", right)[0]
    says = len(head) <= 8 and len(head) < len(right) and head.endswith(sayings)
    return {
        "begins": begins.get(first, 0), "ends": ends.get(last, 0),
        "word-across": across and not behind, "pair-across": across,
        "word-behind": behind, "word-before": pair(left[-2:-1] or " ", last),
        "clause-1": clause == 1, "clause-2": clause == 2, "clause-3": 3 <= clause <= 4,
        "clause-5": 5 <= clause <= 6, "clause-7": 7 <= clause <= 9, "clause-14": clause >= 14,
        "tail-3": marked and tail <= 3, "tail-6": marked and 4 <= tail <= 6, "tail-10": marked and 7 <= tail <= 10,
        "no-mark": not marked, "commas-1": commas == 1, "commas-2": commas == 2, "commas-3": commas >= 3,
        "one-sentence": sentence == left, "short-20": len(left) < 20, "short-40": 20 <= len(left) < 40,
        "short-60": 40 <= len(left) < 60, "turn": right.startswith(turns) or first == "在" or says,
        "short-rest": len(right) <= 12 and right[-1] in "。！？", "unended": right[-1] not in "。！？”…）」",
        "quote": first in "“「《（", "latin-behind": first.isascii(), "latin-before": last.isascii(),
        "number": last.isdigit() and first.isdigit(), "open": left.endswith(opens),
        "attributive": last == "的" and not pair(left[-2:-1] or " ", last) and not any(c in sentence for c in "是会"),
    }


def cut(paragraph, chance):
    while True:
        at = chance.randrange(8, len(paragraph) - 3)
        if paragraph[at - 1] not in MARKS and paragraph[at] not in MARKS:
            return paragraph[:at], paragraph[at:]


def main(news, pairs):
    chance = random.Random(3)
    lines = lines_of(news)
    learned = lines[::2]
    with open(pairs, "rb") as file:
        pairs = set(numpy.frombuffer(file.read(), dtype="<u4").tolist())
    begins, ends = Odds(learned).tables()
    cuts = [cut(line, chance) for line in learned if len(line) >= 70 and line[-1] == "。"]
    # Paragraphs without their stops, and the lines that had none.
    whole = [(left[:-1], right) for left, right in zip(lines, lines[1:]) if len(left) >= 16 and left[-1] == "。"]
    whole = [pair for pair in whole[::2] if pair[1][-1] in "。！？”"]
    bare = [(left, right) for left, right in zip(lines, lines[1:]) if len(left) > 1 and left[-1] not in MARKS]
    bare = bare[: len(bare) // 2]
    given = begins, ends, pairs, words_of("sentence-head"), words_of("saying"), words_of("open")
    table = [seen(*pair, *given) for pair in cuts + whole + bare]
    names = list(table[0])
    model = LogisticRegression(max_iter=1000).fit(
        numpy.array([[float(row[name]) for name in names] for row in table]),
        [1] * len(cuts) + [0] * (len(whole) + len(bare)),
        sample_weight=[1.0] * (len(cuts) + len(whole)) + [0.7] * len(bare))
    with open("src/issue/repair/joins/seam.tsv", encoding="utf-8") as file:
        print("".join(line for line in file if line.startswith("#")), end="")
    for name, weight in zip([*names, "always"], [*model.coef_[0], model.intercept_[0]]):
        print("weight", name, round(float(weight), 1), sep="\t")
    traditional = collections.defaultdict(set)
    with open("src/script/opencc/STCharacters.txt", encoding="utf-8") as file:
        for line in file:
            simplified, _, forms = line.strip().partition("\t")
            traditional[simplified].update(form for form in forms.split() if len(form) == 1)
    for name, table in (("begins", begins), ("ends", ends)):
        groups = collections.defaultdict(set)
        for c, odds in table.items():
            groups[odds].update({c} | {form for form in traditional[c] if form not in table})
        for odds in sorted(groups):
            print(name, odds, "".join(sorted(groups[odds])), sep="\t")


main(*sys.argv[1:])
