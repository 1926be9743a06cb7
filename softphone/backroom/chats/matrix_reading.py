"""Events of a room as they are on the wire, read into what they say. Pure; everything here is untrusted.

Whoever is in a room can send anything: a field of another type than it should have is as if it were not there.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from softphone.backroom.chats.matrix_media import is_url
from softphone.backroom.chats.matrix_sealed import Seal, read_seal
from softphone.domain.chat_file import ChatFile
from softphone.domain.presence import Presence, Reach
from softphone.domain.text import MESSAGE_CHARS, NAME_CHARS, clean

ID = "chat.aside.id"
_QUOTED = re.compile(r"\A(?:> [^\n]*\n)+\n?")
_NUMBER = re.compile(r"\A\s*#(\d{1,6})\b[:\s]*")
_REACHES = {"online": Reach.AVAILABLE, "unavailable": Reach.AWAY, "offline": Reach.OFFLINE,
            "org.matrix.msc3026.busy": Reach.BUSY}  # fmt: skip
_FILES = frozenset({"m.image", "m.file", "m.audio", "m.video"})
_ID_CHARS = 255
_REACTION_CHARS = 24


class Said(Struct, frozen=True):
    """A message. `text` is empty for one that is encrypted, `file` says that it is the name of one."""

    event_id: str
    sender: str
    at: datetime
    text: str
    thread: str = ""
    reply_to: str = ""  # meant by the person, not for old clients
    near: str = ""  # the reply that an old client shows in place of the thread
    number: int = 0
    our_id: str = ""
    sealed: bool = False
    attached: ChatFile | None = None
    url: str = ""  # of what is attached
    seal: Seal | None = None


class Changed(Struct, frozen=True):
    event_id: str
    sender: str
    target: str
    text: str
    our_id: str = ""


class Reacted(Struct, frozen=True):
    event_id: str
    sender: str
    target: str
    key: str


class Removed(Struct, frozen=True):
    event_id: str
    target: str


class Moved(Struct, frozen=True):
    """Somebody came or went."""

    user_id: str
    there: bool


Read = Said | Changed | Reacted | Removed | Moved


def read_event(untrusted: Any, now: datetime) -> Read | None:
    """None for what means nothing to a side chat."""
    event = a_dict(untrusted)
    content = a_dict(event.get("content"))
    event_id, sender, kind = an_id(event.get("event_id")), an_id(event.get("sender")), event.get("type")
    if not event_id or not sender:
        return None
    if kind == "m.room.member":
        user_id = an_id(event.get("state_key"))
        return Moved(user_id, content.get("membership") in ("join", "invite")) if user_id else None
    if "state_key" in event:
        return None
    relation = a_dict(content.get("m.relates_to"))
    target, how = an_id(relation.get("event_id")), relation.get("rel_type")
    if kind == "m.room.redaction":
        removed = an_id(event.get("redacts")) or an_id(content.get("redacts"))
        return Removed(event_id, removed) if removed else None
    if kind == "m.reaction":
        key = clean(a_text(relation.get("key")), _REACTION_CHARS)
        return Reacted(event_id, sender, target, key) if key and target and how == "m.annotation" else None
    if kind == "m.room.encrypted" or (kind == "m.room.message" and how != "m.replace"):
        return _said(event_id, sender, _moment(event.get("origin_server_ts"), now), content, kind == "m.room.encrypted")
    if kind == "m.room.message" and target:
        text = _words(a_dict(content.get("m.new_content")))
        return Changed(event_id, sender, target, text, an_id(content.get(ID))) if text else None
    return None


def read_presence(untrusted: Any, now: datetime) -> tuple[str, Presence] | None:
    event = a_dict(untrusted)
    content = a_dict(event.get("content"))
    reach, user_id = _REACHES.get(a_text(content.get("presence"))), an_id(event.get("sender"))
    if reach is None or not user_id:
        return None
    return user_id, Presence(reach, now, clean(a_text(content.get("status_msg")), NAME_CHARS))


def read_receipts(untrusted: Any) -> list[tuple[str, str, str]]:
    """Event, reader, thread ("" where the receipt is for all of the room)."""
    found: list[tuple[str, str, str]] = []
    for event_id, kinds in a_dict(a_dict(untrusted).get("content")).items():
        for reader, receipt in a_dict(a_dict(kinds).get("m.read")).items():
            found.append((an_id(event_id), an_id(reader), an_id(a_dict(receipt).get("thread_id"))))
    return found


def a_dict(untrusted: Any) -> dict[str, Any]:
    return untrusted if isinstance(untrusted, dict) else {}


def a_list(untrusted: Any) -> list[Any]:
    return untrusted if isinstance(untrusted, list) else []


def a_text(untrusted: Any) -> str:
    return untrusted if isinstance(untrusted, str) else ""


def an_id(untrusted: Any) -> str:
    text = a_text(untrusted)
    return text if len(text) <= _ID_CHARS and text.isprintable() else ""


def _said(event_id: str, sender: str, at: datetime, content: dict[str, Any], sealed: bool) -> Said | None:
    relation = a_dict(content.get("m.relates_to"))
    threaded = relation.get("rel_type") == "m.thread"
    near = an_id(a_dict(relation.get("m.in_reply_to")).get("event_id"))
    falls_back = threaded and relation.get("is_falling_back") is True
    text = "" if sealed else _words(content, quotes=bool(near) and not falls_back)
    attached = None if sealed else _attached(content)
    if attached is not None and not attached.url:
        sealed, text, attached = True, "", None
    if not text and not sealed:
        return None
    numbered = _NUMBER.match(text)
    return Said(
        event_id,
        sender,
        at,
        _NUMBER.sub("", text, count=1) if numbered and len(text) > len(numbered[0]) else text,
        thread=an_id(relation.get("event_id")) if threaded else "",
        reply_to="" if falls_back else near,
        near=near,
        number=int(numbered[1]) if numbered else 0,
        our_id=an_id(content.get(ID)),
        sealed=sealed,
        attached=attached.file if attached else None,
        url=attached.url if attached else "",
        seal=attached.seal if attached else None,
    )


class _Attached(Struct, frozen=True):
    file: ChatFile
    url: str
    seal: Seal | None


def _attached(content: dict[str, Any]) -> _Attached | None:
    """What its sender says of a file, and where it is; nowhere where that cannot be understood."""
    if content.get("msgtype") not in _FILES:
        return None
    name = clean(a_text(content.get("filename")) or a_text(content.get("body")), NAME_CHARS) or "file"
    told = a_dict(content.get("info"))
    sealed = a_dict(content.get("file"))
    seal = read_seal(sealed) if sealed else None
    url = a_text(sealed.get("url") if seal else "" if sealed else content.get("url"))
    file = ChatFile(
        name, _count(told.get("size"), 1 << 40), content.get("msgtype") == "m.image",
        width=_count(told.get("w"), 1 << 16), height=_count(told.get("h"), 1 << 16),
    )  # fmt: skip
    return _Attached(file, url if is_url(url) else "", seal)


def _count(untrusted: Any, most: int) -> int:
    return untrusted if type(untrusted) is int and 0 < untrusted < most else 0


def _words(content: dict[str, Any], *, quotes: bool = False) -> str:
    """The plain words. What a client repeats of the message replied to is left out: we have it."""
    body = a_text(content.get("body"))[: 4 * MESSAGE_CHARS]
    if content.get("msgtype") in _FILES:
        # From version 1.10 on a body beside another filename is what was written under it.
        name = a_text(content.get("filename"))
        return clean(body, MESSAGE_CHARS, lines=True) if name and body != name else clean(name or body, NAME_CHARS)
    return clean(_QUOTED.sub("", body) if quotes else body, MESSAGE_CHARS, lines=True)


def _moment(untrusted: Any, now: datetime) -> datetime:
    """When the homeserver took it, but never later than now: clocks differ."""
    if isinstance(untrusted, int) and not isinstance(untrusted, bool) and 0 < untrusted < 1 << 43:
        return min(datetime.fromtimestamp(untrusted / 1000, UTC), now)
    return now
