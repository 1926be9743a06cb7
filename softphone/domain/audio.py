"""Who hears whom. `routes` is the only place that decides it; the customer never hears an aside.

Ends of the bridge are named by strings: MICROPHONE and EAR are ours, every other name is a call_id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from softphone.domain.call import Call, Hold, Phase

MICROPHONE = "microphone"
EAR = "ear"


@dataclass(frozen=True, slots=True)
class Route:
    source: str
    sink: str


def routes(calls: Iterable[Call], focus: str | None, *, controls: bool = True) -> frozenset[Route]:
    """Every route that may exist now.

    `focus` is the call_id the agent speaks with; `controls` is False while nobody can press Mute (no desk, no
    panel): then the microphone goes nowhere. Only one call is ever joined to the microphone, and two calls
    are never joined to each other, so an aside cannot reach a customer.
    """
    wanted: set[Route] = set()
    for call in calls:
        if call.call_id != focus:
            continue
        if call.phase is Phase.ALERTING and call.early_media:
            wanted.add(Route(call.call_id, EAR))
        if call.phase is not Phase.TALKING or call.hold is not Hold.NONE:
            continue
        wanted.add(Route(call.call_id, EAR))
        if controls and not call.muted:
            wanted.add(Route(MICROPHONE, call.call_id))
    return frozenset(wanted)


class SoundState(StrEnum):
    WORKING = "working"
    NO_MICROPHONE = "no_microphone"
    NO_EAR = "no_ear"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SoundDevice:
    """A device the system offers. `device_id` is stable across starts where the system allows it."""

    device_id: str
    name: str
    microphone: bool  # else an ear


@dataclass(frozen=True, slots=True)
class Sound:
    state: SoundState = SoundState.NONE
    microphone: str = ""  # names in use
    ear: str = ""
    reason: str = ""
    devices: tuple[SoundDevice, ...] = ()


@dataclass(frozen=True, slots=True)
class SoundSetup:
    """Which devices to use: empty for the system's default, `NO_DEVICE` for an engine without ears."""

    microphone: str = ""
    ear: str = ""
    ringer: str = ""
    ear_volume: float = 1.0  # 0 to 2
    microphone_volume: float = 1.0
    ring_volume: float = 0.8  # 0 to 1
    country: str = "DE"  # of the tones (ITU-T E.180)


NO_DEVICE = "none"
