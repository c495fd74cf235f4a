"""What cozepy does in a second of CPU time: the stream, the list and the calls of the benchmark `wire`, against the same server.

Usage: python cozepy_peer.py http://127.0.0.1:PORT (measure.py does it)
"""

import sys
import time

from cozepy import Coze, TokenAuth


def rate(count, work):
    """How many are done in a second of CPU time, user and system."""
    before = time.process_time()
    work()
    return count / (time.process_time() - before)


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

    print(rate(20_000, stream), rate(3_000, listed), rate(1_000, calls))


main(sys.argv[1])
