#!/usr/bin/env python3
"""Lists the crates that are compiled into the program, with the texts of their licences: what goes with every copy
of it, beside NOTICE.

    tests/licences.py FILE

Crates of build scripts, macros and tests are not in the program and not in the list. Fails if a crate names no
licence.
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TEXTS = re.compile(r"^(licen[cs]e|copying|copyright|notice|unlicense)", re.IGNORECASE)


def compiled_in(metadata):
    """The packages that the program links: those reached by normal dependencies, macros and what they need aside."""
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    is_macro = lambda package: any("proc-macro" in target["kind"] for target in package["targets"])
    own = set(metadata["workspace_members"])
    seen, waiting = set(), sorted(own)
    while waiting:
        here = waiting.pop()
        if here in seen or is_macro(packages[here]):
            continue
        seen.add(here)
        for dependency in nodes[here]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                waiting.append(dependency["pkg"])
    found = [packages[one] for one in seen - own]
    return sorted(found, key=lambda package: (package["name"], package["version"]))


def texts_of(package):
    """The licence files of a crate, without differences of line ends and blanks."""
    folder = pathlib.Path(package["manifest_path"]).parent
    for path in sorted(folder.iterdir()):
        if path.is_file() and TEXTS.match(path.name) and path.suffix not in {".rs", ".py"}:
            text = path.read_text(encoding="utf-8", errors="replace")
            yield "\n".join(line.rstrip() for line in text.strip().splitlines())


def main():
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    packages = compiled_in(metadata)
    lines = [
        "Crates that are compiled into duizhao, and their licences. Made by tests/licences.py.",
        "",
    ]
    texts = {}
    missing = []
    for package in packages:
        name = f"{package['name']} {package['version']}"
        licence = package["license"] or f"see {package['license_file']}"
        lines.append(f"{name}: {licence.replace('/', ' OR ')} ({package['repository'] or 'no address'})")
        if not package["license"] and not package["license_file"]:
            missing.append(name)
        for text in texts_of(package):
            texts.setdefault(text, []).append(name)
    for text, names in texts.items():
        lines += ["", "=" * 80, ", ".join(dict.fromkeys(names)), "=" * 80, "", text]
    written = "\n".join(lines) + "\n"
    if missing:
        sys.exit(f"no licence is named by {', '.join(missing)}")
    pathlib.Path(sys.argv[1]).write_text(written, encoding="utf-8")
    print(f"{len(packages)} crates with {len(texts)} licence texts")


main()
