"""The link to the homeserver: one log-in, kept over starts; its sync, its sender and its housekeeping while it holds.

The token is in the key store. One that the homeserver knows no more is never tried again: the agent is asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from softphone.backroom.chats import matrix_departments, matrix_login
from softphone.backroom.chats.matrix import MatrixChat, Receipts
from softphone.backroom.chats.matrix_board import Board
from softphone.backroom.chats.matrix_crypt import Crypt
from softphone.backroom.chats.matrix_http import Limited, LoggedOut, MatrixApi, MatrixHttp, Rejected, Trouble
from softphone.backroom.chats.matrix_intake import Intake
from softphone.backroom.chats.matrix_login import LoggedIn, NotPossible
from softphone.backroom.chats.matrix_media import MatrixMedia
from softphone.backroom.chats.matrix_rooms import Rooms
from softphone.backroom.chats.matrix_rows import Account, MatrixRows
from softphone.backroom.chats.matrix_sender import Sender
from softphone.backroom.chats.matrix_shared import Shared
from softphone.backroom.chats.matrix_sync import Sync
from softphone.backroom.chats.matrix_uploads import Uploads
from softphone.backroom.database import Database
from softphone.backroom.inbox import Inbox
from softphone.backroom.journal import Journal
from softphone.backroom.outbox import Attempt, next_attempt_delay
from softphone.backroom.ports import Closed, Secret, SecretName, Vault
from softphone.backroom.way_out import Proxies
from softphone.domain.catalogue import Topic
from softphone.domain.facts import BrowserWanted, Fact, MatrixChanged
from softphone.domain.feedback import Feedback
from softphone.domain.interaction import Delivered
from softphone.domain.matrix import Link, LinkState, LogInMatrix
from softphone.domain.settings import Settings
from softphone.host.clock import Clock

log = logging.getLogger("aside.matrix")

TIDY_S = 3_600.0
TYPING_MS = 75_000  # told again each minute while it is true


class Homeserver:
    def __init__(
        self, database: Database, journal: Journal, vault: Vault, settings: Callable[[], Settings],
        post: Callable[[Fact], None], clock: Clock, proxies: Proxies,
    ) -> None:  # fmt: skip
        self._database = database
        self._journal = journal
        self._vault = vault
        self._settings = settings
        self._post = post
        self._clock = clock
        self.rows = self._rows = MatrixRows(database)
        self.shared = Shared(database, self._rows)
        self._receipts = Receipts()
        self.chat = MatrixChat(journal, self._rows, self._receipts)
        self._http = MatrixHttp(proxies.instead(lambda: settings().matrix_proxy))
        self._proxy = ""
        self._api: MatrixApi | None = None
        self.media: MatrixMedia | None = None  # while there is a link
        self._uploads: Uploads | None = None
        self._largest_file = 0
        self._sync: Sync | None = None
        self._board: Board | None = None
        self.watched: tuple[str, ...] | None = None  # None: the desk has not said yet
        self._link = Link()
        self._token: tuple[str, str] | None = None  # of which device; read once, kept in memory
        self._turn = asyncio.Event()  # settings or log-in are others now
        self._failures = 0
        self._logging_in: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """For as long as the desk lives."""
        try:
            while True:
                self._turn.clear()
                await self._use_proxy()
                if self._logging_in is None:
                    await self._hold_on()
                await self._turn.wait()
        finally:
            self.stop()
            await self._http.close()

    def stop(self) -> None:
        """A log-in that waits for the browser does not hold up the end."""
        if self._logging_in is not None:
            self._logging_in.cancel()

    def settings_changed(self, old: Settings, new: Settings) -> None:
        if old.matrix_directory != new.matrix_directory:
            self.shared.wanted.set()
        if old.matrix_server != new.matrix_server or _proxy_wish(old) != _proxy_wish(new):
            self._turn.set()

    @property
    def user_id(self) -> str:
        account = self._rows.account()
        return account.user_id if account is not None else ""

    async def share_catalogue(self, topics: tuple[Topic, ...]) -> str:
        """"" or what is in the way."""
        return await self._board.keep_catalogue(topics) if self._board else "not_there"

    async def tell_room(self, room: str, feedback: Feedback, mark: str) -> tuple[Attempt, int]:
        """One attempt to tell a department in its room."""
        api = self._api
        return await matrix_departments.tell(api, room, feedback, mark) if api else (Attempt(Delivered.WAITING), 0)

    def watch(self, addresses: tuple[str, ...]) -> None:
        """Presence of these alone."""
        if addresses != self.watched:
            self.watched = addresses
            self.experts_changed()

    def experts_changed(self) -> None:
        if self._sync is not None:
            self._sync.start_anew()

    async def log_in(self, wanted: LogInMatrix) -> None:
        """In place of one that is still under way."""
        self.stop()
        self._logging_in = asyncio.current_task()
        self._turn.set()
        try:
            await self._log_in(wanted)
        finally:
            if self._logging_in is asyncio.current_task():
                self._logging_in = None
            self._turn.set()

    async def log_out(self) -> None:
        """Here, and at the homeserver where it can be told."""
        api = self._api
        account = self._rows.account()
        if api is not None:
            with contextlib.suppress(Trouble):
                await api.ask("POST", "logout", body={})
        if account is not None:
            await self._vault.forget(SecretName.MATRIX_TOKEN, account.user_id)
        self._token = None
        await self._database.write(lambda _: self._rows.forget_account())
        self._say(LinkState.LOGGED_OUT)
        self._turn.set()

    async def stop_file(self, file_id: str) -> None:
        """Where it has not gone up yet."""
        now = self._clock.now()
        for fact in await self._database.write(lambda _: self.chat.give_up(file_id, "stopped", now)):
            self._post(fact)
        if self._uploads is not None:
            self._uploads.stop(file_id)

    async def tell_typing(self, conversation_id: str, writes: bool) -> None:
        talk, api = self._rows.talk(conversation_id), self._api
        if talk is None or api is None:
            return
        body = {"typing": True, "timeout": TYPING_MS} if writes else {"typing": False}
        with contextlib.suppress(Trouble):  # it passes
            await api.ask("PUT", "rooms", talk.room_id, "typing", api.user_id, body=body)

    # --- The log-in ---------------------------------------------------------------------------------------

    async def _log_in(self, wanted: LogInMatrix) -> None:
        settings, old = self._settings(), self._rows.account()
        await self._use_proxy()
        self._say(LinkState.LOGGING_IN)
        try:
            server = await matrix_login.find_server(self._http, settings.matrix_server)
            device_id = old.device_id if old is not None and old.server == server else ""
            if wanted.password:
                user, password = wanted.user, wanted.password
                made = await matrix_login.by_password(self._http, server, user, password, device_id)
            else:
                made = await matrix_login.by_browser(self._http, server, device_id, self._open_page)
        except NotPossible as no:
            self._say(LinkState.LOGGED_OUT, why=no.why)
        except Limited as told:
            until = self._clock.now() + timedelta(seconds=told.wait_s)
            self._post_link(Link(LinkState.LOGGED_OUT, why="limited", until=until))
        except Trouble as trouble:
            self._say(LinkState.LOGGED_OUT, why=matrix_login.why_not(trouble))
        else:
            await self._keep(made, old)

    async def _keep(self, made: LoggedIn, old: Account | None) -> None:
        same = old is not None and old.user_id == made.user_id
        since, name = old.since if old is not None and same else "", self._settings().matrix_server

        def keep(_: object) -> None:
            if old is not None and not same:
                self._rows.forget_rooms()
            self._rows.give_keys_again()
            self._rows.keep_account(Account(name, made.server, made.user_id, made.device_id, since))

        await self._database.write(keep)
        self._token = (made.device_id, made.token)
        await self._vault.keep(SecretName.MATRIX_TOKEN, made.token, made.user_id)
        log.info("logged in")

    def _open_page(self, url: str) -> None:
        self._say(LinkState.BROWSER)
        self._post(BrowserWanted(self._clock.now(), url))

    # --- The link -----------------------------------------------------------------------------------------

    async def _hold_on(self) -> None:
        """Linked for as long as the settings, the log-in and the token allow it."""
        account = self._rows.account()
        name = self._settings().matrix_server
        if not name:
            self._say(LinkState.OFF)
        elif account is None or account.name != name:
            if self._link.state is not LinkState.LOGGED_OUT:
                self._say(LinkState.LOGGED_OUT)
        elif isinstance(token := await self._read_token(account), str):
            await self._linked(account, token)
        else:
            self._say(token)

    async def _linked(self, account: Account, token: str) -> None:
        self._say(LinkState.CONNECTING)
        while not self._turn.is_set():
            work = asyncio.ensure_future(self._work(account, token))
            turn = asyncio.ensure_future(self._turn.wait())
            try:
                await asyncio.wait({work, turn}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (work, turn):
                    task.cancel()
                await asyncio.wait({work, turn})
                self._api = self._sync = self.media = self._uploads = self._board = None
            error = None if work.cancelled() else work.exception()
            if isinstance(error, LoggedOut):
                await self._expired(account, error)
                return
            if isinstance(error, Trouble):
                await self._pause(error)
            elif error is not None:
                # A mistake of ours: said, and tried again with what comes next, as a start would.
                log.error("link failed error=%s", type(error).__name__)
                await self._pause(Trouble("mistake"))

    async def _work(self, account: Account, token: str) -> None:
        """Raises Trouble."""
        api = self._api = MatrixApi(self._http, account.server, account.user_id, account.device_id, token)
        database, rows, journal, clock = self._database, self._rows, self._journal, self._clock
        media = self.media = MatrixMedia(api)
        uploads = self._uploads = Uploads(media, database, rows, journal, self.chat, self._post, clock)
        crypt = Crypt(api, database, rows)
        await crypt.begin()
        intake = Intake(account.user_id, rows, journal, Inbox(journal), self.shared, crypt)
        sync = Sync(
            api, database, rows, journal, intake, self._post, clock, self._alive, crypt.look, lambda: self.watched
        )
        self._sync = sync
        rooms = Rooms(api, database, rows, journal, self._settings, clock, sync.start_anew)
        sender = Sender(api, database, rows, journal, rooms, self.chat, self._receipts, self._post, clock, crypt)
        board = Board(api, database, rows, self.shared, self._settings, self._post, clock, sync.start_anew, crypt)
        self._board = board
        await _all_of(
            board.run(), sync.run(), sender.run(), sender.give_receipts(), self._leave_rooms(rooms), uploads.run(),
            self._ask_largest(media), crypt.run(),
        )  # fmt: skip

    async def _ask_largest(self, media: MatrixMedia) -> None:
        """How large a file it takes, so that none is taken here in vain."""
        largest = await media.largest()
        if largest != self._largest_file:
            self._largest_file = largest
            self._post_link(replace(self._link, largest_file=largest))

    async def _leave_rooms(self, rooms: Rooms) -> None:
        """Those that served their conversation and their time."""
        while True:
            before = self._clock.now() - timedelta(days=self._settings().matrix_kept_days)
            for room_id in self._rows.unused_rooms(before):
                await rooms.leave(room_id)
            await asyncio.sleep(TIDY_S)

    def _alive(self) -> None:
        """The sync was answered: whatever waits for the network may go."""
        if self._link.state is not LinkState.ONLINE:
            self._failures = 0
            self._say(LinkState.ONLINE)
            self.chat.send_waiting(self._clock.now())

    async def _pause(self, trouble: Trouble) -> None:
        if isinstance(trouble, Limited):
            wait_s = trouble.wait_s
        else:
            wait_s = next_attempt_delay(self._failures)
            self._failures += 1
        log.info("homeserver not reached reason=%s attempt=%d", trouble, self._failures)
        self._say(LinkState.OFFLINE, why="limited" if isinstance(trouble, Limited) else "unreachable")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._turn.wait(), wait_s)

    async def _expired(self, account: Account, error: LoggedOut) -> None:
        """Its device is remembered, so that a new log-in goes on where this one ended."""
        log.warning("log-in is known no more soft=%s", error.soft)
        self._token = None
        await self._vault.forget(SecretName.MATRIX_TOKEN, account.user_id)
        self._say(LinkState.EXPIRED)

    async def _read_token(self, account: Account) -> str | LinkState:
        if self._token is not None and self._token[0] == account.device_id:
            return self._token[1]
        match await self._vault.fetch(SecretName.MATRIX_TOKEN, account.user_id):
            case Secret(value):
                self._token = (account.device_id, value)
                return value
            case Closed():
                return LinkState.KEYS_CLOSED
            case _:
                return LinkState.EXPIRED

    async def _use_proxy(self) -> None:
        """What went through another one ends."""
        if _proxy_wish(self._settings()) != self._proxy:
            self._proxy = _proxy_wish(self._settings())
            await self._http.close()

    def _say(self, state: LinkState, why: str = "") -> None:
        account = self._rows.account()
        if account is None:
            self._post_link(Link(state, why=why))
        else:
            self._post_link(Link(state, account.user_id, account.server, why, largest_file=self._largest_file))

    def _post_link(self, link: Link) -> None:
        if link != self._link:
            self._link = link
            self._post(MatrixChanged(self._clock.now(), link))


async def _all_of(*parts: Coroutine[Any, Any, None]) -> None:
    """All of them at once, until the first of them fails: its error, after the others have ended."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for error in ended:
        if isinstance(error, Rejected):
            raise Trouble(str(error)) from error
        if isinstance(error, Exception):
            raise error


def _proxy_wish(settings: Settings) -> str:
    return settings.matrix_proxy or settings.http_proxy
