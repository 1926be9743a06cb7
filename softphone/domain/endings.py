"""How a call ended, in the agent's terms: read from SIP status, Q.850 cause and Reason header, here alone."""

from __future__ import annotations

import re

from softphone.domain.call import Call, Direction, Ending, Phase, Transfer

# RFC 3261 §21, RFC 5079 (433), RFC 8197 (607), RFC 8688 (608)
_STATUS = {
    300: Ending.MOVED, 301: Ending.MOVED, 302: Ending.MOVED, 305: Ending.MOVED, 380: Ending.MOVED,
    401: Ending.NOT_ALLOWED, 402: Ending.NOT_ALLOWED, 403: Ending.NOT_ALLOWED, 407: Ending.NOT_ALLOWED,
    404: Ending.NOT_FOUND, 414: Ending.NOT_FOUND, 416: Ending.NOT_FOUND, 484: Ending.NOT_FOUND, 485: Ending.NOT_FOUND,
    604: Ending.NOT_FOUND, 410: Ending.MOVED,
    408: Ending.NO_ANSWER, 480: Ending.NO_ANSWER, 487: Ending.NO_ANSWER,
    430: Ending.UNREACHABLE, 482: Ending.UNREACHABLE, 483: Ending.UNREACHABLE, 502: Ending.UNREACHABLE,
    503: Ending.UNREACHABLE, 504: Ending.UNREACHABLE,
    433: Ending.BLOCKED, 607: Ending.BLOCKED, 608: Ending.BLOCKED,
    406: Ending.NOT_COMPATIBLE, 415: Ending.NOT_COMPATIBLE, 420: Ending.NOT_COMPATIBLE, 421: Ending.NOT_COMPATIBLE,
    488: Ending.NOT_COMPATIBLE, 493: Ending.NOT_COMPATIBLE, 580: Ending.NOT_COMPATIBLE, 606: Ending.NOT_COMPATIBLE,
    486: Ending.CALLEE_BUSY, 600: Ending.CALLEE_BUSY, 603: Ending.CALLEE_DECLINED,
}  # fmt: skip
# ITU-T Q.850 (10/2018) table 1; 16 and 31 say nothing that the status does not
_CAUSE = {
    1: Ending.NOT_FOUND, 2: Ending.UNREACHABLE, 3: Ending.UNREACHABLE, 17: Ending.CALLEE_BUSY, 18: Ending.NO_ANSWER,
    19: Ending.NO_ANSWER, 20: Ending.UNREACHABLE, 21: Ending.CALLEE_DECLINED, 22: Ending.MOVED,
    27: Ending.UNREACHABLE, 28: Ending.NOT_FOUND, 29: Ending.NOT_ALLOWED, 34: Ending.CONGESTED, 38: Ending.CONGESTED,
    41: Ending.CONGESTED, 42: Ending.CONGESTED, 44: Ending.CONGESTED, 47: Ending.CONGESTED, 50: Ending.NOT_ALLOWED,
    52: Ending.NOT_ALLOWED, 54: Ending.NOT_ALLOWED, 55: Ending.NOT_ALLOWED, 57: Ending.NOT_ALLOWED,
    58: Ending.NOT_COMPATIBLE, 65: Ending.NOT_COMPATIBLE, 79: Ending.NOT_COMPATIBLE, 88: Ending.NOT_COMPATIBLE,
    102: Ending.UNREACHABLE, 127: Ending.UNREACHABLE,
}  # fmt: skip
_PLAIN = frozenset({401, 403, 407, 433, 486, 600, 603, 607, 608})  # the status says more than any cause
_BROKE = frozenset({3, 27, 38, 41, 42, 44, 47, 102, 127})  # of a call that was talking: nobody hung up
_ELSEWHERE = 26  # Q.850 "non-selected user clearing"
_REASON = re.compile(r"^\s*(SIP|Q\.850)\s*;.*?\bcause\s*=\s*\"?(\d{1,3})", re.IGNORECASE)


def read_ending(call: Call, code: int, *, reason: str = "", by_us: bool = False) -> Ending:
    """How `call` ended: `code` is the final SIP status (200 for a BYE), `reason` the text of the Reason
    header (RFC 3326), `by_us` whether this side ended it."""
    if call.transfer is Transfer.DONE:
        return Ending.TRANSFERRED
    causes = _causes(reason)
    if call.answered_at is not None or call.phase is Phase.TALKING:
        if by_us:
            return Ending.HUNG_UP_HERE
        broke = code in (408, 481, 503) or causes.get("q.850", 0) in _BROKE
        return Ending.LOST if broke else Ending.HUNG_UP_THERE
    if call.direction is Direction.IN:
        if by_us:
            return Ending.GIVEN_BACK
        elsewhere = "completed elsewhere" in reason.lower() or causes.get("sip") == 200
        return Ending.ANSWERED_ELSEWHERE if elsewhere or causes.get("q.850") == _ELSEWHERE else Ending.MISSED
    return Ending.HUNG_UP_HERE if by_us else read_refusal(code, reason)


def read_refusal(code: int, reason: str = "") -> Ending:
    """Why somebody we called, or sent a caller to, was not reached."""
    causes = _causes(reason)
    cause = _CAUSE.get(causes.get("q.850", 0))
    if cause is not None and code not in _PLAIN:
        return cause
    status = causes.get("sip", 0) if code == 487 and causes.get("sip", 0) >= 300 else code
    return _STATUS.get(status, Ending.FAILED)


def _causes(untrusted_reason: str) -> dict[str, int]:
    """By protocol, in small letters: "q.850" and "sip". The first of each counts."""
    found: dict[str, int] = {}
    for part in untrusted_reason[:400].split(","):
        if match := _REASON.match(part):
            found.setdefault(match[1].lower(), int(match[2]))
    return found
