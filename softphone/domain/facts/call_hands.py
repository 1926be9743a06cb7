"""What the agent's hands did to calls."""

from __future__ import annotations

from softphone.domain.facts.fact import Fact
from softphone.domain.wave import Unplayable

WITHHELD = "withheld"
USUAL = "usual"  # the number that the PBX knows us by


class RedialPressed(Fact, frozen=True):
    """The number that was dialled last."""

    call_id: str


class DeflectPressed(Fact, frozen=True):
    """Send the ringing call there instead of answering it."""

    call_id: str
    target: str  # as typed


class DialPressed(Fact, frozen=True):
    """`typed` is what stands in the field, as typed or pasted."""

    call_id: str
    typed: str
    interaction_id: str = ""  # call back out of an interaction or promise
    line: str = ""  # name of the line it goes out by
    shown_as: str = ""  # one of our own numbers, WITHHELD or USUAL; empty: as the settings say


class AnswerPressed(Fact, frozen=True):
    call_id: str


class GiveBackPressed(Fact, frozen=True):
    call_id: str


class EndPressed(Fact, frozen=True):
    """`call_id` is the call that was shown when the press began."""

    call_id: str


class RecordPressed(Fact, frozen=True):
    """`consent`: the agent says that the customer agreed."""

    call_id: str
    on: bool
    consent: bool = False


class RecordingPaused(Fact, frozen=True):
    """By the agent's key; `on` is False to go on."""

    call_id: str
    on: bool


class HoldPressed(Fact, frozen=True):
    call_id: str
    on: bool


class MomentPressed(Fact, frozen=True):
    """Away from the call for a moment, or back."""

    call_id: str
    on: bool


class StillThere(Fact, frozen=True):
    """Away, and coming back: the time begins anew."""


class SoundFileRead(Fact, frozen=True):
    """What the agent chose to be played to callers away for a moment; `setting` is the name of its setting."""

    setting: str
    path: str
    wrong: Unplayable


class MutePressed(Fact, frozen=True):
    call_id: str
    on: bool


class DigitsPressed(Fact, frozen=True):
    call_id: str
    digits: str


class TransferPressed(Fact, frozen=True):
    call_id: str
    target: str  # as typed


class ConsultPressed(Fact, frozen=True):
    """Ask somebody first: a call named `call_id` while `for_call` is on hold."""

    call_id: str
    for_call: str
    target: str  # as typed


class SwapPressed(Fact, frozen=True):
    """Speak with the other of the two."""


class ConnectPressed(Fact, frozen=True):
    """The customer and who was asked go on without the agent."""


class ConferenceSwitched(Fact, frozen=True):
    """All three hear each other; or no more: the customer is on hold, the agent speaks with who was asked."""

    on: bool


class BackPressed(Fact, frozen=True):
    """The consult is over, back to the customer."""


class DialDraftEdited(Fact, frozen=True):
    text: str


class LinkOpened(Fact, frozen=True):
    """A tel: or sip: link reached the running window: it fills the dialler and dials nothing."""

    link: str


class KeysRefused(Fact, frozen=True):
    """Keys of the whole system that another program has; by name."""

    keys: str
