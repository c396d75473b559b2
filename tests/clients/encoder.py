"""Strict F1 of two folders of beads against the known ones; fails where the second is worse."""

import glob
import os
import sys


def beads(path):
    """The beads of a file; of a null bead only its sentence counts."""
    out = []
    with open(path, encoding="utf-8") as file:
        for line in filter(str.strip, file):
            source, target = line.split(":")[:2]
            out.append((source.replace(" ", ""), target.strip().replace(" ", "")))
    return out


def is_full(bead):
    return "[]" not in bead


def f1(gold_folder, folder):
    """Precision counts every bead told, recall the known ones with two sides, as vecalign scores."""
    right = told = found = known = 0
    for path in sorted(glob.glob(os.path.join(gold_folder, "*.gold"))):
        gold = beads(path)
        name = os.path.basename(path)[: -len("gold")] + "align"
        answer = beads(os.path.join(folder, name))
        right += len(set(answer) & set(gold))
        told += len(answer)
        full = {bead for bead in gold if is_full(bead)}
        found += len(full & set(answer))
        known += len(full)
    precision, recall = right / told, found / known
    return 2 * precision * recall / (precision + recall)


gold_folder, without, with_vectors = sys.argv[1:]
without, with_vectors = f1(gold_folder, without), f1(gold_folder, with_vectors)
print(f"strict F1 {without:.4f} by words alone, {with_vectors:.4f} with the encoder's vectors")
sys.exit(with_vectors < without)
