"""Where every file, socket and pid file is: one Home. And where what we ship is: `resource`.

`--home DIR` puts everything under DIR; without it each thing is where the system wants it. Folders are made
here and only their owner may enter them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
import time
from pathlib import Path

import platformdirs
from msgspec import Struct

APP = "aside"
# sun_path has 104 bytes on macOS and 108 on Linux; Qt binds in a sub-folder of 7 more before it renames.
MAX_SOCKET_PATH_BYTES = 90
READ_S = 0.5  # longer than anybody reads a small file


class Home(Struct, frozen=True):
    """`given` is the DIR of --home, None for the system's own places."""

    config: Path  # settings
    data: Path  # the store, recordings
    log: Path  # logs and crash files
    run: Path  # pids, locks and the token of the running programs
    given: Path | None = None

    @property
    def arguments(self) -> list[str]:
        """What tells another program of ours to use the same home."""
        return ["--home", str(self.given)] if self.given else []

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.json"

    @property
    def store_file(self) -> Path:
        return self.data / "aside.db"

    @property
    def tapes(self) -> Path:
        """Recordings, encrypted."""
        return self.data / "recordings"

    @property
    def token_file(self) -> Path:
        return self.run / "token"

    def log_file(self, program: str) -> Path:
        return self.log / f"{program}.log"

    def crash_file(self, program: str) -> Path:
        return self.log / f"{program}.crash"

    def pid_file(self, program: str) -> Path:
        return self.run / f"{program}.pid"

    def lock_file(self, program: str) -> Path:
        return self.run / f"{program}.lock"

    def socket_name(self, program: str) -> str:
        """What a QLocalServer listens on: a path in a private folder, on Windows a pipe's name."""
        if sys.platform == "win32":
            return f"{APP}-{_short_hash(self.run)}-{program}"
        path = self.run / f"{program}.sock"
        if len(os.fsencode(path)) <= MAX_SOCKET_PATH_BYTES:
            return str(path)
        # WORKAROUND sockaddr_un (unix(7)): a deep home does not fit, so its socket has a short folder of its own.
        folder = Path(tempfile.gettempdir()) / f"{APP}-{os.getuid()}-{_short_hash(self.run)}"
        return str(private_folder(folder) / f"{program}.sock")


def open_home(given: str | Path | None = None) -> Home:
    """The Home, its folders made. Raises OSError where they cannot be made or belong to somebody else."""
    if given:
        root = Path(given).expanduser().absolute()
        home = Home(root, root, root / "log", root / "run", root)
    else:
        dirs = platformdirs.PlatformDirs(APP, appauthor=False, roaming=False)
        # Not XDG_RUNTIME_DIR: it is not set in every session, and both programs must agree on the place.
        data = Path(dirs.user_data_dir)
        home = Home(Path(dirs.user_config_dir), data, Path(dirs.user_log_dir), data / "run")
    for folder in (home.config, home.data, home.log, home.run):
        private_folder(folder)
    return home


def private_folder(folder: Path) -> Path:
    """`folder`, made if need be, that only its owner may enter. Raises PermissionError if it is somebody else's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sys.platform != "win32":
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise PermissionError(f"{folder} is not ours")
        if found.st_mode & 0o077:
            folder.chmod(0o700)
    return folder


def write_privately(path: Path, content: bytes) -> None:
    """Replace the file at once, readable by its owner alone; after a power cut it is the old or the new one."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _replace(name: str, path: Path) -> None:
    """Windows lets nobody replace a file while somebody reads it; who reads one of ours is done in a moment."""
    end = time.monotonic() + READ_S
    while True:
        try:
            os.replace(name, path)
            return
        except PermissionError:
            if sys.platform != "win32" or time.monotonic() > end:
                raise
            time.sleep(0.005)


def write_or_remove(path: Path, content: bytes) -> bool:
    """As `write_privately`. On a disk that takes nothing what stood there goes: an old value would be a wrong one."""
    try:
        write_privately(path, content)
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        return False
    return True


def resource(name: str) -> Path:
    """A file we ship, "sounds/ring.wav": from the source tree, the wheel, or what PyInstaller froze."""
    package = Path(__file__).resolve().parent.parent
    for root in (package / "resources", package.parent / "resources"):
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(f"resource {name}")


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
