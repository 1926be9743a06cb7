"""What the desk wants of the kept answers, one coroutine an effect."""

from __future__ import annotations

import asyncio

from softphone.backroom.answers import lines, search
from softphone.backroom.answers.store import MOST_ON_SHELF, AnswerStore
from softphone.backroom.tools import Tools
from softphone.backroom.writing import Writing
from softphone.domain import answer_effects as wanted
from softphone.domain.answers import MOST_OFFERS, Carried, Shelf
from softphone.domain.facts import answers as facts
from softphone.domain.facts.attention import OlderRead
from softphone.domain.older import PAGE

PAUSE_S = 0.12  # between two keys of a fast typist: only what stays that long is looked for


class AnswerErrands:
    def __init__(self, tools: Tools, writing: Writing) -> None:
        self._tools = tools
        self._writing = writing
        self._store = AnswerStore(tools.database)
        self._sought = 0
        self._query = ""  # of the window of kept answers

    async def do(self, effect: wanted.AnswerEffect) -> None:
        store = self._store
        match effect:
            case wanted.SeekAnswers(conversation_id, query):
                await self._seek(conversation_id, query)
            case wanted.KeepAnswer(answer):
                await self._writing.now(lambda _: store.keep((answer,)))
                self._show()
            case wanted.DeleteAnswer(answer_id):
                if await self._writing.now(lambda _: store.delete(answer_id)):
                    self._tools.database.erase_traces()
                self._show()
            case wanted.CountSolved(answer_id):
                await self._writing.now(lambda _: store.solved(answer_id))
                self._show()
            case wanted.ReadShelf(query):
                self._query = query
                self._show()
            case wanted.TellDepartment(feedback):
                await self._tools.telling.tell(feedback)
            case wanted.ReadOlder():
                self._read_older(effect)
            case wanted.ExportAnswers(path):
                self._tell(await lines.write_file(store, path))
            case wanted.BringInAnswers(path):
                self._tell(await lines.read_file(self._tools.database, store, path, self._tools.now()))
                self._show()
            case _:
                raise TypeError(f"no errand for {type(effect).__name__}")

    async def _seek(self, conversation_id: str, query: str) -> None:
        """Only the last of what was typed meanwhile is looked for."""
        self._sought += 1
        mine = self._sought
        await asyncio.sleep(PAUSE_S)
        if mine != self._sought:
            return
        t = self._tools
        found = search.best(self._store, query, t.now().astimezone().date(), MOST_OFFERS)
        t.post(facts.AnswersMatched(t.now(), conversation_id, query, found))

    def _read_older(self, effect: wanted.ReadOlder) -> None:
        t = self._tools
        page = t.journal.messages_before(effect.conversation_id, effect.before, effect.before_at, PAGE)
        t.post(OlderRead(t.now(), effect.conversation_id, effect.before, page, len(page) < PAGE))

    def _show(self) -> None:
        t, store = self._tools, self._store
        today = t.now().astimezone().date()
        total, expired = store.count(today)
        found = search.best(store, self._query, today, MOST_ON_SHELF) if self._query.strip() else store.newest()
        t.post(facts.ShelfRead(t.now(), Shelf(self._query, found, total, expired, store.saved())))

    def _tell(self, carried: Carried) -> None:
        self._tools.post(facts.AnswersCarried(self._tools.now(), carried))
