"""Sends the rows of the outbox: each conversation in its order, each message once, whatever dies meanwhile.

A row that leaves is marked with its words and its device first. Its id is the transaction's: what was committed and
not answered is answered the second time, for a day and from the same device. Later it is looked for in the room.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import apsw
from msgspec.structs import replace

from softphone.backroom.chats.matrix import MatrixChat, Receipts, delivered
from softphone.backroom.chats.matrix_changes import ChangeRow, correction
from softphone.backroom.chats.matrix_crypt import Crypt
from softphone.backroom.chats.matrix_http import Limited, MatrixApi, Rejected, Unreachable
from softphone.backroom.chats.matrix_reading import ID
from softphone.backroom.chats.matrix_rooms import Rooms
from softphone.backroom.chats.matrix_rows import EventRow, MatrixRows, OutboxRow, TalkRow
from softphone.backroom.database import Database
from softphone.backroom.journal import Journal
from softphone.backroom.outbox import next_attempt_delay
from softphone.backroom.ports import Facts
from softphone.domain.chat import ChatMessage, Conversation, Delivery
from softphone.domain.chat_file import MIME
from softphone.domain.facts import Fact
from softphone.host.clock import Clock

log = logging.getLogger("aside.matrix")

KNOWN_FOR = timedelta(hours=20)  # a homeserver forgets a transaction after a day
MOST_LOOKED_THROUGH = 20  # pages of 100
LINK = "https://matrix.to/#/"


class Sender:
    def __init__(
        self,
        api: MatrixApi,
        database: Database,
        rows: MatrixRows,
        journal: Journal,
        rooms: Rooms,
        chat: MatrixChat,
        receipts: Receipts,
        post: Callable[[Fact], None],
        clock: Clock,
        crypt: Crypt,
    ) -> None:
        self._api = api
        self._crypt = crypt
        self._database = database
        self._rows = rows
        self._journal = journal
        self._rooms = rooms
        self._chat = chat
        self._receipts = receipts
        self._post = post
        self._clock = clock
        self._failures = 0

    async def run(self) -> None:
        """Until the log-in ends: raises LoggedOut."""
        self._chat.leaving = self.leaves_with
        try:
            await self._run()
        finally:
            self._chat.leaving = None

    async def _run(self) -> None:
        while True:
            self._chat.unsent.clear()
            unsent = self._rows.unsent()
            change = None if unsent else self._chat.changes.first()
            if unsent:
                await self._send(unsent[0])
            elif change is not None:
                await self._change(change)
            else:
                await self._chat.unsent.wait()

    async def give_receipts(self) -> None:
        """One for all that was read of a thread, as often as something was."""
        while True:
            await self._receipts.wanted.wait()
            for event, to_others in self._receipts.take():
                kind = "m.read" if to_others else "m.read.private"
                body = {"thread_id": event.thread or "main"}
                with contextlib.suppress(Rejected, Unreachable, Limited):
                    await self._api.ask("POST", "rooms", event.room_id, "receipt", kind, event.event_id, body=body)

    async def _send(self, row: OutboxRow) -> None:
        try:
            event_id, talk = await self._through(row)
        except Limited as told:
            await self._wait(row, told.wait_s, cut_short=False)
        except Unreachable as trouble:
            log.info("message waits reason=%s attempt=%d", trouble, self._failures + 1)
            wait_s = next_attempt_delay(self._failures - 2)  # an answer that was lost is asked for again soon
            self._failures += 1
            await self._wait(row, wait_s, cut_short=True)
        except Rejected as refused:
            log.warning("message refused status=%d code=%s", refused.status, refused.code)
            code = refused.code
            await self._tell(lambda _: self._refused(row, code))
        else:
            self._failures = 0
            await self._tell(lambda _: self._sent(row, talk, event_id))
            conversation = self._journal.conversation(row.conversation_id)
            if conversation is not None and conversation.topic:
                with contextlib.suppress(Unreachable, Limited):
                    await self._rooms.invite_others(talk, conversation.topic)

    async def _change(self, row: ChangeRow) -> None:
        refused = False
        try:
            await self._tell_change(row)
        except Limited as told:
            return await asyncio.sleep(told.wait_s)
        except Unreachable as trouble:
            log.info("change waits reason=%s attempt=%d", trouble, self._failures + 1)
            self._failures += 1
            return await self._rest(next_attempt_delay(self._failures - 3))
        except Rejected as trouble:
            log.warning("change refused status=%d code=%s", trouble.status, trouble.code)
            refused = True
        self._failures = 0
        now = self._clock.now()
        return await self._tell(lambda _: self._chat.changes.done(row, now, refused=refused))

    async def _tell_change(self, row: ChangeRow) -> None:
        """Raises Trouble."""
        kept = self._journal.message(row.message_id)
        event = next((e for e in self._rows.events_of(row.message_id) if not e.reaction), None)
        sent = self._rows.outbox_row(row.message_id)
        talk = self._rows.talk(kept.conversation_id or "") if kept is not None else None
        if kept is None or event is None or sent is None or talk is None:
            raise Rejected(404, "M_NOT_FOUND")
        where = ("rooms", event.room_id)
        if kept.message.removed:
            await self._api.ask("PUT", *where, "redact", event.event_id, row.change_id, body={})
            return
        talk = replace(talk, root="") if talk.root == event.event_id else talk
        content = self._content(sent, talk, kept.message, talk.conversation_id)
        changed = correction(content, event.event_id, row.change_id)
        await self._crypt.send(event.room_id, row.change_id, changed)

    async def _through(self, row: OutboxRow) -> tuple[str, TalkRow]:
        """The message's event, sent or found. Raises Trouble."""
        conversation = self._journal.conversation(row.conversation_id)
        kept = self._journal.message(row.message_id)
        if conversation is None or kept is None:
            raise Rejected(404, "M_NOT_FOUND")
        talk = await self._rooms.talk_of(conversation, row.peer)
        now = self._clock.now()
        if row.left and row.left_at is not None and self._may_be_forgotten(row, row.left_at, now):
            found = await self._found(talk.room_id, row.message_id)
            if found is not None:
                return found, talk
        content = row.content or self._content(row, talk, kept.message, conversation.conversation_id)
        if not row.left or row.device_id != self._api.device_id:
            await self._database.write(lambda _: self._rows.leaves(row, content, self._api.device_id, now))
        answer = await self._crypt.send(talk.room_id, row.message_id, content)
        event_id = answer.get("event_id")
        if not isinstance(event_id, str) or not event_id:
            raise Unreachable("no event id")
        return event_id, talk

    def leaves_with(self, conversation: Conversation, message_id: str) -> None:
        """One that can leave now, where nothing is to be asked first: marked in the transaction that keeps it, so that
        the disk is waited for once."""
        row, kept = self._rows.first_unsent(conversation.conversation_id), self._journal.message(message_id)
        if row is None or row.message_id != message_id or kept is None or kept.message.attached is not None:
            return
        talk = self._rooms.talk_known(conversation)
        if talk is not None:
            content = self._content(row, talk, kept.message, conversation.conversation_id)
            self._rows.leaves(row, content, self._api.device_id, self._clock.now())

    def _may_be_forgotten(self, row: OutboxRow, left_at: datetime, now: datetime) -> bool:
        return row.device_id != self._api.device_id or now - left_at > KNOWN_FOR

    async def _found(self, room_id: str, message_id: str) -> str | None:
        """The event that carries our id, among the last of the room."""
        query = {"dir": "b", "limit": "100"}
        for _ in range(MOST_LOOKED_THROUGH):
            page = await self._api.ask("GET", "rooms", room_id, "messages", query=query)
            chunk = page.get("chunk")
            for event in chunk if isinstance(chunk, list) else []:
                content = event.get("content") if isinstance(event, dict) else None
                if isinstance(content, dict) and content.get(ID) == message_id:
                    return str(event.get("event_id"))
            end = page.get("end")
            if not isinstance(end, str) or not chunk:
                break
            query["from"] = end
        return None

    def _content(
        self, row: OutboxRow, talk: TalkRow, message: ChatMessage, conversation_id: str
    ) -> dict[str, Any]:
        """The words, whom they are for, and where they belong: a thread, and a reply for clients that know none."""
        text = message.whole
        content: dict[str, Any] = {
            "msgtype": "m.text",
            "body": text,
            ID: row.message_id,
            "m.mentions": {"user_ids": [row.peer]},
            **self._attached(message),
        }
        if talk.root:
            content["m.relates_to"] = {
                "rel_type": "m.thread",
                "event_id": talk.root,
                "is_falling_back": True,
                "m.in_reply_to": {"event_id": talk.last or talk.root},
            }
            return content
        name = next((e.name for e in self._journal.experts() if e.address == row.peer), row.peer)
        number = f" #{talk.number}"
        pill = f'<a href="{LINK}{html.escape(row.peer)}">{html.escape(name)}</a>'
        said = html.escape(text).replace("\n", "<br>")
        return {
            **content,
            "body": f"{name}{number}: {text}",
            "format": "org.matrix.custom.html",
            "formatted_body": f"{pill}{number}: {said}",
            "chat.aside.conversation": conversation_id,
        }

    def _attached(self, message: ChatMessage) -> dict[str, Any]:
        file = message.attached
        if file is None:
            return {}
        measures = {"w": file.width, "h": file.height} if file.width else {}
        return {
            "msgtype": "m.image" if file.picture else "m.file",
            "filename": file.name,
            "url": self._rows.files.url(message.message_id),
            "info": {"size": file.size, "mimetype": MIME.get(file.kind, "application/octet-stream"), **measures},
        }

    async def _wait(self, row: OutboxRow, wait_s: float, *, cut_short: bool) -> None:
        """What the homeserver asked for is not cut short; a wait of our own is, when the link is seen to be back."""
        await self._tell(lambda _: delivered(self._journal, row.message_id, Delivery.WAITING, self._clock.now()))
        if not cut_short:
            await asyncio.sleep(wait_s)
            return
        await self._rest(wait_s)

    async def _rest(self, wait_s: float) -> None:
        self._chat.unsent.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._chat.unsent.wait(), wait_s)

    def _refused(self, row: OutboxRow, code: str) -> Facts:
        self._rows.settle(row.message_id, "refused")
        return delivered(self._journal, row.message_id, Delivery.REFUSED, self._clock.now(), code)

    def _sent(self, row: OutboxRow, talk: TalkRow, event_id: str) -> Facts:
        self._rows.files.left(row.message_id)
        return accepted(self._rows, self._journal, row, talk.room_id, event_id, self._api.user_id, self._clock.now())

    async def _tell(self, step: Callable[[apsw.Connection], Facts]) -> None:
        for fact in await self._database.write(step):
            self._post(fact)


def accepted(
    rows: MatrixRows, journal: Journal, row: OutboxRow, room_id: str, event_id: str, us: str, now: datetime
) -> Facts:
    """The homeserver has it: by its answer, or because it came back to us first."""
    if rows.outbox_state(row.message_id) != "sent":
        rows.settle(row.message_id, "sent")
        rows.talk_goes_on(row.conversation_id, event_id, now)
    talk = rows.talk(row.conversation_id)
    thread = talk.root if talk is not None else ""
    rows.keep_event(EventRow(0, event_id, room_id, row.conversation_id, row.message_id, us, thread, True))
    return delivered(journal, row.message_id, Delivery.SENT, now)
