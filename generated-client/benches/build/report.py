"""The part of BENCHMARKS.md on building."""

import datetime
import subprocess

HEADING = "# What the client costs to build"

INTRODUCTION = """{heading}

Written by `python generated-client/benches/build/measure.py --write`; edited by nobody.

CPU seconds of `cargo build`, user and system, when everything that the client depends on is built: the crate alone, and together with a
program that calls 1, 20 and all {operations} operations. Beside it are the clients that other generators make of the same document, with
all its corrections. The ratio is to the better of them; below 1 this crate needs less. Each is {pairs}, in turns.

{date}, {rustc}. progenitor 0.15.1 makes no client of the document: it knows no `multipart/form-data`.
"""


def section(tables, packages, operations, pairs):
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.strip()
    date = datetime.date.today()
    pairs = "one build" if pairs == 1 else f"the median of {pairs} builds"
    parts = [INTRODUCTION.format(heading=HEADING, operations=operations, pairs=pairs, date=date, rustc=rustc)]
    for profile, times in tables.items():
        parts.append(table(profile, times, packages))
    return "\n".join(parts)


def table(profile, times, packages):
    lines = [f"| {profile} | {' | '.join(packages)} | ratio |", "|---" * (len(packages) + 2) + "|"]
    for count in ["alone", 1, 20, None]:
        what = "the crate alone" if count == "alone" else f"with {count or 'all'} call{'' if count == 1 else 's'}"
        sums = [times[package, "alone"] + (0 if count == "alone" else times[package, count]) for package in packages]
        ratio = sums[0] / min(sums[1:])
        lines.append(f"| {what} | {' | '.join(f'{taken:.1f}' for taken in sums)} | **{ratio:.2f}** |")
    return "\n".join(lines) + "\n"
