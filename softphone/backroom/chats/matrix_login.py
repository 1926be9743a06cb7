"""Finding the homeserver and logging in: by password, or by single sign-on in the person's own browser.

A log-in is a device: it is made once and kept. One that the homeserver wants again goes on with the same device, so
that what had left under it is still known.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlsplit

from msgspec import Struct

from softphone.backroom.chats.matrix_http import (
    MatrixHttp,
    Rejected,
    Trouble,
    Unreachable,
    Untrusted,
    api_url,
    may_be_used,
)
from softphone.backroom.chats.matrix_reading import a_dict, a_list, a_text, an_id
from softphone.domain.matrix import read_matrix_id

DEVICE_NAME = "Aside"
BROWSER_S = 300.0
_MOST_REQUEST_BYTES = 8_192
_PASSWORD, _SSO, _TOKEN = "m.login.password", "m.login.sso", "m.login.token"


class NotPossible(Exception):
    """The log-in cannot be: `why` is a word for ui/matrix_words.py."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class LoggedIn(Struct, frozen=True):
    server: str
    user_id: str
    device_id: str
    token: str


async def find_server(http: MatrixHttp, typed: str) -> str:
    """The address of the API for an address, a server's name or a user id
    (https://spec.matrix.org/v1.15/client-server-api/#well-known-uris). Raises NotPossible or Trouble."""
    text = typed.strip().rstrip("/")
    if text.startswith("@"):
        text = text.partition(":")[2]
    if not text:
        raise NotPossible("no_server")
    if "://" in text:
        server = text
    else:
        server = f"https://{text}"
        try:
            told = await http.ask("GET", f"https://{text}/.well-known/matrix/client", follow=True)
        except (Rejected, Unreachable):
            told = {}  # none there, and the name itself may be the server
        server = a_text(a_dict(told.get("m.homeserver")).get("base_url")).rstrip("/") or server
    if not may_be_used(server):
        raise NotPossible("not_secure")
    told = await http.ask("GET", f"{server}/_matrix/client/versions")
    if not a_list(told.get("versions")):
        raise NotPossible("no_homeserver")
    return server


async def by_password(http: MatrixHttp, server: str, user: str, password: str, device_id: str) -> LoggedIn:
    if _PASSWORD not in await _flows(http, server):
        raise NotPossible("only_browser")
    name = user.strip()
    identifier = {"type": "m.id.user", "user": read_matrix_id(name) or name.removeprefix("@")}
    return await _login(http, server, {"type": _PASSWORD, "identifier": identifier, "password": password}, device_id)


async def by_browser(http: MatrixHttp, server: str, device_id: str, open_page: Callable[[str], None]) -> LoggedIn:
    """The page comes back to a door on this computer that is open for this log-in alone."""
    if _SSO not in await _flows(http, server):
        raise NotPossible("only_password")
    came: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    path = f"/{secrets.token_urlsafe(24)}"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = (await asyncio.wait_for(reader.readline(), 10))[:_MOST_REQUEST_BYTES]
            token = _login_token(line.decode("ascii", "replace"), path)
            page, status = (_DONE, "200 OK") if token else ("", "404 Not Found")
            writer.write(
                f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page.encode())}"
                f"\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}".encode()
            )
            await writer.drain()
            if token and not came.done():
                came.set_result(token)
        except (TimeoutError, OSError, ValueError):
            pass  # not our page's business
        finally:
            writer.close()

    door = await asyncio.start_server(answer, "127.0.0.1", 0, limit=_MOST_REQUEST_BYTES)
    try:
        back = f"http://127.0.0.1:{door.sockets[0].getsockname()[1]}{path}"
        open_page(f"{api_url(server, 'login', 'sso', 'redirect')}?redirectUrl={quote(back, safe='')}")
        async with asyncio.timeout(BROWSER_S):
            token = await came
    except TimeoutError:
        raise NotPossible("browser_late") from None
    finally:
        door.close()
    return await _login(http, server, {"type": _TOKEN, "token": token}, device_id)


def why_not(trouble: Trouble) -> str:
    """A word for the person who tried to log in."""
    match trouble:
        case Rejected(code="M_USER_DEACTIVATED"):
            return "deactivated"
        case Rejected(code="M_FORBIDDEN"):
            return "wrong_password"
        case Untrusted():
            return "certificate"
        case Unreachable():
            return "unreachable"
        case _:
            return "refused"


async def _flows(http: MatrixHttp, server: str) -> frozenset[str]:
    told = await http.ask("GET", api_url(server, "login"))
    return frozenset(a_text(a_dict(flow).get("type")) for flow in a_list(told.get("flows")))


async def _login(http: MatrixHttp, server: str, body: dict[str, object], device_id: str) -> LoggedIn:
    device: dict[str, object] = {"device_id": device_id} if device_id else {}
    body = {**body, **device, "initial_device_display_name": DEVICE_NAME}
    told = await http.ask("POST", api_url(server, "login"), body)
    user_id, device_id, token = an_id(told.get("user_id")), an_id(told.get("device_id")), told.get("access_token")
    if not user_id or not device_id or not isinstance(token, str) or not token:
        raise NotPossible("no_homeserver")
    return LoggedIn(server, user_id, device_id, token)


def _login_token(request_line: str, path: str) -> str:
    method, _, rest = request_line.partition(" ")
    asked = urlsplit(rest.partition(" ")[0])
    found = parse_qs(asked.query).get("loginToken", [""])
    return found[0][:1_000] if method == "GET" and secrets.compare_digest(asked.path, path) else ""


_DONE = (
    "<!doctype html><title>Aside</title><body style='font:16px sans-serif;margin:4em'>"
    "You are logged in. You can close this page.<br>Sie sind angemeldet. Diese Seite kann geschlossen werden."
)
