"""Starting with the session, as the agent or policy wants it.

    Linux      ~/.config/autostart/aside.desktop (XDG autostart)
    Windows    HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run
    macOS      ~/Library/LaunchAgents/chat.aside.aside.plist

Only the frozen program writes it: a tree of sources is nobody's installation. The last two have not been tried on such
a system yet.
"""

from __future__ import annotations

import logging
import os
import plistlib
import sys
from pathlib import Path

from softphone import APP_ID

log = logging.getLogger("aside.host")

DESKTOP = """\
[Desktop Entry]
Type=Application
Version=1.0
Name=Aside
Exec={program}
Icon=aside
X-GNOME-Autostart-enabled=true
"""


def follow(wanted: bool, program: str | None = None, config: Path | None = None) -> None:
    """Make it so. `program` is what starts, by default this one where it is installed. Never raises."""
    program = program or _installed()
    if program is None:
        return
    try:
        if sys.platform == "win32":
            _registry(wanted, program)
        elif sys.platform == "darwin":
            agent = {"Label": APP_ID, "ProgramArguments": [program], "RunAtLoad": True}
            _file(Path.home() / f"Library/LaunchAgents/{APP_ID}.plist", plistlib.dumps(agent) if wanted else None)
        else:
            folder = config or Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
            text = DESKTOP.format(program=_quoted(program)).encode()
            _file(folder / "autostart/aside.desktop", text if wanted else None)
    except OSError as error:
        log.warning("autostart_not_set error=%s", type(error).__name__)


def _installed() -> str | None:
    if not getattr(sys, "frozen", False):
        return None
    linked = Path("/usr/bin/aside")  # as the package installs it: it stays when the folder moves
    return str(linked) if linked.exists() and linked.resolve() == Path(sys.executable).resolve() else sys.executable


def _quoted(program: str) -> str:
    """As the Exec key wants a path (Desktop Entry Specification): escaped for the key, and once more as a string."""
    escaped = program.replace("\\", "\\\\\\\\")
    for sign in ('"', "`", "$"):
        escaped = escaped.replace(sign, f"\\\\{sign}")
    return '"' + escaped.replace("%", "%%") + '"'


def _file(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
        return
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _registry(wanted: bool, program: str) -> None:
    if sys.platform == "win32":
        import winreg

        key = r"Software\Microsoft\Windows\CurrentVersion\Run"
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as run:
            if wanted:
                winreg.SetValueEx(run, "Aside", 0, winreg.REG_SZ, f'"{program}"')
                return
            try:
                winreg.DeleteValue(run, "Aside")
            except FileNotFoundError:
                return
