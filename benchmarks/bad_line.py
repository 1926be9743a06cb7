"""A bad line: a UDP proxy in a process of its own that loses packets and lets others wait, by a fixed seed.

    python -m benchmarks.bad_line LOSS_PERCENT JITTER_MS SEED

Prints its port. The first who sends is the one who speaks; what comes from anybody else says where the other end is.
The fate of a packet hangs on seed and RTP sequence number alone, so each phone meets the very same line. Packets keep
their order: a late one holds up those behind it, as a queue on the way does. Ends at the end of its input.
"""

from __future__ import annotations

import heapq
import random
import select
import socket
import sys
import time

Address = tuple[str, int]


def fate(seed: int, sequence: int, loss_percent: float, jitter_ms: float) -> float | None:
    """Seconds that this packet waits; None: it is lost."""
    chance = random.Random(f"{seed}:{sequence}")
    if chance.random() * 100 < loss_percent:
        return None
    return chance.random() * jitter_ms / 1000


def main(words: list[str]) -> None:
    loss, jitter, seed = float(words[0]), float(words[1]), int(words[2])
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", 0))
    print(line.getsockname()[1], flush=True)
    speaker: Address | None = None
    hearer: Address | None = None
    waiting: list[tuple[float, int, bytes]] = []
    count, last = 0, 0.0
    while True:
        left = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        ready, _, _ = select.select([line, sys.stdin], [], [], left)
        while waiting and waiting[0][0] <= time.monotonic():
            packet = heapq.heappop(waiting)[2]
            if hearer:
                line.sendto(packet, hearer)
        if sys.stdin in ready and not sys.stdin.read(1):
            return
        if line not in ready:
            continue
        packet, source = line.recvfrom(2048)
        speaker = speaker or source
        if source != speaker:
            hearer = source
            continue
        wait = fate(seed, int.from_bytes(packet[2:4], "big"), loss, jitter) if len(packet) > 12 else None
        if wait is not None:
            count, last = count + 1, max(last, time.monotonic() + wait)
            heapq.heappush(waiting, (last, count, packet))


if __name__ == "__main__":
    main(sys.argv[1:])
