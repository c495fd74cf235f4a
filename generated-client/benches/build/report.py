"""The part of BENCHMARKS.md on building."""

import datetime
import subprocess

HEADING = "# What the client costs to build"

INTRODUCTION = """{heading}

Written by `python generated-client/benches/build/measure.py --write`; edited by nobody.

CPU seconds of `cargo build`, user and system, when everything that the client depends on is built: the crate alone, and together with a
program that calls 1, 20 and all {operations} operations. Beside it are the clients that other generators make of the same document, with
all its corrections. The ratio is to the better of them; below 1 this crate needs less. Each is {pairs}, in turns.

The programs with 1 and 20 calls turn on those features of this crate whose calls they make, as in `default-features = false,
features = ["rustls", "chat"]`; the others have what is on by default, which is all of them. The other clients have no such choice.

{date}, {rustc}. progenitor 0.15.1 makes no client of the document: it knows no `multipart/form-data`.
"""


def section(tables, clients, operations, pairs):
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.strip()
    date = datetime.date.today()
    pairs = "one build" if pairs == 1 else f"the median of {pairs} builds"
    parts = [INTRODUCTION.format(heading=HEADING, operations=operations, pairs=pairs, date=date, rustc=rustc)]
    for profile, times in tables.items():
        parts.append(table(profile, times, clients))
    return "\n".join(parts)


def table(profile, times, clients):
    lines = [f"| {profile} | {' | '.join(client.package for client in clients)} | ratio |", "|---" * (len(clients) + 2) + "|"]
    alone = [difference(times[client.program(None)]) for client in clients]
    lines.append(row("the crate alone", alone))
    for count in [1, 20, None]:
        sums = [times[client.program(count)][0] for client in clients]
        lines.append(row(f"with {count or 'all'} call{'' if count == 1 else 's'}", sums))
    ours = clients[0]
    by_default = [alone[0] + times[ours.program(count)][1] for count in [1, 20]]
    by_default = " and ".join(f"{taken:.1f}" for taken in by_default)
    lines += ["", f"By default, with all features of calls, {ours.package} takes {by_default} with 1 and 20 calls."]
    return "\n".join(lines) + "\n"


def difference(taken):
    both, program = taken
    return both - program


def row(what, sums):
    ratio = sums[0] / min(sums[1:])
    return f"| {what} | {' | '.join(f'{taken:.1f}' for taken in sums)} | **{ratio:.2f}** |"
