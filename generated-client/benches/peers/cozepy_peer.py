"""What cozepy costs on the wire: the stream, the list and the calls of the benchmark `wire`, against the same server.

Usage: python cozepy_peer.py http://127.0.0.1:PORT (see README.md)
"""

import sys
import time

from cozepy import Coze, TokenAuth


def report(what, count, work):
    """Prints how many are done in a second of CPU time, user and system."""
    before = time.process_time()
    work()
    cpu = time.process_time() - before
    print(f"| {what} | {count / cpu:,.0f} |")


def main(url):
    coze = Coze(auth=TokenAuth("token"), base_url=url)

    def stream():
        for _ in coze.chat.stream(bot_id="bot", user_id="text-20000"):
            pass

    def listed():
        items = coze.datasets.list(space_id="list-3000", page_size=3000).items
        assert len(items) == 3000

    def calls():
        for _ in range(1000):
            coze.datasets.list(space_id="list-1")

    print("| cozepy | each CPU second |\n|---|---|")
    report("deltas of text", 20_000, stream)
    report("datasets of a list", 3_000, listed)
    report("calls", 1_000, calls)


main(sys.argv[1])
