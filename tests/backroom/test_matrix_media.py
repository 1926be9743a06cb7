"""Files at a homeserver that is old, ill or not to be trusted: bounded, without redirection, by the way it knows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from softphone.backroom.chats.matrix_http import LoggedOut, MatrixApi, MatrixHttp, Rejected, Trouble, Unreachable
from softphone.backroom.chats.matrix_media import MatrixMedia
from tests.backroom.servers import CUT, CrmServer, answer

URL = "mxc://example.org/abc"
UNKNOWN = answer(404, {"errcode": "M_UNRECOGNIZED"})


def fetched(*answers: bytes | None, url: str = URL, most_bytes: int = 1000) -> tuple[bytes | type[Trouble], list[str]]:
    """What came, or how it failed; and the paths that were asked."""

    async def fetch() -> tuple[bytes | type[Trouble], list[str]]:
        async with CrmServer(list(answers)) as server:
            http = MatrixHttp()
            api = MatrixApi(http, f"http://127.0.0.1:{server.port}", "@anna:x", "D", "token")
            try:
                got: bytes | type[Trouble] = b"".join([p async for p, _ in MatrixMedia(api).down(url, most_bytes)])
            except Trouble as trouble:
                got = type(trouble)
            await http.close()
            return got, [asked.line.split(" ")[1] for asked in server.asked]

    return asyncio.run(fetch())


def test_a_server_that_does_not_know_downloads_with_a_log_in_is_asked_the_old_way() -> None:
    assert fetched(UNKNOWN, answer(200, b"rails")) == (
        b"rails",
        ["/_matrix/client/v1/media/download/example.org/abc", "/_matrix/media/v3/download/example.org/abc"],
    )


@pytest.mark.parametrize(
    ("replies", "how"),
    [
        ((answer(200, bytes(1001)),), Rejected),
        ((answer(302, b"", Location="http://192.0.2.1/"),), Unreachable),
        ((answer(404, {"errcode": "M_NOT_FOUND"}),), Rejected),
        ((answer(401, {"errcode": "M_UNKNOWN_TOKEN"}),), LoggedOut),
        ((CUT,), Unreachable),
    ],
)
def test_what_is_too_large_or_led_elsewhere_or_gone_is_not_taken(replies: tuple[bytes, ...], how: type) -> None:
    assert fetched(*replies)[0] is how


def test_an_address_that_is_none_asks_nobody() -> None:
    for url in ("mxc://example.org/../x", "https://example.org/abc", "mxc://example.org/a?b=c", ""):
        assert fetched(answer(200, b"x"), url=url) == (Rejected, [])


def test_a_place_that_is_none_is_no_upload() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"rails"

    async def up() -> str:
        async with CrmServer([answer(200, {"content_uri": "https://evil.example/x"})]) as server:
            http = MatrixHttp()
            api = MatrixApi(http, f"http://127.0.0.1:{server.port}", "@anna:x", "D", "token")
            try:
                return await MatrixMedia(api).up(pieces(), 5, "text/plain")
            finally:
                await http.close()

    with pytest.raises(Unreachable):
        asyncio.run(up())
