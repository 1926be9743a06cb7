"""A department that is told in a room of its homeserver: a thread a topic, and how often the same was told.

The room is the count: what other desks told stands there too. Nothing is kept of it here.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from softphone.backroom.chats.matrix_http import Limited, MatrixApi, Rejected, Trouble
from softphone.backroom.chats.matrix_reading import ID, a_dict, a_list, a_text, an_id
from softphone.backroom.chats.matrix_shared import SHARED
from softphone.backroom.outbox import Attempt
from softphone.domain.feedback import Feedback
from softphone.domain.interaction import Delivered

KIND = "feedback"
MOST_PAGES = 10  # of a hundred events: further back it begins anew


class InRoom(Struct, frozen=True):
    """What the room knows of this topic."""

    root: str = ""  # of the topic's thread
    last: str = ""
    same: int = 0
    told: bool = False  # this very word is there


def is_room(address: str) -> bool:
    return address.startswith(("#", "!"))


async def tell(api: MatrixApi, room: str, feedback: Feedback, mark: str) -> tuple[Attempt, int]:
    """One attempt, and how often the same was told with it. Never raises for what the world does."""
    try:
        room_id = an_id((await api.ask("POST", "join", room, body={})).get("room_id"))
        known = await _look(api, room_id, feedback, mark)
        if not known.told:
            content = _content(feedback, mark, known)
            await api.ask("PUT", "rooms", room_id, "send", "m.room.message", feedback.feedback_id, body=content)
    except Rejected as refused:
        return Attempt(Delivered.REFUSED, refused.code or f"status_{refused.status}"), 0
    except Limited as told:
        return Attempt(Delivered.WAITING, "limited", told.wait_s), 0
    except Trouble as trouble:
        return Attempt(Delivered.WAITING, type(trouble).__name__), 0
    return Attempt(Delivered.SENT), known.same + (not known.told)


async def _look(api: MatrixApi, room_id: str, feedback: Feedback, mark: str) -> InRoom:
    root, last, same, told = "", "", set[str](), False
    query = {"dir": "b", "limit": "100"}
    for _ in range(MOST_PAGES):
        page = await api.ask("GET", "rooms", room_id, "messages", query=query)
        for event in map(a_dict, a_list(page.get("chunk"))):
            content = a_dict(event.get("content"))
            word = a_dict(content.get(SHARED))
            if word.get("kind") != KIND or a_text(word.get("topic")).casefold() != feedback.topic.casefold():
                continue
            told = told or content.get(ID) == feedback.feedback_id
            if word.get("same") == mark:
                same.add(an_id(content.get(ID)))
            last = last or an_id(event.get("event_id"))
            if "m.relates_to" not in content:
                root = an_id(event.get("event_id"))
        end = a_text(page.get("end"))
        if not end:
            break
        query["from"] = end
    return InRoom(root, last, len(same), told)


def _content(feedback: Feedback, mark: str, known: InRoom) -> dict[str, Any]:
    tags = f" [{', '.join(feedback.tags)}]" if feedback.tags else ""
    again = f" (×{known.same + 1})" if known.same else ""
    topic = f"{feedback.topic}: " if feedback.topic else ""
    content: dict[str, Any] = {
        "msgtype": "m.text",
        "body": f"{topic}{feedback.text}{tags}{again}",
        ID: feedback.feedback_id,
        SHARED: {
            "kind": KIND, "topic": feedback.topic, "text": feedback.text, "tags": list(feedback.tags), "same": mark,
            "count": known.same + 1,
        },
    }  # fmt: skip
    if known.root:
        content["m.relates_to"] = {
            "rel_type": "m.thread", "event_id": known.root, "is_falling_back": True,
            "m.in_reply_to": {"event_id": known.last or known.root},
        }  # fmt: skip
    return content
