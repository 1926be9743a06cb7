"""A check-up (`aside doctor`): what was looked at, whether it holds, and the sentence for it in both languages.

The words stand here and not in the window's catalogue, because a shell and a report say them too.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct, field

from softphone.domain import place_words
from softphone.domain.settings import Settings


class Check(StrEnum):
    """In the order they are shown."""

    VERSIONS = "versions"
    PHONE = "phone"
    LINE = "line"
    DNS = "dns"
    TLS = "tls"
    CHAT = "chat"
    CRM = "crm"
    SOUND = "sound"
    EAR = "ear"  # these seven only after the pre-shift check (domain/place.py)
    MICROPHONE = "microphone"
    NOISE = "noise"
    ECHO = "echo"
    RINGER = "ringer"
    ECHO_CALL = "echo_call"
    WAY = "way"
    NETWORK = "network"
    PROCESSOR = "processor"
    KEY_STORE = "key_store"
    DISK = "disk"
    CLOCK = "clock"
    POLICY = "policy"


class Verdict(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    UNSET = "unset"  # nothing is set up there, or nobody could be asked


class Finding(Struct, frozen=True):
    """`why` is a word of `WHY` for this check; `detail` what stands in its {}: a name, a figure."""

    check: Check
    verdict: Verdict
    why: str
    detail: str = ""


class Checkup(Struct, frozen=True):
    asked_at: datetime
    findings: tuple[Finding, ...] = ()  # none yet: under way


class CheckUp(Struct, frozen=True):
    """Look at all that the backroom can; a CheckedUp follows, or a file where `keep_as` names one."""

    settings: Settings
    known: tuple[Finding, ...] = field(default=())  # what the desk knows by itself
    keep_as: str = ""


TITLES: dict[Check, tuple[str, str]] = {
    Check.VERSIONS: ("Versions", "Versionen"),
    Check.PHONE: ("Phone part", "Telefonteil"),
    Check.LINE: ("Line", "Leitung"),
    Check.DNS: ("Server name", "Servername"),
    Check.TLS: ("Encryption", "Verschlüsselung"),
    Check.CHAT: ("Side chat", "Experten-Chat"),
    Check.CRM: ("CRM", "CRM"),
    Check.SOUND: ("Sound", "Ton"),
    Check.EAR: ("Ear", "Hörer"),
    Check.MICROPHONE: ("Microphone", "Mikrofon"),
    Check.NOISE: ("Room", "Raum"),
    Check.ECHO: ("Echo", "Echo"),
    Check.RINGER: ("Ringer", "Klingel"),
    Check.ECHO_CALL: ("Test call", "Testanruf"),
    Check.WAY: ("Way of the sound", "Weg des Tons"),
    Check.NETWORK: ("Network", "Netz"),
    Check.PROCESSOR: ("Processor", "Prozessor"),
    Check.KEY_STORE: ("Key store", "Schlüsselspeicher"),
    Check.DISK: ("Disk", "Festplatte"),
    Check.CLOCK: ("Clock", "Uhr"),
    Check.POLICY: ("Policy", "Richtlinie"),
}
VERDICTS: dict[Verdict, tuple[str, str]] = {
    Verdict.PASSED: ("good", "gut"),
    Verdict.FAILED: ("not good", "nicht gut"),
    Verdict.UNSET: ("not looked at", "nicht geprüft"),
}
NOT_RUNNING = ("Aside does not run: start it and look again.", "Aside läuft nicht: starten und erneut prüfen.")
_NO_LINE = ("No line is set up.", "Es ist keine Leitung eingerichtet.")
_NOT_THERE = ("Nothing answers at {}.", "Unter {} antwortet niemand.")
_CERTIFICATES = {
    "certificate_expired": (
        "The certificate of {} is not valid today. Is this PC's clock right?",
        "Das Zertifikat von {} ist heute nicht gültig. Stimmt die Uhr dieses PCs?",
    ),
    "certificate_other_name": (
        "The certificate of {} is another server's.",
        "Das Zertifikat von {} gehört zu einem anderen Server.",
    ),
    "certificate_unknown_issuer": (
        "This PC does not trust who issued the certificate of {}.",
        "Dieser PC vertraut dem Aussteller des Zertifikats von {} nicht.",
    ),
    "certificate_revoked": ("The certificate of {} was revoked.", "Das Zertifikat von {} wurde widerrufen."),
    "certificate_bad": ("The certificate of {} is not good.", "Das Zertifikat von {} ist nicht in Ordnung."),
    "tls_failed": ("{} has no TLS 1.2 or 1.3 there.", "{} bietet dort kein TLS 1.2 oder 1.3."),
}

WHY: dict[Check, dict[str, tuple[str, str]]] = {
    Check.VERSIONS: {"these": ("{}", "{}")},
    Check.PHONE: {
        "up": ("It runs and answers.", "Er läuft und antwortet."),
        "starting": ("It is starting.", "Er startet gerade."),
        "down": ("It is being started again.", "Er wird neu gestartet."),
        "failed": ("It does not start. Save a report.", "Er startet nicht. Speichern Sie einen Bericht."),
        "other": ("One of another version is still in a call.", "Eine andere Version ist noch im Gespräch."),
        "not_running": NOT_RUNNING,
    },
    Check.LINE: {
        "unconfigured": _NO_LINE,
        "offline": ("Logged off, as you wished.", "Abgemeldet, wie gewünscht."),
        "registering": ("Is being logged in.", "Wird angemeldet."),
        "registered": ("The phone system has us: {}.", "Die Telefonanlage kennt uns: {}."),
        "refused": (
            "The phone system refuses the log-in ({}). User or password is wrong.",
            "Die Telefonanlage lehnt die Anmeldung ab ({}). Benutzer oder Passwort ist falsch.",
        ),
        "lost": ("The phone system does not answer.", "Die Telefonanlage antwortet nicht."),
        "not_running": NOT_RUNNING,
    },
    Check.DNS: {
        "found": ("{}", "{}"),
        "not_found": ("No server is called {}.", "Es gibt keinen Server namens {}."),
        "no_line": _NO_LINE,
        "by_proxy": ("The proxy looks the name up.", "Der Proxy löst den Namen auf."),
    },
    Check.TLS: {
        "good": ("{}", "{}"),
        "open": ("The line is not encrypted, as it is set up.", "Die Leitung ist unverschlüsselt, wie eingestellt."),
        "not_there": _NOT_THERE,
        "no_line": _NO_LINE,
        "unknown": ("The line says how it is.", "Die Leitung sagt, wie es steht."),
        **_CERTIFICATES,
    },
    Check.CHAT: {
        "online": ("The homeserver answers: {}.", "Der Homeserver antwortet: {}."),
        "by_line": ("Goes over the line, which is good.", "Läuft über die Leitung, und die ist gut."),
        "line_bad": ("Goes over the line, which is not good.", "Läuft über die Leitung, und die ist nicht gut."),
        "logged_out": ("Not logged in to {}.", "Nicht angemeldet bei {}."),
        "expired": ("The log-in at {} is no longer valid.", "Die Anmeldung bei {} gilt nicht mehr."),
        "offline": _NOT_THERE,
        "connecting": ("Is connecting to {}.", "Verbindet sich mit {}."),
        "keys_closed": (
            "The log-in is in the key store, which is closed.",
            "Die Anmeldung liegt im Schlüsselspeicher, und der ist geschlossen.",
        ),
        "not_running": NOT_RUNNING,
    },
    Check.CRM: {
        "answers": ("Answered in {} ms.", "Antwortet in {} ms."),
        "none": ("No CRM is set up.", "Es ist kein CRM eingerichtet."),
        "not_secure": ("Its address is not https.", "Die Adresse ist nicht https."),
        "refused": ("It refuses our token ({}).", "Es lehnt unser Token ab ({})."),
        "ill": ("It answers, but not as a CRM does ({}).", "Es antwortet, aber nicht wie ein CRM ({})."),
        "not_there": _NOT_THERE,
        **_CERTIFICATES,
    },
    Check.SOUND: {
        "working": ("{}", "{}"),
        "missing": (
            "The chosen headset is not there: {} is used.",
            "Das gewählte Headset fehlt: {} wird benutzt.",
        ),
        "no_microphone": (
            "There is no microphone: callers cannot hear you.",
            "Es gibt kein Mikrofon: Anrufer hören Sie nicht.",
        ),
        "no_ear": ("There is nothing to listen with.", "Es gibt nichts zum Hören."),
        "none": ("There is no sound on this PC.", "Es gibt keinen Ton auf diesem PC."),
        "silent": ("{} brings nothing: switched off?", "{} liefert nichts: ausgeschaltet?"),
        "denied": (
            "The privacy setting of this PC keeps the microphone from Aside.",
            "Die Datenschutzeinstellung dieses PCs verwehrt Aside das Mikrofon.",
        ),
        "muted_by_system": ("{} is muted by the system.", "{} ist vom System stumm geschaltet."),
        "not_running": NOT_RUNNING,
    },
    Check.EAR: place_words.EAR,
    Check.MICROPHONE: place_words.MICROPHONE,
    Check.NOISE: place_words.NOISE,
    Check.ECHO: place_words.ECHO,
    Check.RINGER: place_words.RINGER,
    Check.ECHO_CALL: place_words.ECHO_CALL,
    Check.WAY: place_words.WAY,
    Check.NETWORK: place_words.NETWORK,
    Check.PROCESSOR: place_words.PROCESSOR,
    Check.KEY_STORE: {
        "open": ("Open; passwords are kept there.", "Offen; Passwörter liegen dort."),
        "locked": ("It is locked.", "Er ist gesperrt."),
        "no_keyring": ("It has no keyring yet.", "Er hat noch keinen Schlüsselbund."),
        "no_service": (
            "There is none: passwords are asked at each start, nothing is kept on disk.",
            "Es gibt keinen: Passwörter werden bei jedem Start gefragt, nichts bleibt auf der Festplatte.",
        ),
        "closed": ("It is locked, or there is none.", "Er ist gesperrt, oder es gibt keinen."),
    },
    Check.DISK: {
        "free": ("{} GB are free.", "{} GB sind frei."),
        "full": ("Only {} GB are free.", "Nur {} GB sind frei."),
        "closed": ("Aside's folder cannot be written.", "Der Ordner von Aside ist nicht beschreibbar."),
    },
    Check.CLOCK: {
        "right": ("As the server's, within {} s.", "Wie die des Servers, auf {} s genau."),
        "wrong": (
            "{} s off the server's: certificates and times go wrong.",
            "{} s neben der des Servers: Zertifikate und Zeiten stimmen nicht.",
        ),
        "nobody": ("No server told the time.", "Kein Server hat die Zeit genannt."),
    },
    Check.POLICY: {
        "none": ("None: this PC is not managed.", "Keine: Dieser PC wird nicht verwaltet."),
        "in_force": ("In force: {}", "In Kraft: {}"),
        "bad": ("Makes no sense in: {}", "Unverständlich in: {}"),
    },
}


def title(check: Check, german: bool) -> str:
    return TITLES[check][german]


def sentence(finding: Finding, german: bool) -> str:
    """In words. A word that is not known stands as it is."""
    words = WHY[finding.check].get(finding.why, (finding.why, finding.why))
    return words[german].replace("{}", finding.detail)


def written(findings: tuple[Finding, ...], german: bool) -> str:
    """One line a check, as a shell and a report show it."""
    width = max((len(VERDICTS[finding.verdict][german]) for finding in findings), default=0)
    rows = (
        f"{VERDICTS[finding.verdict][german]:{width}}  {title(finding.check, german)}: {sentence(finding, german)}"
        for finding in findings
    )
    return "\n".join(rows)
