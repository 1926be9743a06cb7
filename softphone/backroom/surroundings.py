"""By what way this PC is on the network, and how busy it is: as Linux tells it, elsewhere not told. Never blocks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from softphone.domain.checkup import Check, Finding, Verdict

BUSY_PCT = 85  # of all cores over a minute: sound breaks beyond it (two loaded cores, benchmarks)
_TUNNELS = ("tun", "tap", "wg", "ppp", "vpn", "tailscale", "zt", "ipsec")
_MOBILE = ("wwan", "usb")


def network(root: Path = Path("/")) -> Finding:
    """The way of the default route. A VPN is told, and is no fault by itself; nor is Wi-Fi."""
    if not sys.platform.startswith("linux"):
        return Finding(Check.NETWORK, Verdict.UNSET, "unknown")
    try:
        rows = [line.split() for line in (root / "proc/net/route").read_text().splitlines()[1:]]
    except OSError:
        return Finding(Check.NETWORK, Verdict.UNSET, "unknown")
    ways = sorted((int(row[6]), row[0]) for row in rows if len(row) > 6 and row[1] == "00000000" and row[6].isdigit())
    if not ways:
        return Finding(Check.NETWORK, Verdict.FAILED, "none")
    name = ways[0][1]
    if name.startswith(_TUNNELS):
        return Finding(Check.NETWORK, Verdict.PASSED, "vpn", name)
    if (root / "sys/class/net" / name / "wireless").exists():
        return Finding(Check.NETWORK, Verdict.PASSED, "wifi")
    return Finding(Check.NETWORK, Verdict.PASSED, "mobile" if name.startswith(_MOBILE) else "cable")


def processor() -> Finding:
    if not hasattr(os, "getloadavg"):
        return Finding(Check.PROCESSOR, Verdict.UNSET, "unknown")
    share = min(round(100 * os.getloadavg()[0] / (os.cpu_count() or 1)), 100)  # more waits for it than it can do
    busy = share >= BUSY_PCT
    return Finding(Check.PROCESSOR, Verdict.FAILED if busy else Verdict.PASSED, "busy" if busy else "free", str(share))
