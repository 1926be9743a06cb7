"""The SIP wheel with its TLS library disarmed: a copy in which every function of libssl ends the process that calls it.

The wheel is linked against that library, so it is always there; what must hold is that nothing in it is ever reached.
"""

from __future__ import annotations

import shutil
import struct
from importlib.metadata import distribution
from pathlib import Path

TRAP = b"\x0f\x0b"  # ud2: SIGILL
_DYNSYM, _LOAD, _FUNCTION = 11, 1, 2
_OF_THE_LOADER = {"_init", "_fini"}


def disarmed_wheel(place: Path) -> tuple[Path, Path]:
    """The folder to put in front of Python's path, and the library in it."""
    site = Path(str(distribution("pjsua2-python").locate_file("")))
    for name in ("pjsua2", "pjsua2_python.libs"):
        shutil.copytree(site / name, place / name)
    (library,) = (place / "pjsua2_python.libs").glob("libssl-*")
    assert disarm(library) > 200
    return place, library


def disarm(library: Path) -> int:
    """How many functions of that ELF file (64 bits) end in a trap now."""
    content = bytearray(library.read_bytes())
    programs, sections = struct.unpack_from("<QQ", content, 32)
    _, program_count, section_size, section_count = struct.unpack_from("<4H", content, 54)
    loaded = [
        (address, size, offset)
        for kind, _, offset, address, _, size in (
            struct.unpack_from("<IIQQQQ", content, programs + 56 * number) for number in range(program_count)
        )
        if kind == _LOAD
    ]
    heads = [struct.unpack_from("<IIQQQQIIQQ", content, sections + section_size * n) for n in range(section_count)]
    (symbols,) = [head for head in heads if head[1] == _DYNSYM]
    names = heads[symbols[6]][4]
    trapped = 0
    for at in range(symbols[4], symbols[4] + symbols[5], symbols[9]):
        name, about, _, section, address, _ = struct.unpack_from("<IBBHQQ", content, at)
        said = content[names + name : content.index(0, names + name)].decode()
        if about & 15 == _FUNCTION and section and said not in _OF_THE_LOADER:
            begin, _, offset = next(each for each in loaded if each[0] <= address < each[0] + each[1])
            content[offset + address - begin : offset + address - begin + 2] = TRAP
            trapped += 1
    library.write_bytes(content)
    return trapped
