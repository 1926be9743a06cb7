"""The words of settings and their choices: those of the table in the language that is on, hints beside them."""

from __future__ import annotations

from enum import StrEnum

import phonenumbers
from PySide6.QtCore import QCoreApplication, QLocale

from softphone.domain.facts import SecretState
from softphone.domain.line import Transport
from softphone.domain.matrix import RoomFor
from softphone.domain.moment import NO_MUSIC
from softphone.domain.presence import DigitsBy
from softphone.domain.rules.moment import FILES
from softphone.domain.settings import (
    AutoAnswer,
    ChatFiles,
    EchoCancelling,
    Entry,
    Group,
    HeadsetMissing,
    Language,
    LogLevel,
    Orphan,
    RecordCalls,
    RingTone,
    Scheme,
    SecondCall,
    ShownNumber,
    WrapUpMode,
)
from softphone.domain.wave import Unplayable

translate = QCoreApplication.translate


def label(entry: Entry) -> str:
    """The table has both languages; the catalogue says which one is on."""
    german = translate("Preferences", "en", "the code of this language: de") == "de"
    word = entry.german if german else entry.english
    return word.partition(" (")[0] if entry.name in FILES else word  # what may be written there is chosen here


def group(of: Group) -> str:
    return {
        Group.LINE: translate("Preferences", "Line"),
        Group.CALLS: translate("Preferences", "Calls"),
        Group.SOUND: translate("Preferences", "Sound"),
        Group.CUSTOMERS: translate("Preferences", "Customers and CRM"),
        Group.CHAT: translate("Preferences", "Side chat"),
        Group.RECORDING: translate("Preferences", "Recording"),
        Group.WRAP_UP: translate("Preferences", "Wrap-up"),
        Group.LOOK: translate("Preferences", "Language and appearance"),
        Group.PROGRAM: translate("Preferences", "This program"),
    }[of]


def choice(value: StrEnum) -> str:
    # By class and value: Language.SYSTEM and Scheme.SYSTEM are the same string.
    words: dict[tuple[str, str], str] = {
        ("Transport", Transport.UDP): translate("Preferences", "UDP (usual)"),
        ("Transport", Transport.TCP): translate("Preferences", "TCP"),
        ("Transport", Transport.TLS): translate("Preferences", "TLS (encrypted)"),
        ("SecondCall", SecondCall.BUSY): translate("Preferences", "refused as busy"),
        ("SecondCall", SecondCall.WAITING): translate("Preferences", "shown as waiting"),
        ("SecondCall", SecondCall.ANNOUNCED): translate("Preferences", "announced, answered after the first"),
        ("ShownNumber", ShownNumber.USUAL): translate("Preferences", "the usual number"),
        ("ShownNumber", ShownNumber.OWN): translate("Preferences", "the first of the own numbers"),
        ("ShownNumber", ShownNumber.WITHHELD): translate("Preferences", "no number"),
        ("AutoAnswer", AutoAnswer.NEVER): translate("Preferences", "never"),
        ("AutoAnswer", AutoAnswer.CUSTOMERS): translate("Preferences", "customers' calls"),
        ("AutoAnswer", AutoAnswer.COLLEAGUES): translate("Preferences", "colleagues' calls"),
        ("AutoAnswer", AutoAnswer.ALL): translate("Preferences", "every call"),
        ("DigitsBy", DigitsBy.EVENTS): translate("Preferences", "as events in the sound (usual)"),
        ("DigitsBy", DigitsBy.INFO): translate("Preferences", "as SIP INFO"),
        ("DigitsBy", DigitsBy.SOUND): translate("Preferences", "as tones one can hear"),
        ("Orphan", Orphan.END): translate("Preferences", "is ended"),
        ("Orphan", Orphan.GIVE_BACK): translate("Preferences", "is given back"),
        ("RoomFor", RoomFor.TOPIC): translate("Preferences", "topic, with a thread for each question"),
        ("RoomFor", RoomFor.CONVERSATION): translate("Preferences", "conversation: for confidential topics"),
        ("RecordCalls", RecordCalls.OFF): translate("Preferences", "never"),
        ("RecordCalls", RecordCalls.BY_HAND): translate("Preferences", "by hand"),
        ("RecordCalls", RecordCalls.ALWAYS): translate("Preferences", "always, customers only"),
        ("ChatFiles", ChatFiles.NEVER): translate("Preferences", "never"),
        ("ChatFiles", ChatFiles.CONFIRMED): translate("Preferences", "after a second question"),
        ("RingTone", RingTone.DUO): translate("Preferences", "Duo: two tones"),
        ("RingTone", RingTone.CHIME): translate("Preferences", "Chime: three falling notes"),
        ("RingTone", RingTone.MARIMBA): translate("Preferences", "Marimba"),
        ("RingTone", RingTone.CLASSIC): translate("Preferences", "Classic: a bell"),
        ("RingTone", RingTone.SOFT): translate("Preferences", "Soft: low and slow"),
        ("RingTone", RingTone.SILENT): translate("Preferences", "none: only the card"),
        ("HeadsetMissing", HeadsetMissing.IGNORED): translate("Preferences", "taken all the same"),
        ("HeadsetMissing", HeadsetMissing.WARNED): translate("Preferences", "taken, with a warning"),
        ("HeadsetMissing", HeadsetMissing.REFUSED): translate("Preferences", "not taken"),
        ("EchoCancelling", EchoCancelling.AUTO): translate("Preferences", "unless you wear a headset"),
        ("EchoCancelling", EchoCancelling.ALWAYS): translate("Preferences", "always"),
        ("EchoCancelling", EchoCancelling.NEVER): translate("Preferences", "never"),
        ("WrapUpMode", WrapUpMode.OPTIONAL): translate("Preferences", "optional"),
        ("WrapUpMode", WrapUpMode.TIMED): translate("Preferences", "time-boxed"),
        ("WrapUpMode", WrapUpMode.MANDATORY): translate("Preferences", "mandatory"),
        ("Language", Language.SYSTEM): translate("Preferences", "as this PC"),
        ("Language", Language.ENGLISH): "English",
        ("Language", Language.GERMAN): "Deutsch",
        ("LogLevel", LogLevel.QUIET): translate("Preferences", "only what went wrong"),
        ("LogLevel", LogLevel.USUAL): translate("Preferences", "as usual"),
        ("Scheme", Scheme.SYSTEM): translate("Preferences", "follow this PC"),
        ("Scheme", Scheme.LIGHT): translate("Preferences", "light"),
        ("Scheme", Scheme.DARK): translate("Preferences", "dark"),
    }
    return words.get((type(value).__name__, value), str(value))


