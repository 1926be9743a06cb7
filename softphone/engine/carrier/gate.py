"""Which messages of the PBX reach PJSIP. Pure: it is told the time, the legs in use and the message.

A flood is shed here because 100 INVITE/s abort PJSIP. What belongs to a dialog that passed is never held back.
"""

from __future__ import annotations

import hashlib
from collections import Counter, OrderedDict
from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct, field

from softphone.domain.sip import Message, Request

NEW_CALLS_A_SECOND = 10
OTHERS_A_SECOND = 50  # texts, subscriptions, probes, and whatever names a dialog that is not ours
LEGS_FOR_CALLERS = 3  # the fourth stays free for an emergency call or a consult
LEGS = 4  # compiled into PJSIP
RETRY_AFTER_S = 5
MOST_DIALOGS = 1_000  # only what passed is kept, so a flood cannot push a live one out in less than 100 s
MOST_REFUSED = 200
# What begins a dialog or needs none, and PJSIP answers. To the rest it says nothing, and who asked asks for 32 s.
TAKEN = frozenset({"INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "MESSAGE", "SUBSCRIBE"})
OF_A_DIALOG = frozenset({"NOTIFY", "REFER", "INFO", "UPDATE", "PRACK"})
TAG = "aside-gate-"  # in To: an answer of our own, so that the ACK to it ends here


class Deed(StrEnum):
    PASS = "pass"
    ANSWER = "answer"  # by the carrier itself, without a state
    DROP = "drop"


class Verdict(Struct, frozen=True):
    deed: Deed
    status: int = 0
    tell: bool = False  # a call that nobody will hear of otherwise

    @property
    def retry_after_s(self) -> int:
        return RETRY_AFTER_S if self.status == 503 else 0


PASS = Verdict(Deed.PASS)
DROP = Verdict(Deed.DROP)


class Bucket(Struct):
    """At most `a_second`, and as many at once."""

    a_second: int
    left: float = 0.0
    at: float | None = None

    def take(self, now: float) -> bool:
        if self.at is None:
            self.left = self.a_second
        else:
            self.left = min(self.a_second, self.left + (now - self.at) * self.a_second)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Gate(Struct):
    """`legs` says how many PJSIP holds at this moment."""

    legs: Callable[[], int]
    counts: Counter[str] = field(default_factory=Counter)
    _calls: Bucket = field(default_factory=lambda: Bucket(NEW_CALLS_A_SECOND))
    _others: Bucket = field(default_factory=lambda: Bucket(OTHERS_A_SECOND))
    _ours: OrderedDict[str, str] = field(default_factory=OrderedDict)  # Call-IDs that passed: branch of their INVITE
    _refused: OrderedDict[str, int] = field(default_factory=OrderedDict)  # Call-ID and the status it got

    def judge(self, message: Message, now: float) -> Verdict:
        """What is to be done with a message that the PBX sent."""
        verdict = self._judge(message, now)
        self.counts[f"{verdict.deed.value} {verdict.status or ''}".strip()] += 1
        return verdict

    def sent(self, call_id: str, status: int) -> None:
        """PJSIP sent something of a call: a request (status 0), or an answer to one."""
        if status < 300:
            self._know(call_id)

    def _judge(self, message: Message, now: float) -> Verdict:
        if not isinstance(message, Request):
            return PASS  # its branch was proved by now
        if message.method == "ACK" and message.recipient.tag.startswith(TAG):
            return DROP
        if message.method == "INVITE" and not message.recipient.tag:
            return self._new_call(message, now)
        if message.call_id in self._ours:
            self._know(message.call_id)
            return PASS
        if message.method in ("CANCEL", "ACK") and message.call_id in self._refused:
            return Verdict(Deed.ANSWER, 481) if message.method == "CANCEL" else DROP
        if self._others.take(now):
            if message.method in TAKEN or message.recipient.tag or _tells_of_messages(message):
                return PASS
            return Verdict(Deed.ANSWER, 481 if message.method in OF_A_DIALOG else 405)
        return DROP if message.method == "ACK" else Verdict(Deed.ANSWER, 503)

    def _new_call(self, invite: Request, now: float) -> Verdict:
        branch = invite.via.branch or str(invite.cseq[0])
        if self._ours.get(invite.call_id) == branch:
            return PASS  # a retransmission
        if again := self._refused.get(invite.call_id):
            return Verdict(Deed.ANSWER, again)  # a retransmission, or the same caller in the next second
        if not self._calls.take(now):
            return self._refuse(invite, 503)
        free = LEGS if invite.value("Replaces") else LEGS_FOR_CALLERS
        if self.legs() >= free:
            return self._refuse(invite, 486)
        self._know(invite.call_id, branch)
        return PASS

    def _refuse(self, invite: Request, status: int) -> Verdict:
        if status == 486:
            self._refused[invite.call_id] = status
            while len(self._refused) > MOST_REFUSED:
                self._refused.popitem(last=False)
        return Verdict(Deed.ANSWER, status, tell=status == 486)

    def _know(self, call_id: str, branch: str = "") -> None:
        self._ours[call_id] = branch or self._ours.get(call_id, "")
        self._ours.move_to_end(call_id)
        while len(self._ours) > MOST_DIALOGS:
            self._ours.popitem(last=False)


def tag_for(request: Request) -> str:
    """The To tag of our own answer: the same for a retransmission, so no state is needed."""
    return TAG + hashlib.blake2b(request.call_id.encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()


def _tells_of_messages(message: Request) -> bool:
    """Voice messages waiting, told unasked: the one NOTIFY that PJSIP answers outside a dialog."""
    event = (message.value("Event") or "").partition(";")[0].strip().lower()
    return message.method == "NOTIFY" and event == "message-summary"
