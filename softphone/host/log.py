"""One line an event, `key=value`, in a file that only its owner reads and that cannot grow for ever.

Nothing personal: numbers keep their last three digits, addresses their host, and of an exception only the class
and the place are written, because its text may quote anything.
"""

from __future__ import annotations

import logging
import re
import sys
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from softphone.host.paths import Home

MAX_LOG_BYTES = 2 * 1024 * 1024
KEPT_LOGS = 3
# An event is a short line; whoever logs what a stranger sent must not fill the disk, nor the loop's time.
MAX_LINE_CHARS = 1000
PLACES_OF_AN_ERROR = 6

# What counts things keeps its digits, and the port of an address too, else a fault could not be found.
_COUNTED = r"(?P<counted>\b(?:\w+_)?(?:pid|bytes|ms|s|port|code|line|n|id)=\S+|(?<=[\d\]]):\d{2,5}\b)"
_ADDRESS = r"(?P<scheme>\bsips?:)?(?P<user>[^\s@:=<>\"']+)@(?=[\w\[])"
# E.164 has up to 15 digits (ITU-T E.164 §6); four are an extension and still a person.
_NUMBER = r"(?<![\w.])(?P<number>\+?\d(?:[ ()/-]{0,2}\d){3,})(?![\w.]*\w)"
_PERSONAL = re.compile(f"{_COUNTED}|{_ADDRESS}|{_NUMBER}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def shorten(text: str) -> str:
    """`text` without whole numbers and without the user of an address."""
    return _PERSONAL.sub(_shortened, text)


def describe(error: BaseException) -> str:
    """Class and place of an exception, innermost first, and never its text."""
    return f"error={type(error).__name__} at={_places(error.__traceback__)}"


class LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said = record.getMessage()
        text = shorten(_CONTROL.sub(" ", said[:MAX_LINE_CHARS])) + ("…" if len(said) > MAX_LINE_CHARS else "")
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = f"{at}.{int(record.msecs):03d}Z {record.levelname.lower()} {record.name} {text}"
        error = record.exc_info[1] if record.exc_info else None
        return f"{line} {describe(error)}" if error is not None else line


def open_log(home: Home, program: str, level: int = logging.INFO) -> Path:
    """Send all logging of this process to the program's file. Without a disk to write to, there is no log."""
    path = home.log_file(program)
    logging.raiseExceptions = False  # a full disk is not worth a traceback on a stderr that may not exist
    root = logging.getLogger()
    root.setLevel(level)
    try:
        file = RotatingFileHandler(
            path, maxBytes=MAX_LOG_BYTES, backupCount=KEPT_LOGS, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        root.addHandler(logging.NullHandler())
        return path
    if sys.platform != "win32":
        path.chmod(0o600)
    file.setFormatter(LineFormatter())
    root.addHandler(file)
    logging.captureWarnings(True)
    return path


def _shortened(match: re.Match[str]) -> str:
    if match["counted"]:
        return match["counted"]
    if match["number"]:
        digits = re.sub(r"\D", "", match["number"])
        return f"…{digits[-3:]}"
    digits = re.sub(r"\D", "", match["user"])
    return f"{match['scheme'] or ''}…{digits[-3:]}@"


def _places(traceback: TracebackType | None) -> str:
    places: list[str] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        file = Path(code.co_filename)
        places.append(f"{file.parent.name}/{file.name}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return "<".join(reversed(places[-PLACES_OF_AN_ERROR:])) or "?"
