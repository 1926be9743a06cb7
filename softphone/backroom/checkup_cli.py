"""`aside doctor`: what works and what does not, a line each. Ends with 1 where something is not good.

The running Aside is asked, because only it knows its phone; without one the rest is looked at from here.
"""

from __future__ import annotations

import argparse
import asyncio
import locale
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from softphone.backroom.checkup import Checkup
from softphone.backroom.ports import Secret, SecretName
from softphone.backroom.vault import SystemVault
from softphone.backroom.way_out import Proxies
from softphone.domain.checkup import Check, Finding, Verdict, written
from softphone.domain.settings import Language
from softphone.host.clock import Clock
from softphone.host.paths import Home, open_home
from softphone.host.patience import came_true
from softphone.host.settings import SettingsFile

WAIT_S = 20.0
OF_THE_DESK = (Check.PHONE, Check.LINE, Check.CHAT, Check.SOUND)
_FINDINGS = msgspec.json.Decoder(tuple[Finding, ...])


def main(words: Sequence[str], ask_desk: Callable[[Home, str], bool], ask_system: Callable[[str], str]) -> int:
    """`ask_desk` says whether a desk runs there and was asked to write what it finds; `ask_system` names the proxy
    that this computer has for a host."""
    parser = argparse.ArgumentParser("aside doctor", description="What works and what does not.")
    parser.add_argument("--home", metavar="DIR", help="every file, socket and pid file in DIR")
    parser.add_argument("--lang", choices=["en", "de"], help="else as Aside's own language")
    given = parser.parse_args(words)
    home = open_home(given.home)
    settings = SettingsFile(home.settings_file).load(Clock().now()).settings
    findings = _of_the_desk(home, ask_desk)
    if findings is None:
        unasked = tuple(Finding(check, Verdict.UNSET, "not_running") for check in OF_THE_DESK)
        findings = asyncio.run(_looked(home, unasked, ask_system))
    german = (given.lang or _language(settings.language)) == "de"
    sys.stdout.write(written(findings, german) + "\n")
    return int(any(finding.verdict is Verdict.FAILED for finding in findings))


async def _looked(
    home: Home, known: tuple[Finding, ...], ask_system: Callable[[str], str]
) -> tuple[Finding, ...]:
    vault = SystemVault()

    async def secret(name: SecretName, account: str = "") -> str:
        found = await vault.fetch(name, account) if await vault.is_open() else None
        return found.value if isinstance(found, Secret) else ""

    settings = SettingsFile(home.settings_file).load(Clock().now()).settings
    proxies = Proxies(lambda: settings.http_proxy, ask_system, lambda who: secret(SecretName.SIP_PASSWORD, who))
    token = await secret(SecretName.CRM_TOKEN)
    return await Checkup(home, vault.is_open, lambda: token, proxies).look(settings, known)


def _of_the_desk(home: Home, ask_desk: Callable[[Home, str], bool]) -> tuple[Finding, ...] | None:
    """What the running desk found; None where there is none, or it is silent."""
    with tempfile.TemporaryDirectory(prefix="aside-doctor-") as folder:
        path = Path(folder) / "findings.json"
        if not ask_desk(home, str(path)) or not came_true(path.exists, WAIT_S):
            return None
        try:
            return _FINDINGS.decode(path.read_bytes())
        except (OSError, msgspec.MsgspecError):
            return None


def _language(wanted: Language) -> str:
    if wanted is not Language.SYSTEM:
        return wanted.value
    return (locale.getlocale()[0] or "en")[:2]
