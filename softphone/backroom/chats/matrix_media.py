"""Pictures and files at the homeserver: what it takes, up, down, and the small ones that it makes itself.

Downloads are those that ask for a log-in (Matrix 1.11); a server that does not know them yet is asked the old way.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator

from softphone.backroom.chats.matrix_http import MatrixApi, Rejected, Unreachable

MOST_SMALL_BYTES = 2 * 1024 * 1024
SMALL = {"width": "640", "height": "480", "method": "scale"}
_URL = re.compile(r"mxc://([A-Za-z0-9.\-:\[\]]{1,255})/([A-Za-z0-9_\-]{1,255})")


class MatrixMedia:
    def __init__(self, api: MatrixApi) -> None:
        self._api = api
        self._largest: int | None = None

    async def largest(self) -> int:
        """Bytes that the server takes; 0 where it does not say. Raises Trouble."""
        if self._largest is None:
            self._largest = await self._ask_largest()
        return self._largest

    async def _ask_largest(self) -> int:
        with contextlib.suppress(Rejected):
            async for text, _ in self._api.fetch("/_matrix/client/v1/media/config", 65_536):
                found = re.search(rb'"m\.upload\.size"\s*:\s*(\d{1,15})', text)
                return int(found[1]) if found else 0
        return 0

    async def up(self, content: AsyncIterator[bytes], size: int, kind: str) -> str:
        """Where the server has it now. Raises Trouble."""
        answer = await self._api.give("/_matrix/media/v3/upload", content, size, kind)
        url = answer.get("content_uri")
        if not isinstance(url, str) or not is_url(url):
            raise Unreachable("no content uri")
        return url

    async def down(self, url: str, most_bytes: int) -> AsyncIterator[tuple[bytes, int]]:
        """In parts, each with the size of the whole where it is told. Raises Trouble."""
        async for part in self._get("download", url, most_bytes):
            yield part

    async def small(self, url: str) -> bytes:
        """As the server drew it. Raises Trouble."""
        return b"".join([part async for part, _ in self._get("thumbnail", url, MOST_SMALL_BYTES, SMALL)])

    async def _get(
        self, word: str, url: str, most_bytes: int, query: dict[str, str] | None = None
    ) -> AsyncIterator[tuple[bytes, int]]:
        found = _URL.fullmatch(url)
        if found is None:
            raise Rejected(404, "M_NOT_FOUND")
        try:
            async for part in self._api.fetch(
                f"/_matrix/client/v1/media/{word}/{found[1]}/{found[2]}", most_bytes, query
            ):
                yield part
        except Rejected as refused:
            if refused.code != "M_UNRECOGNIZED":
                raise
            async for part in self._api.fetch(f"/_matrix/media/v3/{word}/{found[1]}/{found[2]}", most_bytes, query):
                yield part


def is_url(untrusted: str) -> bool:
    return _URL.fullmatch(untrusted) is not None
