"""What the desk wants shared with other desks, one coroutine an effect. The board sends what is kept here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from softphone.backroom.chats.matrix_reading import ID
from softphone.backroom.chats.matrix_shared import (
    CALL_BACK,
    SHARED,
    TAKEN,
    answer_post,
    callback_post,
    notice_post,
    thanks_post,
)
from softphone.backroom.ports import Facts
from softphone.backroom.tools import Tools
from softphone.backroom.writing import Writing
from softphone.domain import sharing as wanted
from softphone.domain.facts import CatalogueRead
from softphone.domain.settings import Settings


class SharingErrands:
    def __init__(self, tools: Tools, writing: Writing) -> None:
        self._tools = tools
        self._writing = writing

    async def do(self, effect: wanted.SharingEffect, settings: Settings) -> None:
        t, directory = self._tools, settings.matrix_directory
        match effect:
            case wanted.LookAtTopic(topic):
                t.homeserver.shared.look_at(topic)
            case wanted.JoinQuestion():
                for fact in await self._writing.now(lambda _: self._join(effect, t.now())):
                    t.post(fact)
            case _ if not directory:
                pass
            case wanted.ShareCatalogue(topics):
                trouble = await t.homeserver.share_catalogue(topics)
                if trouble:
                    t.post(CatalogueRead(t.now(), trouble=trouble))
                t.homeserver.shared.wanted.set()  # what stands there is read again
            case wanted.ShareNotice(notice):
                text = f"{notice.topic}: {notice.text}" if notice.topic else notice.text
                post_id = f"{notice.notice_id}.{round(notice.at.timestamp())}"
                await self._share(directory, post_id, notice_post(notice), text)
            case wanted.ShareThanks(thanked):
                text = f"{thanked.expert}: {thanked.text}"
                await self._share(directory, thanked.thanks_id, thanks_post(thanked), text)
            case wanted.ShareCallBack(callback):
                post_id = f"{callback.callback_id}.{round(callback.at.timestamp())}"
                text = f"{callback.topic or callback.who}: {callback.answer or callback.question}"
                await self._share(directory, post_id, callback_post(callback, CALL_BACK), text)
            case wanted.ShareTaken(interaction_id, callback):
                await self._share(directory, interaction_id, callback_post(callback, TAKEN), "✓")
            case wanted.ShareAnswer(post_id, answer):
                await self._share(directory, post_id, answer_post(answer), f"{answer.question}\n{answer.text}")
            case _:
                raise TypeError(f"no errand for {type(effect).__name__}")

    async def _share(self, room: str, post_id: str, post: dict[str, Any], text: str) -> None:
        """With words beside it for who looks at the room with another client."""
        t, now = self._tools, self._tools.now()
        content = {"msgtype": "m.notice", "body": text, ID: post_id, SHARED: post}
        shared, us = t.homeserver.shared, t.homeserver.user_id
        for fact in await self._writing.now(lambda _: shared.post(post_id, room, us, content, now)):
            t.post(fact)
        t.post(shared.read(now))

    def _join(self, effect: wanted.JoinQuestion, now: datetime) -> Facts:
        """The colleague's thread is this conversation's from now on."""
        journal, homeserver, conversation = self._tools.journal, self._tools.homeserver, effect.conversation
        if not homeserver.rows.outbox_state(effect.message.message_id):
            journal.keep_conversation(conversation, now)
            homeserver.rows.begin_talk(conversation.conversation_id, effect.room_id)
            homeserver.rows.talk_goes_on(conversation.conversation_id, effect.root, now)
        return homeserver.chat.ask(conversation, effect.message, False, now)
