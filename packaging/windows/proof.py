"""The proof under wine: installed silently, used, replaced by the next version, and taken off again.

What wine cannot show is listed at the end, so that nobody takes it for shown.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from windows.msi import RUNS_A_PROGRAM, rows_of
from windows.signing import Signer
from windows.wine import Wine

FOLDER = "Program Files/Aside"
LINKS = r"HKLM\Software\Aside\Capabilities\URLAssociations"
RUN = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run"
UNINSTALL = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall"
NOT_SHOWN = (
    "real sound (WASAPI, headsets)",
    "SmartScreen and the publisher's name",
    "the firewall rule at work (wine's netsh does nothing); what the MSI says of it was read above",
    "Credential Manager's limits",
    "UI Automation, and with it screen readers",
    "Default apps in the Settings, and the choice of a program for tel: links",
    "group policy editors reading the ADMX",
)


def prove(wine: Wine, before: Path, now: Path, signer: Signer) -> None:
    """`before` is an MSI of an earlier version. Ends with 1 at the first thing that is not as it should be."""
    expect(signer.verifies(now), "the signature of the MSI verifies")
    flipped = now.with_name("flipped.msi")
    _flip(now, flipped)
    expect(not signer.verifies(flipped), "one flipped bit in it is caught")
    flipped.unlink()
    _firewall(now)
    place = wine.folder / "drive_c" / FOLDER
    expect(not place.exists() and not _registry(wine), "nothing is installed before")

    _install(wine, before, "ASIDE_AUTOSTART=1")
    expect((place / "aside.exe").exists(), f"{before.stem} is installed silently")
    expect((place / "about/sbom.cdx.json").exists(), "with the licences and the list of what is inside")
    expect("aside.exe" in _value(wine, RUN, "Aside"), "it starts with the session where the property says so")
    expect("Aside.Link" in _value(wine, LINKS, "tel"), "it offers itself for tel: links")
    expect(_in_menu(wine), "it stands in the start menu")
    _install(wine, now, "ASIDE_LINKS=0")
    expect(_products(wine) == [now.stem.removeprefix("aside-")], f"{now.stem} has replaced it, and stands there alone")
    expect("aside.exe" not in _value(wine, RUN, "Aside"), "without the property it starts with nobody's session")
    expect("Aside.Link" not in _value(wine, LINKS, "tel"), "with ASIDE_LINKS=0 it offers itself for no links any more")
    expect(signer.verifies(place / "aside.exe"), "the installed program's signature verifies")
    exe = place / "aside.exe"
    wine.run(exe, "report", "--home", "C:\\home", "C:\\report.txt", deadline_s=300)
    report = (wine.folder / "drive_c/report.txt").read_text(encoding="utf-8")
    expect("pjsua2-python" in report, "it runs, and writes a report")
    _tour(wine, exe)
    wine.run("msiexec", "/x", wine.inside(now), "/qn")
    wine.settle()
    expect(not place.exists(), "it is taken off, and its folder with it")
    expect(not _in_menu(wine), "and its menu entry")
    left = _registry(wine)
    expect(not left, f"and all it wrote into the registry {left or ''}".rstrip())
    print("\nNot to be shown under wine:", *NOT_SHOWN, sep="\n  ", flush=True)


def _firewall(msi: Path) -> None:
    """What stands in the database: that wine's netsh would do nothing of it shows below."""
    actions = {name: (int(kind), line) for name, kind, _, line, *_ in rows_of(msi, "CustomAction")}
    turns = {name: (condition, int(number)) for name, condition, number in rows_of(msi, "InstallExecuteSequence")}
    values = dict(row[:2] for row in rows_of(msi, "Property"))
    netsh = "[System64Folder]netsh.exe advfirewall firewall"
    opens = f'{netsh} add rule name="Aside" dir=in action=allow program="[APPFOLDER]aside.exe" protocol=udp profile=any'
    expect(actions["FirewallOpen"] == (RUNS_A_PROGRAM, opens), "the firewall rule is for UDP to the program alone")
    closes = (RUNS_A_PROGRAM, f'{netsh} delete rule name="Aside"')
    taken_off = turns["FirewallClose"] == ('REMOVE = "ALL"', turns["InstallInitialize"][1] + 1)
    expect(actions["FirewallClose"] == closes and taken_off, "it goes with the program")
    expect(values["ASIDE_FIREWALL"] == "1" and "ASIDE_FIREWALL" in values["SecureCustomProperties"].split(";")
           and turns["FirewallOpen"][0].startswith("ASIDE_FIREWALL = 1 AND NOT REMOVE")
           and turns["FirewallOpen"][1] > turns["InstallFiles"][1], "ASIDE_FIREWALL=0 leaves it out")  # fmt: skip
    names = {row[2].rpartition("|")[2] for row in rows_of(msi, "File")}
    expect("aside.exe" in names, "the program it names is there: desk and engine are one")


def _tour(wine: Wine, exe: Path) -> None:
    """The engine is ready when the line is; then a customer calls, an expert answers."""
    folder = wine.folder / "drive_c/tour"
    shutil.rmtree(folder, ignore_errors=True)
    said = wine.run(exe, "tour", "C:\\tour", check=False, deadline_s=900)
    told = json.loads((folder / "tour.json").read_text(encoding="utf-8")) if folder.exists() else {"steps": []}
    steps = [step["step"] for step in told["steps"] if step["ok"]]
    expect("answer" in steps, f"engine ready, and a practice call: {', '.join(steps) or said[-500:]}")
    wine.end()


def _install(wine: Wine, msi: Path, *properties: str) -> None:
    wine.run("msiexec", "/i", wine.inside(msi), "/qn", *properties, deadline_s=900)
    wine.settle()


def _in_menu(wine: Wine) -> bool:
    """In anybody's start menu: wine puts what is for all users into the user's own."""
    return any(wine.folder.glob("drive_c/**/Start Menu/Programs/Aside.lnk"))


def _value(wine: Wine, key: str, name: str) -> str:
    return wine.run("reg", "query", key, "/v", name, check=False)


def _products(wine: Wine) -> list[str]:
    """Versions of Aside that the system would offer to remove."""
    said = wine.run("reg", "query", UNINSTALL, "/s", check=False)
    blocks = [block for block in said.split("\n\n") if "DisplayName    REG_SZ    Aside" in block.replace("\r", "")]
    rows = [line.split() for block in blocks for line in block.splitlines()]
    return [row[-1] for row in rows if row[:1] == ["DisplayVersion"]]


def _registry(wine: Wine) -> list[str]:
    """All that speaks of us. An empty key of the system's own goes with the last value in it."""
    keys = (r"HKLM\Software\Aside", r"HKLM\Software\RegisteredApplications", r"HKLM\Software\Classes\aside",
            r"HKLM\Software\Classes\Aside.Link", RUN, UNINSTALL)  # fmt: skip
    said = "".join(wine.run("reg", "query", key, "/s", check=False) for key in keys)
    return [line for line in said.splitlines() if "aside" in line.lower()]


def _flip(source: Path, place: Path) -> None:
    shutil.copyfile(source, place)
    with place.open("r+b") as file:
        file.seek(place.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 1]))


def expect(held: bool, what: str) -> None:
    print(f"{'yes' if held else 'NO '}  {what}", flush=True)
    if not held:
        raise SystemExit(1)