def secret(state: SecretState) -> str:
    """What is known of a secret that is never shown."""
    return {
        SecretState.UNKNOWN: "",
        SecretState.KNOWN: translate("Preferences", "Kept in the key store. A blank erases it."),
        SecretState.MEMORY_ONLY: translate("Preferences", "Known until Aside ends: no key store"),
        SecretState.NEEDED: translate("Preferences", "None"),
        SecretState.LOCKED: translate("Preferences", "The key store is locked"),
    }[state]


def sound_file(name: str, *, music: bool) -> str:
    """What the caller hears away for a moment, where it is no file of the agent's own."""
    return {
        "": translate("Preferences", "Aside's own music") if music else translate("Preferences", "nothing"),
        NO_MUSIC: translate("Preferences", "none: the PBX holds the call"),
        "en": translate("Preferences", "Aside's own line, in English"),
        "de": translate("Preferences", "Aside's own line, in German"),
    }[name]


def unplayable(wrong: Unplayable) -> str:
    return {
        Unplayable.NONE: "",
        Unplayable.MISSING: translate("Preferences", "This file is not there, or may not be read."),
        Unplayable.NO_WAVE: translate("Preferences", "This is no WAV file: save it as WAV, 16 bit."),
        Unplayable.OTHER_WAVE: translate("Preferences", "This kind of WAV cannot be played: save it with 16 bit."),
        Unplayable.SHORT: translate("Preferences", "This file has hardly any sound in it."),
    }[wrong]


def unit(short: str) -> str:
    return {
        "s": translate("Preferences", "s", "seconds, after a figure"),
        "min": translate("Preferences", "min", "minutes, after a figure"),
        "d": translate("Preferences", "days", "after a figure"),
    }.get(short, short)


def zero(name: str) -> str:
    """What 0 means where it is no amount."""
    return {
        "internal_length": translate("Preferences", "none"),
        "hold_reminder_s": translate("Preferences", "never"),
        "moment_ask_s": translate("Preferences", "never"),
        "customers_kept_days": translate("Preferences", "not kept"),
        "audit_kept_days": translate("Preferences", "not kept"),
        "remind_before_min": translate("Preferences", "when it is due"),
    }.get(name, "")


