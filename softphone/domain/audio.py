"""Who hears whom. `routes` is the only place that decides it; the customer never hears an aside.

Ends of the bridge are named by strings: MICROPHONE, EAR and what `music_for` names are ours, every other name is a
call_id.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from itertools import permutations

from msgspec import Struct

from softphone.domain.call import Call, Hold, Phase
from softphone.domain.choices import EchoCancelling
from softphone.domain.ringing import RingTone

MICROPHONE = "microphone"
EAR = "ear"


def music_for(call_id: str) -> str:
    """The source of what one call hears while the agent is away from it."""
    return f"music:{call_id}"


class Route(Struct, frozen=True):
    source: str
    sink: str


def routes(calls: Iterable[Call], focus: str | None, *, controls: bool = True) -> frozenset[Route]:
    """Every route that may exist now.

    `focus` is the call_id the agent speaks with; `controls` is False while nobody can press Mute (no desk, no
    panel): then the microphone goes nowhere. Only the call in focus is heard and spoken to, and with it, where it
    is one of a conference, those that the agent joined to it. Two calls meet nowhere else, and a held one nowhere
    at all, so an aside cannot reach a customer. A call that the agent is away from for a moment hears its music and
    is heard by nobody.
    """
    everyone = tuple(calls)
    open_lines = [call for call in everyone if call.phase is Phase.TALKING and call.hold is Hold.NONE]
    music = frozenset(Route(music_for(call.call_id), call.call_id) for call in open_lines if call.moment is not None)
    spoken = next((call for call in everyone if call.call_id == focus), None)
    if spoken is None:
        return music
    if spoken.phase is Phase.ALERTING and spoken.early_media:
        return music | {Route(spoken.call_id, EAR)}
    party = [call for call in open_lines if call is spoken or (spoken.joined and call.joined)]
    open_ones = [call for call in party if call.moment is None]
    wanted = {Route(call.call_id, EAR) for call in open_ones}
    wanted |= {Route(MICROPHONE, call.call_id) for call in open_ones if controls and not call.muted}
    wanted |= {Route(one.call_id, other.call_id) for one, other in permutations(open_ones, 2)}
    return music | wanted


REHEARSAL = "rehearsal"  # an end that only measures; it sends nothing


def rehearsed(echo: str = "") -> frozenset[Route]:
    """While the place is tried and no call is up: the microphone, or what comes back from the leg `echo`, is measured.
    Nothing of the microphone leaves this PC."""
    return frozenset({Route(echo or MICROPHONE, REHEARSAL)})


def taped(wanted: Iterable[Route], call_id: str, customer: str, agent: str) -> frozenset[Route]:
    """What stands on the tape of a call, given the routes there are: on the end `customer` what the agent hears of
    it, on the end `agent` what it hears. Nothing is taped that nobody hears."""
    heard = {Route(route.source, customer) for route in wanted if route == Route(call_id, EAR)}
    return frozenset(heard | {Route(route.source, agent) for route in wanted if route.sink == call_id})


class SoundState(StrEnum):
    WORKING = "working"
    NO_MICROPHONE = "no_microphone"
    NO_EAR = "no_ear"
    NONE = "none"


class MicrophoneState(StrEnum):
    """What comes from the open microphone. Digital silence is no quiet room: something is switched off."""

    HEARD = "heard"
    SILENT = "silent"  # at the headset, or in its driver
    MUTED_BY_SYSTEM = "muted_by_system"
    DENIED = "denied"  # by the system's privacy setting; where it does not even open, too


class SoundDevice(Struct, frozen=True):
    """A device the system offers. `device_id` is stable across starts where the system allows it."""

    device_id: str
    name: str
    microphone: bool  # else an ear


class Sound(Struct, frozen=True):
    state: SoundState = SoundState.NONE
    microphone: str = ""  # names in use
    ear: str = ""
    reason: str = ""
    devices: tuple[SoundDevice, ...] = ()
    microphone_state: MicrophoneState = MicrophoneState.HEARD
    missing: bool = False  # what was asked for is not there: something else is used


class Cleaning(Struct, frozen=True):
    """What is taken out of the microphone before the customer hears it, as wished."""

    echo: EchoCancelling = EchoCancelling.NEVER  # the customer's own voice, out of the ear
    noise: bool = False
    gain: bool = False  # soft voices louder, loud ones softer
    high_pass: bool = False  # rumble
    keys: bool = False  # and noise that comes and goes: a keyboard, a dog


class Switches(Struct, frozen=True):
    """The same, as it is for the devices in use."""

    echo: bool = False
    noise: bool = False
    gain: bool = False
    high_pass: bool = False
    keys: bool = False


class SoundSetup(Struct, frozen=True):
    """Which devices to use: empty for the system's default, `NO_DEVICE` for an engine without ears."""

    microphone: str = ""
    ear: str = ""
    ringer: str = ""
    ear_volume: float = 1.0  # 0 to 2
    microphone_volume: float = 1.0
    ring_volume: float = 0.8  # 0 to 1
    country: str = "DE"  # of the tones (ITU-T E.180)
    order: tuple[str, ...] = ()  # rules by name, best first (domain/devices.py)
    ring_tone: RingTone = RingTone.DUO
    ring_everywhere: bool = False
    ring_rising: bool = False  # begins softly and grows louder
    queue_tones: tuple[str, ...] = ()
    silent_hours: tuple[str, ...] = ()
    headset_buttons: bool = True
    cleaning: Cleaning = Cleaning()
    sidetone: float = 0.0  # 0 to 1: how loud the agent hears the own voice, in a headset
    comfort: bool = False  # a faint noise while the line brings nothing


NO_DEVICE = "none"
