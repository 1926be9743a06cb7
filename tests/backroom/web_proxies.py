"""A proxy that HTTPS goes through (CONNECT or SOCKS5), as a company has one: with a log-in or without."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator


class WebProxy:
    """`known` says which port a name leads to; any other name is not reached. `login` is "user:password"."""

    def __init__(self, known: dict[str, int], login: str = "") -> None:
        self._known = known
        self._login = login
        self.open: set[asyncio.Task[None]] = set()
        self.asked: list[str] = []
        self.refused = 0
        self.port = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def came(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.add(asyncio.create_task(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(1)
        port = await (self._socks(reader, writer) if first == b"\x05" else self._connect(first, reader, writer))
        if port:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(_carry(reader, far_writer), _carry(far_reader, writer))
        await _close(writer)

    async def _connect(self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
        request = (first + await reader.readuntil(b"\r\n\r\n")).decode()
        method, target, _ = request.split(" ", 2)
        assert method == "CONNECT", "nothing is told to the proxy but where to"
        sent = {name.lower(): value for name, _, value in (line.partition(": ") for line in request.split("\r\n"))}
        said = base64.b64decode(sent.get("proxy-authorization", "").removeprefix("Basic ")).decode()
        port = self._judged(said, target)
        writer.write(b"HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n" % (200 if port else 407))
        return port

    async def _socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
        """RFC 1928 with the log-in of RFC 1929, names and not addresses."""
        methods = await reader.readexactly((await reader.readexactly(1))[0])
        said = ""
        writer.write(b"\x05\x02" if 2 in methods else b"\x05\x00")
        if 2 in methods:
            await reader.readexactly(1)
            user, password = [await reader.readexactly((await reader.readexactly(1))[0]) for _ in range(2)]
            said = f"{user.decode()}:{password.decode()}"
            writer.write(b"\x01\x00")
        assert await reader.readexactly(4) == b"\x05\x01\x00\x03"
        host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        port = self._judged(said, f"{host}:{int.from_bytes(await reader.readexactly(2), 'big')}")
        writer.write(b"\x05" + (b"\x00" if port else b"\x02") + b"\x00\x01" + bytes(6))
        return port

    def _judged(self, login: str, target: str) -> int:
        """The port that it leads to; 0 for nowhere."""
        if login != self._login:
            self.refused += 1
            return 0
        self.asked.append(target)
        return self._known.get(target.rpartition(":")[0], 0)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    await _close(writer)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


@contextlib.asynccontextmanager
async def web_proxy(known: dict[str, int], login: str = "") -> AsyncIterator[WebProxy]:
    proxy = WebProxy(known, login)
    async with await asyncio.start_server(proxy.came, "127.0.0.1", 0) as server:
        proxy.port = server.sockets[0].getsockname()[1]
        yield proxy
        await asyncio.gather(*proxy.open)
