"""Loads what `duizhao build` wrote into OmegaT projects and looks at what OmegaT inserts: cut by its own rules, and by
those of `duizhao segment --print-omegat`."""

import glob
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

JAR = "/usr/share/omegat/OmegaT.jar"
WORK = "target/clients/omegat"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]")
PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
<dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>{source}</source_lang><target_lang>{target}</target_lang>
<sentence_seg>{sentences}</sentence_seg>
<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags>
</project></omegat>
"""


def units(memory, source, target):
    """Source and target texts of a memory."""
    out = []
    for unit in ET.parse(memory).getroot().iter("tu"):
        texts = {v.get(LANG): "".join(v.find("seg").itertext()) for v in unit.findall("tuv")}
        out.append((texts[source], texts[target]))
    return out


def translate(name, text, memory, source, target, sentences=True, rules=None):
    """What OmegaT makes of a text, with a memory it inserts by itself, cut by its own rules or by those given."""
    project = os.path.join(WORK, name)
    shutil.rmtree(project, ignore_errors=True)
    for folder in ("source", "target", "tm/auto", "omegat", "glossary", "dictionary"):
        os.makedirs(os.path.join(project, folder))
    with open(os.path.join(project, "omegat.project"), "w") as file:
        file.write(PROJECT.format(source=source, target=target, sentences=str(sentences).lower()))
    # OmegaT has no filter for .md with default settings; its text filter takes the same file as .txt.
    with open(os.path.join(project, "source", "issue.txt"), "w", encoding="utf-8") as file:
        file.write(text)
    shutil.copy(memory, os.path.join(project, "tm/auto"))
    if rules:
        with open(os.path.join(project, "omegat", "segmentation.conf"), "w", encoding="utf-8") as file:
            file.write(rules)
    config = os.path.abspath(os.path.join(WORK, "config"))
    run = subprocess.run(
        ["java", "-Xmx1g", "-Djava.awt.headless=true", f"-Duser.home={config}", "-jar", JAR, project,
         "--mode=console-translate", f"--config-dir={config}", "--no-team"],
        capture_output=True, text=True)
    if run.returncode or "Error:" in run.stdout or "Error:" in run.stderr:
        sys.exit(f"{name}: OmegaT failed\n{run.stdout}\n{run.stderr}")
    with open(os.path.join(project, "target", "issue.txt"), encoding="utf-8") as file:
        return file.read()


def pieces(text):
    """A text cut as finely as anyone cuts, to find what was left in it."""
    return [piece.strip() for piece in re.split(r"(?<=[。！？!?])|\n", text) if piece.strip()]


def main(folder):
    duizhao = os.environ.get("DUIZHAO", "target/release/duizhao")
    ours = subprocess.run([duizhao, "segment", "--print-omegat"], capture_output=True, text=True, check=True).stdout
    memories = sorted(glob.glob(os.path.join(folder, "*.zh-*_*.tmx")))
    if not memories:
        sys.exit(f"no memory like NAME.zh-CN_en.tmx in {folder}")
    failed = 0
    for memory in memories:
        stem, languages = os.path.basename(memory)[: -len(".tmx")].rsplit(".", 1)
        chinese, other = languages.split("_")
        with open(os.path.join(folder, f"{stem}.{chinese}.md"), encoding="utf-8") as file:
            text = file.read()
        known = units(memory, chinese, other)
        sources = [source for source, _ in known]

        # Chinese to English, on the cleaned source itself.
        other_region = {"en": "en-US"}.get(other, other)
        for source, target, rules in [(chinese, other_region, None), ("zh", other, None), (chinese, other, ours)]:
            result = translate(f"{chinese}-{source}-{target}", text, memory, source, target, rules=rules)
            left = [line for line in result.splitlines() if HAN.search(line)]
            missed = [s for s in dict.fromkeys(sources) if HAN.search(s) and any(s in line for line in left)]
            total = len(pieces(text))
            still = sum(1 for piece in pieces(result) if HAN.search(piece))
            print(f"{os.path.basename(memory)} in a project {source} > {target}{', cut by our rules' if rules else ''}: "
                  f"{total - still} of {total} sentences translated, {len(missed)} of the memory's not inserted")
            for segment in missed:
                print(f"    not inserted: {segment}")
            failed += len(missed)

        # English to Chinese: each of the memory's own texts as a paragraph, as no cleaned source is English.
        by_target = {}
        for source, target in known:
            by_target.setdefault(target.strip(), set()).add(source)
        wanted = [t for t in by_target if "\n" not in t]
        result = translate(f"{other}-{chinese}", "\n\n".join(wanted) + "\n", memory, other, chinese, sentences=False)
        got = [line for line in result.split("\n") if line.strip()]
        missed = [w for w, g in zip(wanted, got) if g.strip() not in by_target[w]]
        missed += wanted[len(got):]
        print(f"{os.path.basename(memory)} in a project {other} > {chinese}: "
              f"{len(wanted) - len(missed)} of {len(wanted)} inserted")
        for segment in missed:
            print(f"    not inserted: {segment}")
        failed += len(missed)
    print(f"{len(memories)} memories: {failed} segments not inserted")
    sys.exit(bool(failed))


main(sys.argv[1])
