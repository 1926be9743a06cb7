"""What the agent's hands did to calls."""

from __future__ import annotations

from dataclasses import dataclass

from softphone.domain.facts.fact import Fact

WITHHELD = "withheld"
USUAL = "usual"  # the number that the PBX knows us by


@dataclass(frozen=True, slots=True)
class RedialPressed(Fact):
    """The number that was dialled last."""

    call_id: str


@dataclass(frozen=True, slots=True)
class DeflectPressed(Fact):
    """Send the ringing call there instead of answering it."""

    call_id: str
    target: str  # as typed


@dataclass(frozen=True, slots=True)
class DialPressed(Fact):
    """`typed` is what stands in the field, as typed or pasted."""

    call_id: str
    typed: str
    interaction_id: str = ""  # call back out of an interaction or promise
    line: str = ""  # name of the line it goes out by
    shown_as: str = ""  # one of our own numbers, WITHHELD or USUAL; empty: as the settings say


@dataclass(frozen=True, slots=True)
class AnswerPressed(Fact):
    call_id: str


@dataclass(frozen=True, slots=True)
class GiveBackPressed(Fact):
    call_id: str


@dataclass(frozen=True, slots=True)
class EndPressed(Fact):
    """`call_id` is the call that was shown when the press began."""

    call_id: str


@dataclass(frozen=True, slots=True)
class RecordPressed(Fact):
    """`consent`: the agent says that the customer agreed."""

    call_id: str
    on: bool
    consent: bool = False


@dataclass(frozen=True, slots=True)
class RecordingPaused(Fact):
    """By the agent's key; `on` is False to go on."""

    call_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class HoldPressed(Fact):
    call_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class MomentPressed(Fact):
    """Away from the call for a moment, or back."""

    call_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class StillThere(Fact):
    """Away, and coming back: the time begins anew."""


@dataclass(frozen=True, slots=True)
class MutePressed(Fact):
    call_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class DigitsPressed(Fact):
    call_id: str
    digits: str


@dataclass(frozen=True, slots=True)
class TransferPressed(Fact):
    call_id: str
    target: str  # as typed


@dataclass(frozen=True, slots=True)
class ConsultPressed(Fact):
    """Ask somebody first: a call named `call_id` while `for_call` is on hold."""

    call_id: str
    for_call: str
    target: str  # as typed


@dataclass(frozen=True, slots=True)
class SwapPressed(Fact):
    """Speak with the other of the two."""


@dataclass(frozen=True, slots=True)
class ConnectPressed(Fact):
    """The customer and who was asked go on without the agent."""


@dataclass(frozen=True, slots=True)
class ConferenceSwitched(Fact):
    """All three hear each other; or no more: the customer is on hold, the agent speaks with who was asked."""

    on: bool


@dataclass(frozen=True, slots=True)
class BackPressed(Fact):
    """The consult is over, back to the customer."""


@dataclass(frozen=True, slots=True)
class DialDraftEdited(Fact):
    text: str


@dataclass(frozen=True, slots=True)
class LinkOpened(Fact):
    """A tel: or sip: link reached the running window: it fills the dialler and dials nothing."""

    link: str
