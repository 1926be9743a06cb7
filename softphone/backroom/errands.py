"""One coroutine per effect. What the world does wrong becomes a fact; what is ours to do wrong goes up to the room.

This is the table of them; who calls, the side chat and when it is written stand in files of their own.
"""

from __future__ import annotations

import asyncio
import os
import stat
from datetime import datetime
from typing import assert_never

import msgspec

from softphone.backroom import place_report, report
from softphone.backroom.answers.errands import AnswerErrands
from softphone.backroom.audit import AuditErrands
from softphone.backroom.callers import Callers
from softphone.backroom.chats.matrix_sharing import SharingErrands
from softphone.backroom.checkup import Checkup
from softphone.backroom.files import FileErrands
from softphone.backroom.hunt_book import HuntBook
from softphone.backroom.setting_up import SettingUp
from softphone.backroom.texting import Texting
from softphone.backroom.texts import TextErrands
from softphone.backroom.tools import Tools
from softphone.backroom.updates import newer_version
from softphone.backroom.writing import Writing
from softphone.domain import effects, facts
from softphone.domain.checkup import written
from softphone.domain.facts.place import LineMonthRead, PlaceReported
from softphone.domain.interaction import Delivered
from softphone.domain.matrix import LogInMatrix, LogOutMatrix, TellTyping, WatchMatrix
from softphone.domain.presence import Duty
from softphone.domain.settings import Settings
from softphone.domain.wave import HEAD_BYTES, Unplayable, what_is_wrong


