"""The features that are proved against other people's programs, and the table that a run makes of it."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
RESULT = Path(__file__).with_name("result.json")
BEGIN, END = "<!-- peers: written by ./dev peers --matrix -->", "<!-- peers: end -->"
NOT_RUN = "not run"
PASSED, FAILED = "yes", "**fails**"

PEERS = (
    "Asterisk 22", "Kamailio 5.6", "baresip 1.0", "linphone 5.1", "sipp 3.6", "coturn 4.6", "bare socket",
    "Synapse 1.163",
)  # fmt: skip
FEATURES = (
    "registration",
    "call in",
    "call out",
    "sound both ways",
    "refused and missed calls, said why",
    "number withheld, or one of the own ones",
    "hold and resume",
    "digits (RFC 4733)",
    "blind transfer",
    "attended transfer out of the queue",
    "a ringing call sent on (302)",
    "conference of three at the agent",
    "park and pick up",
    "echo test",
    "conference on the PBX",
    "queue with roll-over",
    "context headers through the queue",
    "queue log-in and pause by feature code",
    "voice messages told (MWI)",
    "recording by the PBX, and its pause",
    "MESSAGE out",
    "MESSAGE in",
    "presence",
    "TLS and SRTP alone",
    "TLS through proxies with a password (tinyproxy, microsocks)",
    "certificates: expired, wrong name, foreign",
    "a killed engine's call is taken back (RFC 3891)",
    "PBX killed under a call: told, registered again by itself",
    "first PBX of two killed: on the second by SRV",
    "from Wi-Fi to cable under a call",
    "network gone for seconds under a call",
    "sound through a router (STUN, ICE)",
    "sound through a relay (TURN over UDP)",
    "sound through a relay (TURN over TCP)",
    "sound through a relay (TURN over TLS)",
    "nothing comes on the direct way: heard through the relay",
    "ICE finds no way: heard through the relay",
    "malformed SIP (RFC 4475 and more)",
    "Matrix: question in a thread, answer, receipt, typing",
    "Matrix: corrected, taken back, reactions, both ways",
    "Matrix: pictures and files, both ways",
    "Matrix: none lost or doubled, answers dropped, both ends killed",
    "Matrix: log-in by password and in the browser, and its end",
    "Matrix: address by name, a company's authority, proxy",
    "Matrix: Synapse on PostgreSQL 16",
    "Matrix: experts on matrix-js-sdk and matrix-commander",
    "Matrix: encrypted rooms, both ways",
)

Cell = tuple[str, str]  # feature, peer
Result = dict[str, dict[str, list[str]]]  # by test, what came of the cells it proves: feature: [peer, PASSED or FAILED]


def record(result: Result, test: str, cells: list[Cell], passed: bool) -> None:
    """What came of a test. One failure in its parts (set-up, call, end) stays one."""
    found = result.setdefault(test, {})
    for feature, peer in cells:
        failed = found.get(feature, ["", PASSED])[1] == FAILED
        found[feature] = [peer, PASSED if passed and not failed else FAILED]


def table(result: Result) -> str:
    """A cell holds when every test of it does."""
    told: dict[Cell, str] = {}
    for cells in result.values():
        for feature, (peer, came) in cells.items():
            told[feature, peer] = FAILED if FAILED in (came, told.get((feature, peer))) else PASSED
    rows = [("", *PEERS), ("---", *("---" for _ in PEERS))]
    rows += [(feature, *(told.get((feature, peer), NOT_RUN) for peer in PEERS)) for feature in FEATURES]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def read() -> Result:
    """Of the last runs."""
    found: Result = json.loads(RESULT.read_text("utf-8"))
    return found


def write(result: Result) -> None:
    RESULT.write_text(json.dumps(result, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n{table(result)}\n{END}{after}", "utf-8")
