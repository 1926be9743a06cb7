"""What goes on in the backroom's thread: the store is opened, then each effect is an errand of its own.

Loaded by that thread and not with the window: what is needed here takes longer to load than the window itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Literal

from softphone.backroom.answers.telling import Telling
from softphone.backroom.chats.matrix_homeserver import Homeserver
from softphone.backroom.chats.several import Chats
from softphone.backroom.chats.sip import SipChat
from softphone.backroom.crm import CrmClient
from softphone.backroom.database import Database, StoreReport, move_in, open_database
from softphone.backroom.directories.book import Book
from softphone.backroom.directories.http import HttpDirectory
from softphone.backroom.directories.topics import ExpertSource, TopicSource
from softphone.backroom.errands import Errands
from softphone.backroom.importing import Importing
from softphone.backroom.inbox import Inbox
from softphone.backroom.journal import Journal
from softphone.backroom.keys import Keys
from softphone.backroom.outbox import Outbox
from softphone.backroom.ports import Vault
from softphone.backroom.tools import Tools
from softphone.backroom.way_out import Proxies
from softphone.domain.effects import BackroomEffect
from softphone.domain.facts import Fact, StoreOpened, StoreState
from softphone.domain.feedback import departments
from softphone.domain.files import MakeSmall
from softphone.domain.settings import Settings
from softphone.host.clock import Clock
from softphone.host.paths import Home

log = logging.getLogger("aside.backroom")

LEAVE_S = 5.0  # what is under way when the desk ends; a full disk must not keep the window open
TIDY_S = 3_600.0
LOOK_S = 10.0  # whether the key store was unlocked meanwhile


class Work:
    """Lives on the thread that makes it; only `take_soon` and `close_soon` may be called from others."""

    def __init__(
        self, home: Home, post: Callable[[Fact], None], clock: Clock, vault: Vault, settings: Settings,
        make_small: MakeSmall, ask_system: Callable[[str], str],
    ) -> None:  # fmt: skip
        self._home = home
        self._post = post
        self._clock = clock
        self._vault = vault
        self._settings = settings
        self._make_small = make_small
        self._ask_system = ask_system
        self._thread = threading.current_thread()
        self._loop = asyncio.new_event_loop()
        self._closing = asyncio.Event()
        self._errands: Errands | None = None
        self._waiting: deque[BackroomEffect] = deque()
        self._early: list[BackroomEffect] = []  # the store is not open yet
        self._tasks: set[asyncio.Task[None]] = set()

    def run(self) -> None:
        """Until `close_soon`."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._live())

    def take_soon(self, effect: BackroomEffect) -> None:
        """Wakes the thread once for all that it has not taken yet: a wake-up costs more than most effects."""
        self._waiting.append(effect)
        if len(self._waiting) == 1:
            self._loop.call_soon_threadsafe(self._take_waiting)

    def close_soon(self) -> None:
        with contextlib.suppress(RuntimeError):  # it was over already
            self._loop.call_soon_threadsafe(self._closing.set)

    async def _live(self) -> None:
        opening = asyncio.ensure_future(open_database(self._home.store_file, self._vault, self._tell))
        closing = asyncio.ensure_future(self._closing.wait())
        await asyncio.wait({opening, closing}, return_when=asyncio.FIRST_COMPLETED)
        if not opening.done():
            opening.cancel()
            return
        database = opening.result()
        keys = Keys(self._vault, self._post, self._clock.now)
        proxies = Proxies(lambda: self._settings_now.http_proxy, self._ask_system, keys.proxy_password)
        async with CrmClient(proxies) as client:
            await self._work(database, keys, proxies, client, closing)
        database.close()

    @property
    def _settings_now(self) -> Settings:
        return self._errands.settings if self._errands else self._settings

    async def _work(
        self, database: Database, keys: Keys, proxies: Proxies, client: CrmClient,
        closing: asyncio.Future[Literal[True]],
    ) -> None:  # fmt: skip
        if self._settings.crm_address and database.report.state is StoreState.ENCRYPTED:
            await keys.read_crm_token()  # the vault is open: it gave the store's key
        journal, book = Journal(database), Book(database, self._settings.country)
        phone_chat = SipChat(database, journal, Inbox(journal))
        homeserver = Homeserver(
            database, journal, self._vault, lambda: errands.settings, self._post, self._clock, proxies
        )
        errands = Errands(
            Tools(
                database=database,
                book=book,
                journal=journal,
                chat=Chats(journal, homeserver.chat, phone_chat),
                phone_chat=phone_chat,
                homeserver=homeserver,
                directory=HttpDirectory(client, lambda: errands.settings.crm_address, lambda: keys.crm_token),
                topics=TopicSource(client, lambda: errands.settings.topics_address, self._post, self._clock.now),
                experts=ExpertSource(
                    client,
                    lambda: errands.settings.experts_address,
                    lambda: errands.settings.line_server,
                    self._post,
                    self._clock.now,
                ),
                outbox=Outbox(
                    database, client, lambda: errands.settings.crm_address, lambda: keys.crm_token, self._post
                ),
                telling=Telling(
                    database, client, lambda: departments(errands.settings.departments),
                    homeserver.tell_room, self._post, self._clock.now
                ),
                importing=Importing(database, book, self._post, self._clock.now),
                keys=keys,
                vault=self._vault,
                client=client,
                proxies=proxies,
                home=self._home,
                make_small=self._make_small,
                move_in=lambda: move_in(database, self._home.store_file, self._vault),
                post=self._post,
                now=self._clock.now,
            ),
            self._settings,
        )
        self._tell(database.report)
        await errands.open()
        self._errands = errands
        early, self._early = self._early, []
        for effect in early:
            self._take(effect)
        background = [
            asyncio.create_task(errands.tools.outbox.run()),
            asyncio.create_task(errands.tools.topics.run()),
            asyncio.create_task(errands.tools.experts.run()),
            asyncio.create_task(errands.tools.telling.run()),
            asyncio.create_task(homeserver.run()),
            asyncio.create_task(self._tidy(errands)),
            asyncio.create_task(self._move_in(errands)),
        ]
        if self._settings.crm_address:
            background.append(asyncio.create_task(client.open(self._settings.crm_address)))  # before the first ring
        for task in background:
            task.add_done_callback(_report)
        await closing
        errands.stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LEAVE_S)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(errands.flush(), LEAVE_S)
        for task in (*background, *self._tasks):
            task.cancel()
        await asyncio.gather(*background, *self._tasks, return_exceptions=True)

    def _take_waiting(self) -> None:
        while self._waiting:
            self._take(self._waiting.popleft())

    def _take(self, effect: BackroomEffect) -> None:
        assert threading.current_thread() is self._thread, "effects are run on the backroom's thread"
        if self._errands is None:
            self._early.append(effect)
            return
        task = asyncio.create_task(self._errands.do(effect), name=type(effect).__name__)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(_report)

    def _tell(self, report: StoreReport) -> None:
        self._post(StoreOpened(self._clock.now(), report.state, report.why, report.kept_aside))

    async def _move_in(self, errands: Errands) -> None:
        """Out of memory as soon as somebody unlocked the key store or made room; no prompt comes of looking."""
        report = errands.tools.database.report
        while report.state is StoreState.IN_MEMORY and report.why != "newer":
            await asyncio.sleep(LOOK_S)
            if await self._vault.is_open():
                await errands.open_store()
            report = errands.tools.database.report

    async def _tidy(self, errands: Errands) -> None:
        """Who was seen too long ago goes, now and every hour."""
        while True:
            await errands.tidy()
            await asyncio.sleep(TIDY_S)


def _report(task: asyncio.Task[None]) -> None:
    """The one runner that turns our own errors into a line of the log: an errand that fails must not stop the
    others. The text of the error stays out: it may hold a name."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else ""
        log.error("errand failed errand=%s error=%s at=%s", task.get_name(), type(error).__name__, where)
