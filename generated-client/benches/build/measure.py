"""What this client costs its users to build, beside those that other generators make of the same document. README.md says how to run it."""

import argparse
import glob
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

sys.path.append(os.path.join(os.path.dirname(__file__), ".."))

import programs  # noqa: E402
import report  # noqa: E402
import sections  # noqa: E402

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
CALLS = [1, 20, None]  # None: all
PEERS = {"openapi-to-rust": "HttpClient", "oas3-gen": "CozeOpenApiClient"}  # and what they call the client

OPENAPI_TO_RUST = """
bytes = { version = "1", features = ["serde"] }
futures-util = "0.3"
reqwest = { version = "0.13", default-features = false, features = ["multipart", "query", "rustls", "stream"] }
reqwest-middleware = { version = "0.5", features = ["multipart", "query"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
thiserror = "2"
"""

OAS3_GEN = """
anyhow = "1"
http = "1"
indexmap = { version = "2", features = ["serde"] }
oas3-gen-support = "0.29"
reqwest = { version = "0.13", features = ["json", "multipart", "query", "stream"] }
secrecy = "0.10"
serde = { version = "1", features = ["derive"] }
serde_json = "1"
serde_html_form = "0"
serde_with = "3"
validator = { version = "0.21", features = ["derive"] }
"""


def run(*command, cwd=ROOT, **environment):
    """Runs a program, and returns the CPU seconds that it and its children took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "CARGO_INCREMENTAL": "0", **environment}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class Client:
    """A client, and the programs that use it; `dependency` is how a program that makes so many of these calls depends on it."""

    def __init__(self, package, imports, name, dependency):
        self.package, self.imports, self.name, self.dependency = package, imports, name, dependency

    def program(self, count):
        return f"{self.package}-{count or 'all'}"

    def write_programs(self, folder, calls, shared):
        for count in CALLS:
            chosen = [calls[operation] for operation in shared[:count]]
            crate = os.path.join(folder, self.program(count))
            put(f"{crate}/Cargo.toml", manifest(self.program(count), self.dependency(count, chosen)))
            put(f"{crate}/src/main.rs", programs.program(self.imports, self.name, chosen))


def manifest(name, dependencies):
    return f'[package]\nname = "{name}"\nversion = "0.0.0"\nedition = "2024"\n\n[dependencies]\n{dependencies.strip()}\n'


def ours():
    def dependency(count, chosen):
        features = ""
        if count is not None:
            called = ["rustls", *programs.resources(chosen)]
            features = f", default-features = false, features = {json.dumps(called)}"
        return f'coze-client = {{ path = "{ROOT}/generated-client"{features} }}'

    imports = "use coze_client::{Client, FilePart, serde_json::Value, types};"
    return Client("coze-client", imports, "Client", dependency)


def peer(name, client):
    dependency = f'{name} = {{ path = "../{name}" }}'
    return Client(name, f"use {name.replace('-', '_')}::*;", client, lambda count, chosen: dependency)


def generate(folder):
    """The crates of the peers, from the document with all its corrections."""
    document = os.path.join(folder, "coze.json")
    run("cargo", "run", "-q", "-p", "xtask", "--", "spec", "export", "--out", document)
    made = os.path.join(folder, "openapi-to-rust")
    run("openapi-to-rust", "generate", document, "--output-dir", f"{made}/src", "--module-name", "api", "--quiet")
    os.rename(f"{made}/src/mod.rs", f"{made}/src/lib.rs")
    put(f"{made}/Cargo.toml", manifest("openapi-to-rust", OPENAPI_TO_RUST))
    made = os.path.join(folder, "oas3-gen")
    run("oas3-gen", "generate", "-i", document, "-o", f"{made}/src", "client-mod")
    os.rename(f"{made}/src/mod.rs", f"{made}/src/lib.rs")
    put(f"{made}/Cargo.toml", manifest("oas3-gen", OAS3_GEN))
    return json.loads(text_of(document))


def prepare(folder):
    """Everything that is built: three clients, and three programs for each."""
    ids = programs.operations(generate(folder))
    resources = glob.glob(f"{ROOT}/generated-client/src/generated/resources/*.rs")
    calls = [(ours(), programs.of_this_crate(map(text_of, sorted(resources)), ids))]
    for package, name in PEERS.items():
        source = text_of(f"{folder}/{package}/src/client.rs")
        calls.append((peer(package, name), programs.of_a_peer(source, ids)))
    shared = sorted(set.intersection(*(set(found) for _, found in calls)))
    for client, found in calls:
        client.write_programs(folder, found, shared)
    members = [client.program(count) for client, _ in calls for count in CALLS]
    put(f"{folder}/Cargo.toml", f'[workspace]\nresolver = "3"\nmembers = {json.dumps(members)}\n')
    shutil.copy(f"{ROOT}/Cargo.lock", folder)
    return [client for client, _ in calls], len(shared)


def measure(folder, clients, profile, pairs):
    """The CPU seconds of each client with each of its programs, and of the program alone; the clients take turns."""
    flags = ["--release"] if profile == "release" else []
    for client in clients:  # and what it depends on
        build(folder, flags, client.program(CALLS[0]))
    times = {}
    for _ in range(pairs):
        for client in clients:
            for program in map(client.program, CALLS):
                # Through a program: alone, a crate may get its dependencies with other features.
                both = rebuild(folder, flags, program, client.package)
                alone = rebuild(folder, flags, program)
                times.setdefault(program, []).append((both, alone))
    return {program: tuple(map(statistics.median, zip(*taken))) for program, taken in times.items()}


def rebuild(folder, flags, program, *packages):
    """The CPU seconds of building a program, and with it these packages, anew."""
    # `cargo clean` would take crates along that have the name of a test of ours, such as `tracing`.
    for package in (program, *packages):
        of_package = f"{package}-" + "[0-9a-f]" * 16
        for fingerprint in glob.glob(f"{folder}/target/*/.fingerprint/{of_package}"):
            shutil.rmtree(fingerprint)
    return build(folder, flags, program)


def build(folder, flags, program):
    return run("cargo", "build", *flags, "-p", program, cwd=folder, CARGO_TARGET_DIR=f"{folder}/target")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5, help="how often everything is built")
    parser.add_argument("--profiles", nargs="+", default=["debug", "release"], help="debug, release, or both")
    parser.add_argument("--write", action="store_true", help="write the tables into BENCHMARKS.md, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clients, operations = prepare(folder)
        tables = {profile: measure(folder, clients, profile, options.pairs) for profile in options.profiles}
    text = report.section(tables, clients, operations, options.pairs)
    print(text)
    if options.write:
        sections.write(text)


if __name__ == "__main__":
    main()
