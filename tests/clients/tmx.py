"""The rules of TMX that its DTD cannot say, and what translate-toolkit makes of a file."""

import re
import sys
import unicodedata
import xml.etree.ElementTree as ET

from translate.storage import tmx

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CODE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$")
DATE = re.compile(r"\d{8}T\d{6}Z$")


def han(text):
    return any(unicodedata.name(c, "").startswith("CJK UNIFIED") for c in text)


def check(path):
    wrong = []
    root = ET.parse(path).getroot()
    header_source = root.find("header").get("srclang")
    units = list(root.iter("tu"))
    for number, unit in enumerate(units, 1):
        told = lambda what: wrong.append(f"{path}: unit {number}: {what}")
        variants = unit.findall("tuv")
        languages = [variant.get(LANG) for variant in variants]
        source = unit.get("srclang") or header_source
        if source != "*all*" and source not in languages:
            told(f"no variant in the source language {source}: {languages}")
        if len(set(languages)) < len(languages):
            told(f"two variants in one language: {languages}")
        if {"zh-CN", "zh-TW"} <= set(languages) and languages != ["zh-CN", "en", "zh-TW"]:
            told(f"three variants in an order that clients mix up: {languages}")
        for element in (unit, *variants):
            for name in ("creationdate", "changedate", "lastusagedate"):
                if not DATE.match(element.get(name, "20240101T000000Z")):
                    told(f"{name}={element.get(name)}")
        for variant, language in zip(variants, languages):
            if not CODE.match(language):
                told(f"language code {language}")
            seg = variant.find("seg")
            text = "".join(seg.itertext())
            if not text.strip():
                told("an empty variant blanks the translator's text")
            if text != text.strip():
                told(f"blanks at the edge: {text!r}")
            begun = [tag.get("i") for tag in seg.iter("bpt")]
            ended = [tag.get("i") for tag in seg.iter("ept")]
            if sorted(begun) != sorted(ended):
                told(f"unpaired tags: {begun} {ended}")
    if not units:
        wrong.append(f"{path}: no units")

    # A client that takes the first variant for the source and the named one for the target.
    languages = [variant.get(LANG) for variant in units[0].findall("tuv")] if units else []
    if len(languages) == 2:
        with open(path, "rb") as file:
            store = tmx.tmxfile(file, sourcelanguage=languages[0], targetlanguage=languages[1])
        if len(store.units) != len(units):
            wrong.append(f"{path}: translate-toolkit reads {len(store.units)} of {len(units)} units")
        for number, (unit, loaded) in enumerate(zip(units, store.units), 1):
            want = ["".join(variant.find("seg").itertext()) for variant in unit.findall("tuv")]
            if [str(loaded.source), str(loaded.target)] != want:
                wrong.append(f"{path}: unit {number}: translate-toolkit reads {loaded.source!r} {loaded.target!r}")
    return len(units), wrong


total, failed = 0, []
for path in sys.argv[1:]:
    count, wrong = check(path)
    total += count
    failed += wrong
print("\n".join(failed))
print(f"{len(sys.argv) - 1} files, {total} units: {len(failed)} wrong")
sys.exit(bool(failed))
