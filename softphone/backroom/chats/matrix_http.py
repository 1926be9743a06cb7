"""What the client-server API of Matrix looks like from here: one request, one answer, and every trouble by its name.

    Trouble                what the world does
    ├── Unreachable        no answer, or one that says the server is ill: tried again later
    │   └── Untrusted      its certificate is vouched for by nobody whom this computer knows, or is another's
    ├── Limited            told to wait, and how long
    ├── LoggedOut          the token is known no more: nobody may try again with it
    └── Rejected           understood and not done; `code` is the spec's word for why

Certificates are verified against the system's store; redirects are not followed; answers are bounded.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from softphone.backroom.crm import allowed
from softphone.backroom.way_out import Proxies, WayOut

if TYPE_CHECKING:
    import httpx

MAX_ANSWER_BYTES = 32 * 1024 * 1024  # a sync after a week
ANSWER_S = 20.0
LONGEST_WAIT_S = 600.0


class Trouble(Exception):
    pass


class Unreachable(Trouble):
    pass


class Untrusted(Unreachable):
    pass


class Limited(Trouble):
    def __init__(self, wait_s: float) -> None:
        super().__init__(f"{wait_s:.1f} s")
        self.wait_s = wait_s


class LoggedOut(Trouble):
    """`soft`: the session is still known by its device, and a log-in with that goes on with it."""

    def __init__(self, soft: bool) -> None:
        super().__init__("soft" if soft else "hard")
        self.soft = soft


class Rejected(Trouble):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


class MatrixHttp:
    """Loaded with the first request: a desk without a homeserver never pays for it."""

    def __init__(self, proxies: Proxies | None = None) -> None:
        self._way = WayOut(proxies or Proxies(), connections=8)

    async def close(self) -> None:
        await self._way.close()

    async def ask(
        self,
        method: str,
        url: str,
        body: Any = None,
        *,
        token: str = "",
        query: dict[str, str] | None = None,
        answer_s: float = ANSWER_S,
        follow: bool = False,
    ) -> dict[str, Any]:
        """The object in the answer. Raises Trouble."""
        content = None if body is None else msgspec.json.encode(body)
        kind = {} if content is None else {"Content-Type": "application/json"}
        asked = self._asked(method, url, content, kind, token=token, query=query, answer_s=answer_s, follow=follow)
        async with asked as response:
            return _judge(response.status_code, await _read(response))

    async def give(
        self, url: str, content: AsyncIterator[bytes], size: int, kind: str, token: str, answer_s: float
    ) -> dict[str, Any]:
        """Bytes go there as they are read. Raises Trouble."""
        headers = {"Content-Type": kind, "Content-Length": str(size)}
        async with self._asked("POST", url, content, headers, token=token, answer_s=answer_s) as response:
            return _judge(response.status_code, await _read(response))

    async def fetch(
        self, url: str, token: str, most_bytes: int, query: dict[str, str] | None = None
    ) -> AsyncIterator[tuple[bytes, int]]:
        """What is there, in parts, each with the size of the whole where it is told. Raises Trouble."""
        async with self._asked("GET", url, None, {}, token=token, query=query) as response:
            if response.status_code != 200:
                _judge(response.status_code, await _read(response))
                raise Unreachable(str(response.status_code))  # a redirection; we follow none
            told = response.headers.get("Content-Length", "")
            size, came = int(told) if told.isdecimal() and len(told) < 16 else 0, 0
            async for part in response.aiter_bytes():
                came += len(part)
                if max(came, size) > most_bytes:
                    raise Rejected(413, "M_TOO_LARGE")
                yield part, size

    @contextlib.asynccontextmanager
    async def _asked(
        self,
        method: str,
        url: str,
        content: bytes | AsyncIterator[bytes] | None,
        headers: dict[str, str],
        *,
        token: str,
        query: dict[str, str] | None = None,
        answer_s: float = ANSWER_S,
        follow: bool = False,
    ) -> AsyncIterator[httpx.Response]:
        import httpx

        known = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            async with (await self._way.client(url)).stream(
                method,
                url,
                content=content,
                headers={**headers, **known},
                params=query,
                timeout=answer_s,
                follow_redirects=follow,
            ) as response:
                yield response
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
            kind = Untrusted if _is_about_certificate(error) else Unreachable
            raise kind(type(error).__name__) from error


class MatrixApi:
    """One log-in at one homeserver."""

    def __init__(self, http: MatrixHttp, server: str, user_id: str, device_id: str, token: str) -> None:
        self._http = http
        self.server = server
        self.user_id = user_id
        self.device_id = device_id
        self._token = token

    async def ask(
        self,
        method: str,
        *path: str,
        body: Any = None,
        query: dict[str, str] | None = None,
        answer_s: float = ANSWER_S,
    ) -> dict[str, Any]:
        """`path` after /_matrix/client/v3, in its parts: ids are quoted here and nowhere else."""
        url = api_url(self.server, *path)
        return await self._http.ask(method, url, body, token=self._token, query=query, answer_s=answer_s)

    async def give(self, path: str, content: AsyncIterator[bytes], size: int, kind: str) -> dict[str, Any]:
        """`path` from the root. The server makes small pictures before it answers."""
        return await self._http.give(f"{self.server}{path}", content, size, kind, self._token, answer_s=60.0)

    def fetch(
        self, path: str, most_bytes: int, query: dict[str, str] | None = None
    ) -> AsyncIterator[tuple[bytes, int]]:
        return self._http.fetch(f"{self.server}{path}", self._token, most_bytes, query)


def api_url(server: str, *path: str, version: str = "v3") -> str:
    return "/".join((server.rstrip("/"), "_matrix/client", version, *(quote(part, safe="") for part in path)))


def may_be_used(server: str) -> bool:
    """https, or this computer."""
    return allowed(server)


def _is_about_certificate(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


async def _read(response: httpx.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > MAX_ANSWER_BYTES:
            raise ValueError("the answer is too large")
        parts.append(part)
    return b"".join(parts)


def _judge(status: int, untrusted_text: bytes) -> dict[str, Any]:
    try:
        answer = msgspec.json.decode(untrusted_text) if untrusted_text else {}
    except (msgspec.DecodeError, RecursionError):
        answer = None
    said = answer if isinstance(answer, dict) else {}
    if 200 <= status < 300:
        if answer is not said:
            raise Unreachable("no JSON")  # a hotel's log-in page, not a homeserver
        return said
    code = said.get("errcode")
    code = code if isinstance(code, str) else ""
    if status == 429 or code == "M_LIMIT_EXCEEDED":
        raise Limited(_wait_s(said.get("retry_after_ms")))
    if status == 401 and code in ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"):
        raise LoggedOut(said.get("soft_logout") is True)
    if status >= 500 or status == 408 or not code:
        raise Unreachable(str(status))
    raise Rejected(status, code[:60])


def _wait_s(untrusted: object) -> float:
    wait_ms = untrusted if isinstance(untrusted, int | float) and not isinstance(untrusted, bool) else 5_000
    return min(max(wait_ms / 1000, 0.1), LONGEST_WAIT_S)
