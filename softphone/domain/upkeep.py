"""Settings of the program itself: how it starts, what it logs, which new versions it is told of. IT's more than the
agent's; a part of the one table in `settings`."""

from __future__ import annotations

from msgspec import Struct

from softphone.domain.choices import LogLevel
from softphone.domain.setting import Group
from softphone.domain.setting import setting as _setting

_P = Group.PROGRAM


class Upkeep(Struct, frozen=True):
    autostart: bool = _setting(False, _P, "Starts with the session", "Startet mit der Anmeldung")
    log_level: LogLevel = _setting(LogLevel.USUAL, _P, "Logs, from the next start", "Protokolle, ab dem nächsten Start")
    http_proxy: str = _setting(
        "system", _P, "Proxy of HTTPS: CRM, lists, set-up (http://, socks5://, system; empty: none)",
        "Proxy für HTTPS: CRM, Listen, Einrichtung (http://, socks5://, system; leer: keiner)",
    )  # fmt: skip
    setup_hosts: tuple[str, ...] = _setting(
        (), _P, "Set-up links only from (host, or host=SHA-256 of its public key)",
        "Einrichtungslinks nur von (Host oder Host=SHA-256 seines öffentlichen Schlüssels)", security=True,
    )  # fmt: skip
    experts_address: str = _setting(
        "", _P, "Experts from (https:// or a CSV file)", "Experten von (https:// oder CSV-Datei)", security=True
    )
    book_file: str = _setting(
        "", _P, "Customer book from a file (CSV or vCard), read when it changes",
        "Kundenbuch aus einer Datei (CSV oder vCard), gelesen bei Änderung",
    )  # fmt: skip
    update_address: str = _setting(
        "", _P, "New versions are told of by (https://…)", "Neue Versionen meldet (https://…)", security=True
    )
    update_ring: str = _setting("stable", _P, "Ring of new versions", "Ring der neuen Versionen")
    update_key: str = _setting(
        "", _P, "Public key of that list (Ed25519, Base64)", "Öffentlicher Schlüssel dieser Liste (Ed25519, Base64)",
        security=True,
    )  # fmt: skip
