"""What a headset's reports say, and the reports that switch its lights. Pure; one object for one open headset.

Usages are those of the HID Usage Tables 1.5, §14 (telephony) and §11 (LEDs).
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from softphone.engine.headset.descriptor import Field, Layout, Way, value_of
from softphone.engine.headset.quirks import Quirk

HOOK, FLASH, MUTE, REJECT, DROP = 0xB0020, 0xB0021, 0xB002F, 0xB0007, 0xB0026
MUTE_LIGHT, OFF_HOOK_LIGHT, RING_LIGHT, HOLD_LIGHT = 0x80009, 0x80017, 0x80018, 0x80020
# A press of mute can tear at the hook in the same report, or in those right after it.
MUTE_SHADOW_S = 0.6
ECHO_S = 0.3
SETTLES_S = 0.6


class Press(StrEnum):
    """What the agent did at the headset."""

    HOOK_OFF = "hook_off"
    HOOK_ON = "hook_on"
    HOOK_KEY = "hook_key"  # pressed: what it means depends on the call
    MUTE = "mute"  # the other way round
    MUTE_ON = "mute_on"
    MUTE_OFF = "mute_off"
    FLASH = "flash"
    REJECT = "reject"


class Lights(Struct, frozen=True):
    off_hook: bool = False
    mute: bool = False
    ring: bool = False
    hold: bool = False


class Telephony:
    def __init__(self, layout: Layout, quirk: Quirk) -> None:
        fields = layout.fields
        self._quirk = quirk
        self._inputs = [f for f in fields if f.way is Way.INPUT and {HOOK, FLASH, MUTE, REJECT, DROP} & set(f.usages)]
        self._outputs = [f for f in fields if f.way is Way.OUTPUT and not f.array]
        self._lengths = dict(layout.output_bytes)
        self.numbered = any(f.report_id for f in fields)
        self._values: dict[int, int] = {}
        self._lights: Lights | None = None
        self._hook_at: float | None = None  # it moved: it may believe in a call that there is not
        self._mute_at = self._lit_mute_at = float("-inf")

    @property
    def useful(self) -> bool:
        """Whether it has what a call needs."""
        return any({HOOK, MUTE} & set(field.usages) for field in self._inputs)

    def heard(self, report: bytes, now: float) -> tuple[Press, ...]:
        """What was pressed, from one report as hidapi gives it."""
        report_id, body = (report[0], report[1:]) if self.numbered and report else (0, report)
        changed: dict[int, int] = {}
        for field in self._inputs:
            if field.report_id == report_id:
                changed |= self._changes(field, body)
        muted = self._mute(changed, now)
        if muted is not None or MUTE in changed:
            self._mute_at = now
        presses = [muted] if muted else []
        if HOOK in changed and now - self._mute_at >= MUTE_SHADOW_S and (hooked := self._hook(changed[HOOK])):
            presses.append(hooked)
        self._hook_at = now if HOOK in changed else self._hook_at
        if now - self._mute_at >= MUTE_SHADOW_S:
            presses += [Press.HOOK_ON] if changed.get(DROP) else []
            presses += [Press.REJECT] if changed.get(REJECT) else []
        presses += [Press.FLASH] if changed.get(FLASH) else []
        return tuple(presses)

    def light(self, lights: Lights, now: float) -> tuple[bytes, ...]:
        """The reports that make it so; none where nothing changes."""
        if lights == self._lights and not self._disagrees(lights, now):
            return ()
        if lights.mute is not (self._lights or Lights()).mute:
            self._lit_mute_at = now
        self._lights = lights
        wanted = {
            OFF_HOOK_LIGHT: lights.off_hook, MUTE_LIGHT: lights.mute, HOLD_LIGHT: lights.hold,
            RING_LIGHT: lights.ring and self._quirk.light_of_ring,
        }  # fmt: skip
        reports: dict[int, int] = {}
        for field in self._outputs:
            if field.usages[0] in wanted:
                reports[field.report_id] = reports.get(field.report_id, 0) | wanted[field.usages[0]] << field.bit
        return tuple(
            bytes([report_id]) + value.to_bytes(self._lengths[report_id], "little")
            for report_id, value in sorted(reports.items())
        )

    def _disagrees(self, lights: Lights, now: float) -> bool:
        """Its hook says something else for longer than a call takes to be answered or ended: tell it again."""
        if self._hook_at is None or now - self._hook_at < SETTLES_S:
            return False
        self._hook_at = None
        return bool(self._values.get(HOOK, 0)) is not lights.off_hook

    def _changes(self, field: Field, body: bytes) -> dict[int, int]:
        value = value_of(field, body)
        if field.array:
            index = value - field.least
            held = field.usages[index] if 0 <= index < len(field.usages) else 0
            seen = {usage: int(usage == held) for usage in field.usages}
        else:
            seen = {field.usages[0]: value}
        changed = {usage: now for usage, now in seen.items() if now != self._values.get(usage, 0)}
        self._values |= seen
        return changed

    def _mute(self, changed: dict[int, int], now: float) -> Press | None:
        if MUTE not in changed:
            return None
        if self._quirk.echoes_mute and now - self._lit_mute_at < ECHO_S:
            return None
        if self._quirk.mute_is_state:
            return Press.MUTE_ON if changed[MUTE] else Press.MUTE_OFF
        return Press.MUTE if changed[MUTE] else None

    def _hook(self, value: int) -> Press | None:
        if any(f.relative and HOOK in f.usages for f in self._inputs):
            return Press.HOOK_KEY if value else None
        if self._lights is not None and bool(value) is self._lights.off_hook:
            return None  # it says what we told it
        return Press.HOOK_OFF if value else Press.HOOK_ON
