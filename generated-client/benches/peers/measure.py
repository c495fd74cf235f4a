"""What the same costs through this crate, bare reqwest, cozepy and `@coze/api`. README.md says how to run it."""

import argparse
import datetime
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, ".."))

import sections  # noqa: E402

BENCHMARK = ["cargo", "bench", "--quiet", "-p", "coze-client", "--bench", "wire", "--"]
WHAT = ["deltas of text", "datasets of a list", "calls, one after the other"]  # in the order in which each side prints them

INTRODUCTION = """# What the same costs through the official SDKs

Written by `python generated-client/benches/peers/measure.py --write`; edited by nobody.

How many are done in a second of CPU time, user and system: a chat's stream of 20,000 deltas, a list of 3,000 datasets, and small calls, against
one server in a process and on a core of its own; each is the median of {rounds} runs, in turns. In brackets is how many times as many this crate does. What
bare reqwest does is about the limit for a client on it. A small call is mostly the kernel's, which no client can save.

{date}, {versions}.
"""


def on_core(place):
    """What starts a program on one core, the server on the first and clients on the last: where the system puts them decides what a call costs."""
    if not hasattr(os, "sched_setaffinity"):
        return {}
    cores = sorted(os.sched_getaffinity(0))
    return {"preexec_fn": lambda: os.sched_setaffinity(0, {cores[place]})}


def output(*command, **options):
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def install(folder):
    """The SDKs as they are published, and what runs their programs; with their versions."""
    python = os.path.join(folder, "python", "bin", "python")
    output(sys.executable, "-m", "venv", os.path.join(folder, "python"))
    output(python, "-m", "pip", "install", "--quiet", "cozepy")
    output("npm", "install", "--silent", "--prefix", folder, "@coze/api")
    script = os.path.join(folder, "peer.mjs")  # Node.js looks for packages beside the script
    with open(os.path.join(HERE, "coze_api_peer.mjs"), encoding="utf-8") as source, open(script, "w", encoding="utf-8") as copy:
        copy.write(source.read())
    cozepy = output(python, "-c", "from importlib.metadata import version; print(version('cozepy'))")
    packages = json.loads(output("npm", "ls", "--json", "--prefix", folder))["dependencies"]
    versions = [output("rustc", "--version"), f"cozepy {cozepy} on {output(python, '--version')}"]
    versions.append(f"@coze/api {packages['@coze/api']['version']} on Node.js {output('node', '--version')}")
    sides = {
        "this crate": [*BENCHMARK, "--rates", "ours"],
        "bare reqwest": [*BENCHMARK, "--rates", "bare"],
        "cozepy": [python, os.path.join(HERE, "cozepy_peer.py")],
        "@coze/api": ["node", script],
    }
    return sides, ", ".join(versions)


def measure(sides, url, rounds):
    """For each side, the median rate of each thing."""
    runs = {side: [] for side in sides}
    for turn in range(rounds):
        for side, command in sides.items():
            print(f"{turn + 1} of {rounds}: {side}", file=sys.stderr)
            runs[side].append([float(rate) for rate in output(*command, url, **on_core(-1)).split()])
    return {side: [statistics.median(rates) for rates in zip(*of_side)] for side, of_side in runs.items()}


def table(rates):
    lines = [f"| | {' | '.join(rates)} |", "|---" * (len(rates) + 1) + "|"]
    for place, what in enumerate(WHAT):
        ours = rates["this crate"][place]
        cells = [f"{of_side[place]:,.0f}" + ("" if side == "this crate" else f" ({ours / of_side[place]:.1f}×)") for side, of_side in rates.items()]
        lines.append(f"| {what} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each side runs")
    parser.add_argument("--write", action="store_true", help="write the table into BENCHMARKS.md, too")
    options = parser.parse_args()
    # In a session of its own: it is Cargo's child, which outlives Cargo.
    server = subprocess.Popen([*BENCHMARK, "--serve"], cwd=HERE, stdout=subprocess.PIPE, text=True, start_new_session=True, **on_core(0))
    try:
        url = server.stdout.readline().strip()
        with tempfile.TemporaryDirectory() as folder:
            sides, versions = install(folder)
            rates = measure(sides, url, options.rounds)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
    text = INTRODUCTION.format(rounds=options.rounds, date=datetime.date.today(), versions=versions) + "\n" + table(rates)
    print(text)
    if options.write:
        sections.write(text)


if __name__ == "__main__":
    main()
