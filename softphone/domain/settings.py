"""Every setting in one table: name, type, range, default, and what it is for in both languages.

The preferences, the reader of files and (later) policy templates are made from it; there is no second list.
"""

from __future__ import annotations

from softphone.domain.audio import Cleaning, SoundSetup
from softphone.domain.choices import AutoAnswer as AutoAnswer
from softphone.domain.choices import ChatFiles as ChatFiles
from softphone.domain.choices import EchoCancelling as EchoCancelling
from softphone.domain.choices import HeadsetMissing as HeadsetMissing
from softphone.domain.choices import Language as Language
from softphone.domain.choices import LogLevel as LogLevel
from softphone.domain.choices import Orphan as Orphan
from softphone.domain.choices import RecordCalls as RecordCalls
from softphone.domain.choices import Scheme as Scheme
from softphone.domain.choices import SecondCall as SecondCall
from softphone.domain.choices import ShownNumber as ShownNumber
from softphone.domain.choices import WrapUpMode as WrapUpMode
from softphone.domain.line import MediaSetup, Transport
from softphone.domain.matrix import RoomFor
from softphone.domain.nat import NatSetup
from softphone.domain.presence import DigitsBy
from softphone.domain.recording import RecordingSetup
from softphone.domain.ringing import RingTone as RingTone
from softphone.domain.setting import ROWS
from softphone.domain.setting import Entry as Entry
from softphone.domain.setting import Group as Group
from softphone.domain.setting import setting as _setting
from softphone.domain.upkeep import Upkeep

_L, _C, _S, _K, _H, _R, _W, _A, _ = Group