class Errands:
    def __init__(self, tools: Tools, settings: Settings) -> None:
        self.tools = tools
        self.settings = settings
        self._writing = Writing(tools.database, tools.journal, tools.now)
        self._callers = Callers(tools, self._writing, lambda: self.settings)
        self._texting = Texting(tools, self._writing)
        self._answers = AnswerErrands(tools, self._writing)
        self._hunts = HuntBook(tools.database)
        self._setting_up = SettingUp(
            tools.vault, tools.keys, str(tools.home.config), tools.post, tools.now, tools.homeserver.log_in,
            tools.proxies,
        )  # fmt: skip
        self._checkup = Checkup(tools.home, tools.keys.is_open, lambda: tools.keys.crm_token, tools.proxies)
        self._sharing = SharingErrands(tools, self._writing)
        self._audit = AuditErrands(tools, self._writing)
        self._files = FileErrands(tools, self._writing)
        self._texts = TextErrands(tools, self._writing, lambda: self._callers.rules)

    async def open(self) -> None:
        """Says what the journal knows, and that what had left and was not answered is unsure."""
        t, now = self.tools, self.tools.now()
        await t.database.write(lambda _: t.chat.recover(now))
        await self._files.begin()
        self._remember(now, t.journal.duty())

    def _remember(self, now: datetime, duty: Duty | None) -> None:
        t = self.tools
        t.post(
            facts.Remembered(
                now,
                interactions=t.journal.open_interactions(now),
                conversations=t.journal.conversations(now),
                history=t.journal.history(),
                promises=t.journal.promises(),
                experts=t.journal.experts(),
                duty=duty,
                paused=t.journal.paused(),
                unassigned=t.journal.unassigned(),
                hunts=self._hunts.hunts(now),
                standings=self._hunts.standings(),
                catalogue=self._hunts.catalogue(),
            )
        )
        self._texts.remember()
        for won in t.homeserver.shared.won(now):
            t.post(won)
        for interaction_id in t.outbox.waiting():
            t.post(facts.WrapUpDelivered(now, interaction_id, Delivered.WAITING))

    async def open_store(self) -> None:
        """A store in memory is moved to its file. Said either way; what the agent chose meanwhile stays chosen."""
        t = self.tools
        if t.database.report.state is not facts.StoreState.IN_MEMORY:
            return
        await t.move_in()
        opened = t.database.report
        t.post(facts.StoreOpened(t.now(), opened.state, opened.why, opened.kept_aside, moved_in=True))
        if opened.state is not facts.StoreState.IN_MEMORY:
            await t.keys.catch_up()
            if self.settings.crm_address:
                await t.keys.read_crm_token()
            self._remember(t.now(), None)
            t.outbox.wake()

    def stop(self) -> None:
        self._texting.stop()
        self.tools.homeserver.stop()
        self.tools.importing.cancel_all()

    async def do(self, effect: effects.BackroomEffect) -> None:
        t = self.tools
        match effect:
            case effects.KeepInteraction(interaction):
                await self._writing.soon(("interaction", interaction.interaction_id), effect)
            case effects.KeepConversation(conversation):
                await self._writing.soon(("conversation", conversation.conversation_id), effect)
            case effects.KeepHistory(entry):
                await self._writing.now(lambda _: t.journal.keep_history(entry))
            case effects.KeepPromise(promise):
                await self._writing.now(lambda _: t.journal.keep_promise(promise))
            case effects.KeepExperts(experts):
                await self._writing.now(lambda _: t.journal.keep_experts(experts))
                t.homeserver.experts_changed()
            case effects.KeepHunt(hunt):
                await self._writing.now(lambda _: self._hunts.keep_hunt(hunt))
            case effects.KeepStanding(standing):
                await self._writing.now(lambda _: self._hunts.keep_standing(standing))
            case effects.KeepCatalogue(topics):
                await self._writing.now(lambda _: self._hunts.keep_catalogue(topics))
            case effects.KeepDuty(duty):
                await self._writing.now(lambda _: t.journal.keep_duty(duty))
            case effects.KeepPause(ours):
                await self._writing.now(lambda _: t.journal.keep_pause(ours))
            case effects.KeepSettings(settings):
                old, self.settings = self.settings, settings
                t.homeserver.settings_changed(old, settings)
                if settings.topics_address != old.topics_address:
                    t.topics.wake()
                if settings.experts_address != old.experts_address:
                    t.experts.wake()
                if settings.crm_address:
                    await t.keys.read_crm_token()
                t.outbox.wake()
                t.telling.wake()
            case effects.FindCustomer():
                await self._callers.find(effect)
            case effects.SearchBook(query):
                await self._callers.search(query)
            case effects.KeepCustomer() | effects.LinkNumber():
                await self._callers.keep(effect)
            case effects.KeepQuestion(conversation, message, receipts):
                await self._texting.now(lambda: t.chat.ask(conversation, message, receipts, t.now()))
            case effects.ResendQuestion(message_id):
                await self._texting.now(lambda: t.chat.resend(message_id, t.now()))
            case effects.MarkSeen(conversation_id, receipts):
                await self._texting.soon(lambda: t.chat.mark_seen(conversation_id, receipts, t.now()))
            case effects.AdoptReplies(conversation):
                await self._writing.now(lambda _: t.journal.adopt(conversation))
            case effects.TakeIn(event, held):
                await self._texting.take_in(event, held)
            case effects.LineBack():
                await self._texting.now(lambda: t.chat.send_waiting(t.now()))
                t.outbox.wake()
            case effects.FinishWrapUp():
                await self._callers.finish(effect)
            case effects.KeepPassword():
                await t.keys.keep_password(effect)
            case effects.ReadPassword():
                await t.keys.read_password(effect)
            case effects.KeepCrmToken(token):
                await t.keys.keep_crm_token(token)
                t.outbox.wake()
            case effects.ComposeReport(trace, settings, known):
                found = written(await self._checkup.look(settings, known), german=False)
                text = await asyncio.to_thread(report.compose, t.home, settings, trace, t.now(), found)
                t.post(facts.ReportComposed(t.now(), text))
            case effects.CheckUp(settings, known, keep_as):
                found_now = await self._checkup.look(settings, known)
                if keep_as:
                    await asyncio.to_thread(_kept, keep_as, msgspec.json.encode(found_now).decode())
                else:
                    t.post(facts.CheckedUp(t.now(), found_now))
            case effects.ReadLineMonth(since):
                t.post(LineMonthRead(t.now(), t.journal.line_days(since)))
            case effects.ReadSoundFile(setting, path):
                t.post(facts.SoundFileRead(t.now(), setting, path, await asyncio.to_thread(_sound_file, path)))
            case effects.SendPlaceReport(address, equipment, found_here):
                done = await place_report.send(t.client, address, equipment, found_here)
                t.post(PlaceReported(t.now(), done))
            case effects.KeepReport(path, text):
                t.post(facts.ReportKept(t.now(), path, await asyncio.to_thread(_kept, path, text)))
            case effects.OpenStore():
                await self.open_store()
            case effects.ReadPreview(path):
                t.post(await t.importing.preview(path))
            case effects.ImportBook(import_id, path, mapping):
                await t.importing.bring_in(import_id, path, dict(mapping), self._callers.rules)
            case effects.CancelImport(import_id):
                t.importing.cancel(import_id)
            case LogInMatrix():
                await t.homeserver.log_in(effect)
            case LogOutMatrix():
                await t.homeserver.log_out()
            case WatchMatrix(addresses):
                t.homeserver.watch(addresses)
            case TellTyping(conversation_id, writes):
                await t.homeserver.tell_typing(conversation_id, writes)
            case effects.ForgetNumber() | effects.WipeCustomers():
                await self._callers.erase(effect)
            case effects.AnswerEffect():
                await self._answers.do(effect)
            case effects.AskForUpdates():
                if version := await newer_version(t.client, effect):
                    t.post(facts.UpdateFound(t.now(), version))
            case effects.SetUpEffect():
                await self._setting_up.do(effect)
            case effects.SharingEffect():
                await self._sharing.do(effect, self.settings)
            case effects.TextEffect():
                await self._texts.do(effect)
            case effects.ChangeEffect():
                await self._texting.now(lambda: t.homeserver.chat.change(effect))
            case effects.FileEffect():
                await self._files.do(effect)
            case effects.AuditEffect():
                await self._audit.do(effect)
            case _:
                assert_never(effect)

    async def flush(self) -> None:
        """What waits to be written, now."""
        await self._writing.flush()

    async def tidy(self) -> None:
        """Erases what was kept long enough, and reads the book that IT keeps, where it changed."""
        t = self.tools
        await self._callers.tidy()
        if t.database.report.state is facts.StoreState.ENCRYPTED:  # what memory forgets must be read again
            await t.importing.follow(self.settings.book_file, t.home.data / "book-read", self._callers.rules)
        await self._audit.tidy(self.settings.audit_kept_days)


def _sound_file(path: str) -> Unplayable:
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            return Unplayable.MISSING
        with open(path, "rb") as file:
            return what_is_wrong(file.read(HEAD_BYTES), status.st_size)
    except (OSError, ValueError):
        return Unplayable.MISSING


def _kept(path: str, text: str) -> bool:
    try:
        report.keep(path, text)
    except OSError:
        return False
    return True
