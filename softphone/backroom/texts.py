"""Texts with customers in the store: each once, in the conversation that is open with its number."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import apsw

from softphone.backroom import records
from softphone.backroom.cleaning import stamp
from softphone.backroom.journal import user_of
from softphone.backroom.tools import Tools
from softphone.backroom.writing import Writing
from softphone.domain import texts
from softphone.domain.phone import DialRules, customer_key
from softphone.domain.protocol import MessageReceived
from softphone.domain.text import MESSAGE_CHARS, clean
from softphone.domain.texts import SHOWN_TEXTS, CustomerText, Thread

JOINS_FOR = timedelta(days=2)  # as long as the journal brings an open interaction back
_ADDRESS_CHARS = 300


class TextErrands:
    def __init__(self, tools: Tools, writing: Writing, rules: Callable[[], DialRules]) -> None:
        self._tools = tools
        self._writing = writing
        self._rules = rules

    async def do(self, effect: texts.TextEffect) -> None:
        t = self._tools
        match effect:
            case texts.TakeInText(event):
                came = await self._writing.now(lambda connection: self._take_in(connection, event))
                if came is not None:
                    t.post(came)
            case texts.KeepText(thread, text):
                await self._writing.now(lambda connection: _keep(connection, thread, text))
                if text.ours and text.state is texts.TextState.NEW:
                    t.post(texts.TextKept(t.now(), thread.interaction_id, text.text_id))
            case _:
                raise TypeError(f"no errand for {type(effect).__name__}")

    def remember(self) -> None:
        """The texts of what is open."""
        t = self._tools
        rows: Any = t.database.connection.execute(
            "SELECT DISTINCT t.interaction_id FROM texts AS t JOIN interactions AS i USING (interaction_id)"
            " WHERE i.open AND i.started_at > ?",
            (stamp(t.now() - JOINS_FOR),),
        ).fetchall()
        threads = tuple(_read(t.database.connection, interaction_id) for (interaction_id,) in rows)
        if threads:
            t.post(texts.ThreadsRemembered(t.now(), threads))

    def _take_in(self, connection: apsw.Connection, event: MessageReceived) -> texts.TextCame | None:
        user, number = user_of(event.sender), customer_key(event.sender, self._rules())
        said = clean(event.text, MESSAGE_CHARS, lines=True)
        mark = event.network_id[:200]
        if not said or not number:
            return None
        if mark:
            if connection.execute("SELECT 1 FROM heard WHERE sender = ? AND mark = ?", (user, mark)).get is not None:
                return None
            connection.execute("INSERT INTO heard VALUES (?,?,?)", (user, mark, stamp(event.at)))
        made = hashlib.blake2b(f"{user}\0{mark}\0{stamp(event.at)}".encode(), digest_size=12).hexdigest()
        interaction_id = self._open_with(connection, number, event) or f"text-{made}"
        address = clean(event.sender, _ADDRESS_CHARS)
        text = CustomerText(f"c-{made}", event.at, False, said, seen_here=False)
        _keep(connection, Thread(interaction_id, number, address), text)
        return texts.TextCame(event.at, interaction_id, number, address, text)

    def _open_with(self, connection: apsw.Connection, number: str, event: MessageReceived) -> str:
        """The conversation that is open with this number, or ''. One whose row is not written yet is open."""
        found: str | None = connection.execute(
            "SELECT t.interaction_id FROM texts AS t LEFT JOIN interactions AS i USING (interaction_id)"
            " WHERE t.number = ? AND t.at > ? AND ifnull(i.open, 1) ORDER BY t.at DESC LIMIT 1",
            (number, stamp(event.at - JOINS_FOR)),
        ).get
        return found or ""


def _keep(connection: apsw.Connection, thread: Thread, text: CustomerText) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO texts VALUES (?,?,?,?,?,?)",
        (text.text_id, thread.interaction_id, thread.number, thread.address, stamp(text.at), records.encode(text)),
    )


def _read(connection: apsw.Connection, interaction_id: str) -> Thread:
    rows: Any = connection.execute(
        "SELECT number, address, body FROM texts WHERE interaction_id = ? ORDER BY at DESC, text_id DESC LIMIT ?",
        (interaction_id, SHOWN_TEXTS),
    ).fetchall()
    number, address, _ = rows[0]
    said = tuple(records.CUSTOMER_TEXT.decode(body) for _, _, body in reversed(rows))
    return Thread(interaction_id, number, address, said)