class Settings(Upkeep, frozen=True):
    line_server: str = _setting("", _L, "Server (host or host:port)", "Server (Host oder Host:Port)")
    line_user: str = _setting("", _L, "User or extension", "Benutzer oder Nebenstelle")
    line_auth_user: str = _setting("", _L, "Log-in name, if it is another", "Anmeldename, falls abweichend")
    line_display_name: str = _setting("", _L, "Name shown to the other side", "Angezeigter Name")
    line_transport: Transport = _setting(Transport.UDP, _L, "Transport", "Transport")
    line_proxy: str = _setting(
        "",
        _L,
        "Proxy of TCP and TLS (http://, socks5:// or system)",
        "Proxy für TCP und TLS (http://, socks5:// oder system)",
    )
    line_ca_files: tuple[str, ...] = _setting(
        (), _L, "More certificate authorities (PEM)", "Weitere Zertifizierungsstellen (PEM)", security=True
    )
    line_client_certificate: str = _setting(
        "", _L, "Own certificate with key (PEM file)", "Eigenes Zertifikat mit Schlüssel (PEM-Datei)"
    )
    line_spread_ms: int = _setting(
        500,
        _L,
        "When the server is back, log in within",
        "Ist der Server wieder da, anmelden innerhalb von",
        low=0,
        high=30_000,
        unit="ms",
    )

    rtp_from: int = _setting(
        0, _L, "Sound uses ports from (0: any)", "Ton nutzt Ports ab (0: beliebig)", low=0, high=65_000
    )
    rtp_to: int = _setting(0, _L, "Sound uses ports up to", "Ton nutzt Ports bis", low=0, high=65_535)
    rtp_dscp: int = _setting(46, _L, "Mark on packets of sound (DSCP)", "Markierung des Tons (DSCP)", low=0, high=63)
    ice: bool = _setting(False, _L, "Offer several ways for sound (ICE)", "Mehrere Wege für den Ton anbieten (ICE)")
    stun_server: str = _setting("", _L, "STUN server (host or host:port)", "STUN-Server (Host oder Host:Port)")
    turn_server: str = _setting(
        "", _L, "Relay for sound (TURN: host or host:port)", "Relais für den Ton (TURN: Host oder Host:Port)"
    )
    turn_transport: Transport = _setting(Transport.UDP, _L, "Relay: transport", "Relais: Transport")
    turn_user: str = _setting("", _L, "Relay: user", "Relais: Benutzer")
    turn_always: bool = _setting(False, _L, "Sound always goes through the relay", "Ton geht immer über das Relais")
    rtcp_mux: bool = _setting(False, _L, "Sound and its reports share a port", "Ton und Berichte teilen einen Port")
    codecs: tuple[str, ...] = _setting(("G722", "PCMA", "PCMU"), _L, "Codecs, best first", "Codecs, bester zuerst")

    team_user: str = _setting("", _L, "Team line: user or extension", "Teamleitung: Benutzer oder Nebenstelle")
    team_name: str = _setting("Team", _L, "Team line: its name here", "Teamleitung: Name hier")
    team_server: str = _setting("", _L, "Team line: server, if it is another", "Teamleitung: Server, falls abweichend")
    team_auth_user: str = _setting(
        "", _L, "Team line: log-in name, if it is another", "Teamleitung: Anmeldename, falls abweichend"
    )

    country: str = _setting("DE", _C, "Country of this workplace", "Land dieses Arbeitsplatzes")
    area_code: str = _setting("", _C, "Area code, without 0", "Vorwahl ohne 0")
    outside_line: str = _setting("", _C, "Prefix for an outside line", "Amtsholung")
    internal_length: int = _setting(
        4, _C, "Numbers up to this length are internal", "Nummern bis zu dieser Länge sind intern", low=0, high=8
    )
    emergency_numbers: tuple[str, ...] = _setting((), _C, "More emergency numbers", "Weitere Notrufnummern")
    ring_s: int = _setting(20, _C, "A call rings here for", "Anrufe klingeln hier", low=5, high=180, unit="s")
    second_call: SecondCall = _setting(SecondCall.BUSY, _C, "A second call is", "Ein zweiter Anruf")
    mailbox_number: str = _setting("", _C, "Number of the mailbox", "Nummer der Mailbox")
    mailbox_asked: bool = _setting(False, _C, "Ask the PBX for voice messages", "Anlage nach Sprachnachrichten fragen")
    park_number: str = _setting("", _C, "Parking: number or code", "Parken: Nummer oder Kennziffer")
    pick_up_code: str = _setting("", _C, "Picking up a call: code", "Heranholen: Kennziffer")
    queue_login_code: str = _setting("", _C, "Queue: code to log in", "Warteschlange: Kennziffer Anmelden")
    queue_logout_code: str = _setting("", _C, "Queue: code to log out", "Warteschlange: Kennziffer Abmelden")
    queue_pause_code: str = _setting("", _C, "Queue: code to pause", "Warteschlange: Kennziffer Pause")
    queue_resume_code: str = _setting("", _C, "Queue: code to go on", "Warteschlange: Kennziffer Pause Ende")
    forward_away: str = _setting("", _C, "In a break direct calls go to", "In der Pause gehen Direktrufe an")
    forward_busy: str = _setting("", _C, "When you talk direct calls go to", "Im Gespräch gehen Direktrufe an")
    forward_no_answer: str = _setting(
        "", _C, "Direct calls that ring out go to", "Nicht angenommene Direktrufe gehen an"
    )
    auto_answer: AutoAnswer = _setting(
        AutoAnswer.NEVER, _C, "Answer by itself, with a tone", "Selbst annehmen, mit Ton"
    )
    auto_answer_s: int = _setting(2, _C, "Answer by itself after", "Selbst annehmen nach", low=0, high=30, unit="s")
    auto_answer_by_pbx: bool = _setting(
        False, _C, "The PBX may have calls answered by themselves", "Die Anlage darf selbst annehmen lassen",
        security=True,
    )
    digits_by: DigitsBy = _setting(DigitsBy.EVENTS, _C, "Keypad digits go", "Tastentöne gehen")
    speed_dials: tuple[str, ...] = _setting((), _C, "Speed dials: name=number", "Kurzwahlen: Name=Nummer")
    own_numbers: tuple[str, ...] = _setting(
        (), _C, "Own numbers to be shown: name=number", "Eigene Rufnummern zum Anzeigen: Name=Nummer"
    )
    shown_number: ShownNumber = _setting(ShownNumber.USUAL, _C, "Those called see", "Angerufene sehen")
    context_headers: tuple[str, ...] = _setting(
        (), _C, "Headers for the card: X-Name=word", "Header für die Karte: X-Name=Wort"
    )
    refusal_code: int = _setting(
        480, _C, "SIP code in a break or wrap-up", "SIP-Code in Pause und Nachbearbeitung", low=400, high=699
    )
    queue_header: str = _setting("X-Queue", _C, "Header that names the queue", "Header mit der Warteschlange")
    hold_reminder_s: int = _setting(
        60, _C, "Remind of a held call after", "An gehaltenen Anruf erinnern nach", low=0, high=900, unit="s"
    )
    moment_music: str = _setting(
        "", _C, "Away for a moment: music (a WAV file, or none: hold)",
        "Moment: Musik (WAV-Datei; none: Halten durch die Anlage)",
    )
    moment_words: str = _setting(
        "", _C, "Away for a moment: said first (en, de, or a WAV file)", "Moment: Ansage vorweg (en, de oder WAV-Datei)"
    )
    moment_ask_s: int = _setting(
        60, _C, "Away for a moment: still there? after", "Moment: Noch da? nach", low=0, high=900, unit="s"
    )
    moment_answer_s: int = _setting(
        30, _C, "and without an answer hand over after", "und ohne Antwort übergeben nach", low=10, high=900, unit="s"
    )
    moment_target: str = _setting(
        "", _C, "to (number; empty: back to its queue)", "an (Nummer; leer: zurück in die Warteschlange)"
    )
    orphaned_call: Orphan = _setting(Orphan.END, _C, "A call that nobody can control", "Ein Anruf ohne Bedienung")
    global_keys: bool = _setting(
        True, _C, "Keys that work in every program, while it rings or in a call",
        "Tasten, die in jedem Programm wirken, während es klingelt oder im Gespräch",
    )  # fmt: skip
    global_answer: str = _setting("Ctrl+Shift+F9", _C, "Everywhere: answer", "Überall: annehmen")
    global_mute: str = _setting("Ctrl+Shift+F10", _C, "Everywhere: mute", "Überall: Mikro aus")
    media_keys: bool = _setting(
        True, _C, "Media keys: play answers, microphone mutes",
        "Medientasten: Wiedergabe nimmt an, Mikrofon schaltet stumm",
    )  # fmt: skip
    break_reasons: tuple[str, ...] = _setting(
        ("Break", "Lunch", "Training", "Meeting"), _C, "Reasons for a break", "Pausengründe"
    )

    microphone: str = _setting("", _S, "Microphone", "Mikrofon")
    ear: str = _setting("", _S, "Ear", "Hörer")
    ringer: str = _setting("", _S, "Ringer", "Klingel")
    device_order: tuple[str, ...] = _setting(
        (), _S, "Headsets by name, best first", "Headsets nach Namen, bestes zuerst"
    )
    headset_missing: HeadsetMissing = _setting(
        HeadsetMissing.WARNED, _S, "Without the headset, customers' calls are", "Ohne das Headset werden Kundenanrufe"
    )
    ear_volume: float = _setting(1.0, _S, "Volume of the ear", "Lautstärke des Hörers", low=0, high=2)
    microphone_volume: float = _setting(1.0, _S, "Volume of the microphone", "Lautstärke des Mikrofons", low=0, high=2)
    clean_echo: EchoCancelling = _setting(EchoCancelling.AUTO, _S, "Cancel echo", "Echo unterdrücken")
    clean_noise: bool = _setting(True, _S, "Suppress noise of the room", "Raumgeräusche unterdrücken")
    clean_keys: bool = _setting(
        False, _S, "Suppress a keyboard and a dog, too", "Auch Tastatur und Hund unterdrücken"
    )
    clean_gain: bool = _setting(True, _S, "Set the microphone's level by itself", "Mikrofon selbst aussteuern")
    clean_rumble: bool = _setting(True, _S, "Cut rumble", "Rumpeln herausfiltern")
    sidetone: float = _setting(0.0, _S, "Own voice in the ear", "Eigene Stimme im Hörer", low=0, high=1)
    comfort_noise: bool = _setting(
        True, _S, "A faint noise while the line is silent", "Leises Rauschen, wenn die Leitung still ist"
    )
    ring_volume: float = _setting(0.8, _S, "Volume of the ring tone", "Lautstärke des Klingeltons", low=0, high=1)

    ring_tone: RingTone = _setting(RingTone.DUO, _S, "Ring tone", "Klingelton")
    ring_everywhere: bool = _setting(False, _S, "Ring on every device", "Auf allen Geräten klingeln")
    ring_rising: bool = _setting(False, _S, "Begin softly and grow louder", "Leise beginnen und lauter werden")
    ring_flash: bool = _setting(False, _S, "The ringing card flashes", "Die Anrufkarte blinkt")
    queue_tones: tuple[str, ...] = _setting((), _S, "Ring tones of queues", "Klingeltöne der Warteschlangen")
    silent_hours: tuple[str, ...] = _setting((), _S, "Silent hours", "Stille Zeiten")
    headset_buttons: bool = _setting(True, _S, "Buttons and lights of the headset", "Tasten und Lichter des Headsets")
    echo_number: str = _setting("", _S, "Echo extension of the PBX", "Echo-Nebenstelle der Anlage")
    place_report_to: str = _setting(
        "", _S, "Reports on the place go to (https:// or mailto:)",
        "Berichte zum Platz gehen an (https:// oder mailto:)", security=True,
    )  # fmt: skip

    customers_kept_days: int = _setting(
        30, _K, "Customers seen are kept for", "Gesehene Kunden bleiben", low=0, high=365, unit="d"
    )
    crm_address: str = _setting(
        "", _K, "CRM address for look-ups and wrap-ups", "CRM-Adresse für Suche und Nachbearbeitung", security=True
    )
    crm_open_url: str = _setting(
        "", _K, "Open in CRM: {customer_id}, {number}", "Im CRM öffnen: {customer_id}, {number}"
    )

    ask_receipts: bool = _setting(True, _H, "Ask experts' clients for receipts", "Lesebestätigungen anfordern")
    give_receipts: bool = _setting(True, _H, "Confirm messages that I have read", "Gelesene Nachrichten bestätigen")

    departments: tuple[str, ...] = _setting(
        (), _H, "Departments that are told: name=https address or #room",
        "Abteilungen, die erfahren: Name=https-Adresse oder #Raum",
        security=True,
    )  # fmt: skip
    tap: bool = _setting(
        True, _H, "A soft sound in the ear when an answer comes", "Leiser Ton im Hörer, wenn eine Antwort kommt"
    )
    matrix_server: str = _setting(
        "", _H, "Matrix: homeserver (example.org or https://…)", "Matrix: Homeserver (example.org oder https://…)",
        security=True,
    )  # fmt: skip
    matrix_proxy: str = _setting(
        "", _H, "Matrix: proxy, if it is another (http://…)", "Matrix: Proxy, falls abweichend (http://…)"
    )
    matrix_directory: str = _setting(
        "", _H, "Matrix: directory room of the site (#aside:example.org)",
        "Matrix: Verzeichnisraum des Standorts (#aside:example.org)", security=True,
    )  # fmt: skip
    matrix_rooms: RoomFor = _setting(RoomFor.TOPIC, _H, "Matrix: a room for each", "Matrix: ein Raum je")
    matrix_room_version: str = _setting("11", _H, "Matrix: version of new rooms", "Matrix: Version neuer Räume")
    matrix_kept_days: int = _setting(
        30, _H, "Matrix: rooms of one conversation are left after", "Matrix: Räume einzelner Gespräche verlassen nach",
        low=1, high=365, unit="d",
    )  # fmt: skip
    promise_clock: bool = _setting(
        True, _H, "Questions carry a promise and go on to the next expert",
        "Fragen tragen eine Zusage und gehen weiter an den nächsten Experten",
    )  # fmt: skip
    taken_s: int = _setting(
        30, _H, "A question is taken within", "Eine Frage wird übernommen binnen", low=3, high=600, unit="s"
    )
    answered_s: int = _setting(
        120, _H, "and answered within, where the topic says nothing else",
        "und beantwortet binnen, wo das Thema nichts anderes sagt", low=5, high=3600, unit="s",
    )  # fmt: skip
    live_questions: int = _setting(
        1, _H, "Questions of mine that one expert has at a time",
        "Fragen von mir, die ein Experte zugleich hat", low=1, high=3,
    )  # fmt: skip
    team_lead: str = _setting(
        "", _H, "Asked last: name or address of the team's lead",
        "Zuletzt gefragt: Name oder Adresse der Teamleitung",
    )  # fmt: skip
    topics_address: str = _setting(
        "", _H, "Topic catalogue from (https:// or a file)", "Themenkatalog von (https:// oder Datei)", security=True
    )
    topics_editable: bool = _setting(
        True, _H, "The topic catalogue may be edited here", "Der Themenkatalog darf hier bearbeitet werden"
    )
    lift_masks: bool = _setting(
        False, _H, "A single mask may be lifted", "Einzelne Maskierungen dürfen aufgehoben werden", security=True
    )
    chat_files: ChatFiles = _setting(
        ChatFiles.NEVER, _H, "Pictures and files to experts", "Bilder und Dateien an Experten", security=True
    )
    audit_kept_days: int = _setting(
        180, _H, "Audit trail is kept for", "Prüfprotokoll bleibt", low=0, high=3650, unit="d"
    )
    audit_names: bool = _setting(
        False, _H, "Audit trail names the experts", "Prüfprotokoll nennt die Experten", security=True
    )

    record_calls: RecordCalls = _setting(
        RecordCalls.OFF, _R, "Calls are recorded", "Gespräche werden aufgezeichnet", security=True
    )
    record_key: str = _setting(
        "", _R, "Public key that recordings are encrypted to (age1…)",
        "Öffentlicher Schlüssel für Aufzeichnungen (age1…)", security=True,
    )  # fmt: skip
    record_by_pbx: bool = _setting(
        False, _R, "The PBX records, not this PC", "Die Anlage zeichnet auf, nicht dieser PC", security=True
    )
    record_consent: bool = _setting(
        True, _R, "Only after the customer's consent is marked", "Erst nach vermerkter Einwilligung", security=True
    )
    record_tone: bool = _setting(
        True, _R, "A tone tells both sides that it begins", "Ein Ton sagt beiden Seiten, dass sie beginnt"
    )
    record_pause_on_digits: bool = _setting(
        True, _R, "Pause when the customer presses keys", "Pause, wenn der Kunde Tasten drückt", security=True
    )
    record_pause_program: str = _setting(
        "", _R, "SHA-256 of the secret of the program that may pause",
        "SHA-256 des Geheimnisses des Programms, das pausieren darf", security=True,
    )  # fmt: skip
    record_resume_s: int = _setting(
        90, _R, "A pause ends by itself after", "Eine Pause endet von selbst nach", low=10, high=900, unit="s"
    )

    wrap_up_mode: WrapUpMode = _setting(WrapUpMode.OPTIONAL, _W, "Wrap-up is", "Nachbearbeitung ist")
    wrap_up_s: int = _setting(
        60, _W, "Time-boxed wrap-up ends after", "Nachbearbeitung endet nach", low=10, high=1800, unit="s"
    )
    wrap_up_codes: tuple[str, ...] = _setting(
        ("Order", "Delivery", "Product", "Invoice", "Complaint", "Other"),
        _W,
        "Codes",
        "Codes",
    )
    remind_before_min: int = _setting(
        5, _W, "Remind of a promise before it is due", "An Zusagen erinnern vor Termin", low=0, high=120, unit="min"
    )

    language: Language = _setting(Language.SYSTEM, _A, "Language", "Sprache")
    scheme: Scheme = _setting(Scheme.SYSTEM, _A, "Light or dark", "Hell oder dunkel")

    @property
    def media(self) -> MediaSetup:
        return MediaSetup(
            port_from=self.rtp_from,
            port_to=self.rtp_to,
            dscp=self.rtp_dscp,
            rtcp_mux=self.rtcp_mux,
            codecs=self.codecs,
        )

    @property
    def nat(self) -> NatSetup:
        """Without the relay's password."""
        return NatSetup(
            ice=self.ice,
            stun=self.stun_server,
            relay=self.turn_server,
            relay_by=self.turn_transport,
            relay_user=self.turn_user,
            relay_always=self.turn_always,
            ca_files=self.line_ca_files,
            proxy=self.line_proxy,
        )

    @property
    def sound(self) -> SoundSetup:
        return SoundSetup(
            microphone=self.microphone,
            ear=self.ear,
            ringer=self.ringer,
            ear_volume=self.ear_volume,
            microphone_volume=self.microphone_volume,
            ring_volume=self.ring_volume,
            country=self.country,
            order=self.device_order,
            ring_tone=self.ring_tone,
            ring_everywhere=self.ring_everywhere,
            ring_rising=self.ring_rising,
            queue_tones=self.queue_tones,
            silent_hours=self.silent_hours,
            headset_buttons=self.headset_buttons,
            cleaning=Cleaning(
                self.clean_echo, self.clean_noise, self.clean_gain, self.clean_rumble, self.clean_keys
            ),
            sidetone=self.sidetone,
            comfort=self.comfort_noise,
        )

    @property
    def recording(self) -> RecordingSetup:
        return RecordingSetup(
            recipient=self.record_key if self.record_calls is not RecordCalls.OFF else "",
            by_pbx=self.record_by_pbx and self.record_calls is not RecordCalls.OFF,
            consent=self.record_consent,
            announce=self.record_tone,
            pause_on_digits=self.record_pause_on_digits,
            resume_after_s=self.record_resume_s,
            program=self.record_pause_program,
        )


# What an agent must not allow themselves: in force only where policy manages it.
POLICY_ALONE = frozenset({"lift_masks", "chat_files", "audit_names"})


def table() -> tuple[Entry, ...]:
    """All settings in the order the dialogs show them."""
    defaults = {name: getattr(Settings(), name) for name in Settings.__struct_fields__}
    return tuple(
        Entry(name, type(default), default, *row) for (name, default), row in zip(defaults.items(), ROWS, strict=True)
    )