def hint(name: str) -> str:
    return {
        "emergency_numbers": translate(
            "Preferences", "Separated by commas. The country's own emergency numbers always work."
        ),
        "break_reasons": translate("Preferences", "Separated by commas"),
        "wrap_up_codes": translate("Preferences", "Separated by commas"),
        "outside_line": translate("Preferences", "Put before outside numbers, never before emergency numbers"),
        "orphaned_call": translate("Preferences", "When neither the window nor the bare panel is there for 30 seconds"),
        "crm_address": translate("Preferences", "Empty: notes are kept on this PC only"),
        "customers_kept_days": translate("Preferences", "Cards that came from the CRM, on this PC, encrypted"),
        "record_by_pbx": translate("Preferences", "Asked by INFO with Record, as Asterisk's one-touch recording"),
        "record_key": translate("Preferences", "Without it nothing is recorded. Only its owner can listen."),
        "queue_pause_code": translate("Preferences", "Break, wrap-up, no headset. {n}: the reason's place"),
        "queue_login_code": translate("Preferences", "Codes that only log in or only log out, none that do both"),
        "park_number": translate("Preferences", "The call is sent there; empty: no parking"),
        "mailbox_asked": translate("Preferences", "Off: shown where the PBX tells it unasked"),
        "forward_away": translate("Preferences", "Calls of a queue are never sent on: they go back to it"),
        "global_answer": translate("Preferences", "Like Ctrl+Shift+F9, never Ctrl+Alt. Empty: none"),
        "global_keys": translate("Preferences", "Under X11 and on Windows; Wayland allows no program to have them"),
        "moment_music": translate("Preferences", "Nothing leaves the microphone meanwhile"),
        "speed_dials": translate("Preferences", "Separated by commas: Goods in=204, Anna=+49 40 5550"),
        "shown_number": translate("Preferences", "The dialler has another choice for one call. The PBX must honour it"),
        "own_numbers": translate("Preferences", "Separated by commas: Service=+49 40 5550. The PBX must allow them"),
        "context_headers": translate("Preferences", "Separated by commas: X-Order=Order"),
        "matrix_server": translate("Preferences", "Experts with an address like @kern:example.org are asked there"),
        "matrix_room_version": translate("Preferences", "11 suits every client of today; empty: as the server likes"),
        "ringer": translate(
            "Preferences", "Screens, network and Bluetooth speakers ring only when they are chosen"
        ),
        "device_order": translate(
            "Preferences", "Separated by commas: part of a name or a regular expression; !HDMI is never used"
        ),
        "clean_noise": translate("Preferences", "What lasts, like a fan or a street; a keyboard stays"),
        "clean_keys": translate("Preferences", "Works harder: an eighth of a processor core more. Other voices stay"),
        "sidetone": translate("Preferences", "With a headset only: a microphone beside a speaker would howl"),
        "comfort_noise": translate("Preferences", "So that a customer who is silent is not taken for a dead line"),
        "queue_tones": translate("Preferences", "Separated by commas: Orders=chime, Staff=silent. {tones}").replace(
            "{tones}", ", ".join(RingTone)
        ),
        "silent_hours": translate("Preferences", "Separated by commas: 20:00-07:00, Orders 12:00-13:00"),
        "update_address": translate("Preferences", "Empty: never asked. Aside only tells; your IT installs"),
        "ask_receipts": translate("Preferences", "Off: messages stay “sent, not confirmed”"),
    }.get(name, "")


def countries() -> tuple[tuple[str, str], ...]:
    """Code and name of every country with a numbering plan; those we have tones for first."""
    near = (
        ("DE", translate("Country", "Germany")),
        ("AT", translate("Country", "Austria")),
        ("CH", translate("Country", "Switzerland")),
        ("GB", translate("Country", "United Kingdom")),
        ("US", translate("Country", "United States")),
    )
    codes = {code for code, _ in near}
    rest = (
        (code, QLocale.territoryToString(QLocale.codeToTerritory(code)))
        for code in phonenumbers.SUPPORTED_REGIONS
        if code not in codes
    )
    return (*near, *sorted(rest, key=lambda pair: pair[1]))
