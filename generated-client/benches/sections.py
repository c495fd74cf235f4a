"""BENCHMARKS.md, of which each benchmark writes a part of its own."""

import os
import re

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../BENCHMARKS.md")
PART = re.compile(r"^(?=# )", re.MULTILINE)


def write(text):
    """Puts a part, which begins with its heading, in the place of the one that is there, or behind all others."""
    heading = text.split("\n", 1)[0]
    with open(PATH, encoding="utf-8") as file:
        parts = [part.rstrip("\n") + "\n" for part in PART.split(file.read()) if part]
    places = [place for place, part in enumerate(parts) if part.split("\n", 1)[0] == heading]
    place = places[0] if places else len(parts)
    parts[place : place + 1] = [text.rstrip("\n") + "\n"]
    with open(PATH, "w", encoding="utf-8") as file:
        file.write("\n".join(parts))
