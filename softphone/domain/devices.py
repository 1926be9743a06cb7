"""Which of this computer's sound devices is used, and which ring. Names come from drivers, rules from people.

A rule is a regular expression, or simply a part of the name; "!" before it means never. One that could make the
search take long is read as plain text: it would run in the engine, where nothing may wait.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from softphone.domain.audio import NO_DEVICE, SoundDevice, SoundSetup, Switches
from softphone.domain.choices import EchoCancelling

LONGEST_RULE = 60
MOST_RULES = 20
LONGEST_MATCHED = 100  # of a name: with two repeats in a rule a search takes 10 ms at most
MOST_REPEATS = 2


class Kind(StrEnum):
    SPEAKER = "speaker"  # the computer's own
    HEADSET = "headset"
    BLUETOOTH = "bluetooth"
    SCREEN = "screen"  # HDMI, DisplayPort
    NETWORK = "network"
    OTHER = "other"


class Fit(StrEnum):
    """Why a device is used."""

    WISHED = "wished"
    RULE = "rule"
    DEFAULT = "default"


# The first that matches id or name. A USB headset is "Speakers (…)" to Windows, so makers come before speakers.
_KINDS = (
    (Kind.BLUETOOTH, re.compile(r"bluez|bluetooth|hands-free|airpods")),
    (Kind.NETWORK, re.compile(r"\btunnel|raop|airplay|\brtp|chromecast|dlna|remote audio")),
    (Kind.SCREEN, re.compile(r"hdmi|displayport|display audio|(nvidia|amd) high definition|iec958|s/pdif")),
    (Kind.HEADSET, re.compile(
        r"headset|headphone|kopfh|earphone|usb|jabra|poly\b|plantronics|epos|sennheiser|yealink|logitech"
    )),
    (Kind.SPEAKER, re.compile(r"pci-|platform-|built-?in|speaker|lautsprecher|realtek|internal")),
)  # fmt: skip


# What stands in the names of devices that have nothing to do with each other; the noughts in Windows' ids.
_ANY_DEVICE = frozenset(
    re.split(
        r"\s+",
        """0000 00000000 alsa analog and audio bluetooth bluez card default device digital ear earphone ears fallback
        free hands headphone headphones headset high definition iec958 input internal kopfhörer lautsprecher mic
        microphone mikro mikrofon mono output pro sink sound source speaker speakers stereo usb""",
    )
)


def kind_of(device: SoundDevice) -> Kind:
    text = f"{device.device_id} {device.name}".casefold()
    return next((kind for kind, looks in _KINDS if looks.search(text)), Kind.OTHER)


def matches(rule: str, device: SoundDevice) -> bool:
    looks = _compiled(rule)
    return any(looks.search(text[:LONGEST_MATCHED]) for text in (device.name, device.device_id))


def best(
    devices: Sequence[SoundDevice], wish: str, order: tuple[str, ...] = (), default_id: str = ""
) -> tuple[SoundDevice, Fit] | None:
    """The device to use of those of one kind: the one wished for, else by the rules in their order, else the
    system's default. What a "!" rule forbids is used only where nothing else is: bad sound is better than none."""
    named = [d for d in devices if d.device_id == wish] + [d for d in devices if d.name == wish]
    if wish and named:
        return named[0], Fit.WISHED
    never = [rule[1:] for rule in order[:MOST_RULES] if rule.startswith("!")]
    # The default first, so that of two that a rule names the system's is taken.
    known = sorted(devices, key=lambda device: device.device_id != default_id)
    allowed = [d for d in known if not any(matches(rule, d) for rule in never)]
    for rule in order[:MOST_RULES]:
        found = None if rule.startswith("!") else next((d for d in allowed if matches(rule, d)), None)
        if found is not None:
            return found, Fit.RULE
    first = next(iter(allowed + known), None)
    return (first, Fit.DEFAULT) if first is not None else None


def is_missing(wish: str, order: tuple[str, ...], fit: Fit) -> bool:
    """Something was asked for, by choice or by rule, and what is used is only what happened to be there."""
    asked = bool(wish) or any(not rule.startswith("!") for rule in order)
    return asked and fit is Fit.DEFAULT


def ringers(ears: Sequence[SoundDevice], setup: SoundSetup, ear: SoundDevice | None) -> tuple[SoundDevice, ...]:
    """Those that ring: everywhere, or the one chosen, else the headset and the computer's own speaker. Screens,
    network and Bluetooth speakers stand in other rooms: they ring only when chosen."""
    if setup.ringer == NO_DEVICE:
        return ()
    if setup.ring_everywhere:
        return tuple(ears)
    chosen = [d for d in ears if d.device_id == setup.ringer] or [d for d in ears if d.name == setup.ringer]
    if setup.ringer and chosen:
        return (chosen[0],)
    usual = ([ear] if ear is not None else []) + [d for d in ears if kind_of(d) is Kind.SPEAKER]
    return tuple(dict.fromkeys(usual))


def is_headset(microphone: SoundDevice | None, ear: SoundDevice | None) -> bool:
    """Both belong to one headset, whose microphone does not hear its ear: by kind, and by a word they share that is
    no word of every device. Without a doubt only; two that do not know each other may stand on a desk."""
    if microphone is None or ear is None or kind_of(ear) not in (Kind.HEADSET, Kind.BLUETOOTH):
        return False
    return bool(_own_words(microphone) & _own_words(ear))


def switches(setup: SoundSetup, microphone: SoundDevice | None, ear: SoundDevice | None) -> Switches:
    """What is done to this microphone beside this ear."""
    wish = setup.cleaning
    alone = wish.echo is EchoCancelling.AUTO and is_headset(microphone, ear)
    echo = wish.echo is not EchoCancelling.NEVER and not alone
    return Switches(echo, wish.noise, wish.gain, wish.high_pass, wish.keys)


def _own_words(device: SoundDevice) -> set[str]:
    text = f"{device.device_id} {device.name}"[: 2 * LONGEST_MATCHED].casefold()
    return {word for word in re.split(r"[\W_]+", text) if len(word) > 2} - _ANY_DEVICE


@lru_cache(maxsize=2 * MOST_RULES)
def _compiled(rule: str) -> re.Pattern[str]:
    untrusted_rule = rule[:LONGEST_RULE]
    quick = sum(untrusted_rule.count(sign) for sign in "*+?{") <= MOST_REPEATS
    quick = quick and not re.search(r"\)[*+?{]|\\\d|\(\?", untrusted_rule)
    if quick:
        try:
            return re.compile(untrusted_rule, re.IGNORECASE)
        except (re.error, OverflowError):
            pass
    return re.compile(re.escape(untrusted_rule), re.IGNORECASE)
