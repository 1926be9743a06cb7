"""Whether the other end of a loopback connection is a socket of this very process: PJSIP's, and nobody else's."""

from __future__ import annotations

import ctypes
import os
import socket
import stat
import struct
import sys

LOOPBACK = "127.0.0.1"
_OWNER_PID_ALL = 5  # TCP_TABLE_OWNER_PID_ALL
_TOO_SMALL = 122  # ERROR_INSUFFICIENT_BUFFER


def is_ours(their_port: int, our_port: int, their_host: str = LOOPBACK) -> bool:
    """Whether this process has the socket their_host:their_port that is connected to 127.0.0.1:our_port."""
    if sys.platform == "win32":
        return (their_port, our_port) in _connections_of(os.getpid())
    return any(_is_that(fd, (their_host, their_port), our_port) for fd in _open_files())


def _open_files() -> list[int]:
    return [int(name) for name in os.listdir("/dev/fd") if name.isdigit()]  # Linux and macOS alike


def _is_that(fd: int, theirs: tuple[str, int], our_port: int) -> bool:
    try:
        if not stat.S_ISSOCK(os.fstat(fd).st_mode):
            return False
        with socket.socket(fileno=os.dup(fd)) as one:
            if one.family is not socket.AF_INET or one.getsockname() != theirs:
                return False
            return bool(one.getpeername() == (LOOPBACK, our_port))
    except OSError:
        return False


def _connections_of(pid: int) -> set[tuple[int, int]]:
    """Local and remote port of this process' IPv4 connections, from Windows' own table (iphlpapi)."""
    table = ctypes.WinDLL("iphlpapi").GetExtendedTcpTable  # type: ignore[attr-defined, unused-ignore]
    size = ctypes.c_ulong(0)
    for _ in range(5):  # it may grow between the two questions
        room = ctypes.create_string_buffer(max(size.value, 4))
        code = table(room, ctypes.byref(size), False, socket.AF_INET.value, _OWNER_PID_ALL, 0)
        if code == 0:
            return _read_table(room.raw, pid)
        if code != _TOO_SMALL:
            break
    return set()


def _read_table(raw: bytes, pid: int) -> set[tuple[int, int]]:
    """MIB_TCPTABLE_OWNER_PID: a count, then rows of six 32-bit figures; ports in network order in the low half."""
    (count,) = struct.unpack_from("<I", raw)
    found = set()
    for row in range(count):
        _, _, local, _, remote, owner = struct.unpack_from("<6I", raw, 4 + 24 * row)
        if owner == pid:
            found.add((socket.ntohs(local & 0xFFFF), socket.ntohs(remote & 0xFFFF)))
    return found
