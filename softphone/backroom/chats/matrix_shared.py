"""What came of other desks: their questions in the rooms of topics, and the posts of the directory room.

Everything here is untrusted, and runs inside the transaction of the sync. Whether a notice counts is the desk's to say:
it knows who owns a topic.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from softphone.backroom.answers.store import AnswerStore
from softphone.backroom.chats.matrix_reading import ID, Said, a_dict, a_list, a_text, an_id, read_event
from softphone.backroom.chats.matrix_rows import MatrixRows
from softphone.backroom.cleaning import moment, stamp
from softphone.backroom.database import Database
from softphone.domain import hunt_words
from softphone.domain.answers import ANSWER_CHARS, KeptAnswer, fit_to_keep
from softphone.domain.facts import Fact
from softphone.domain.facts.sharing import CallBackSettled, OthersAsked, SharedRead
from softphone.domain.hunt_words import Word
from softphone.domain.sharing import (
    JOIN_WITHIN,
    MOST_NOTICES,
    MOST_THANKS,
    MOST_WAITING,
    NOTICE_CHARS,
    CallBack,
    SiteNotice,
    Thanked,
    Waiting,
)
from softphone.domain.text import NAME_CHARS, clean

SHARED = "chat.aside.shared"
TOPICS = "chat.aside.topics"
DIRECTORY = "directory:"
NOTICE, THANKS, ANSWER, CALL_BACK, TAKEN = "notice", "thanks", "answer", "callback", "taken"
CLAIM = "claim"  # ours to have taken one: not decided before the room has it
MOST_QUEUES = 20
WAITS_FOR = timedelta(hours=8)  # a shift
LONGEST_NOTICE = timedelta(days=31)
CALL_BACK_WITHIN = timedelta(days=4)  # over a long weekend
MOST_CALL_BACKS = 50
_NOTICE_WORDS = re.compile(
    r"\s*(?:notice|hinweis)\s+(?:until|bis)\s+([01]?\d|2[0-3])(?:[:.]([0-5]\d))?(?:\s*(?:uhr|h))?\s*:\s*(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_KINDS = frozenset({NOTICE, THANKS, ANSWER, CALL_BACK, TAKEN})


class Shared:
    def __init__(self, database: Database, rows: MatrixRows) -> None:
        self._database = database
        self._rows = rows
        self._answers = AnswerStore(database)
        self.topics: set[str] = set()  # whose rooms are to be looked at
        self.wanted = asyncio.Event()  # something is to be looked at, or to be sent

    def look_at(self, topic: str) -> None:
        self.topics.add(topic)
        self.wanted.set()

    def post(
        self, post_id: str, room: str, sender: str, content: dict[str, Any], now: datetime
    ) -> tuple[Fact, ...]:
        """One of ours: kept until the homeserver has it."""
        post = a_dict(content.get(SHARED))
        kind = a_text(post.get("kind"))
        self._keep(post_id, room, sender, CLAIM if kind == TAKEN else kind, content, now, "kept")
        self.wanted.set()
        return self._settled(a_text(post.get("callback")), now) if kind == TAKEN else ()

    def unsent(self) -> list[tuple[str, str, dict[str, Any]]]:
        found: Any = self._database.connection.execute(
            "SELECT post_id, room, content FROM matrix_posts WHERE state = 'kept' ORDER BY n LIMIT 20"
        ).fetchall()
        return [(post_id, room, msgspec.json.decode(content)) for post_id, room, content in found]

    def settle(self, post_id: str, state: str, now: datetime) -> tuple[Fact, ...]:
        """`state`: sent, or refused. One that the room has decided meanwhile stays so."""
        self._database.connection.execute(
            "UPDATE matrix_posts SET state = ? WHERE post_id = ? AND state = 'kept'", (state, post_id)
        )
        refused = self._claims("refused", now) if state == "refused" else ()
        return tuple(CallBackSettled(now, claim, left, False, "") for claim, left in refused if claim == post_id)

    # --- What came ----------------------------------------------------------------------------------------

    def take(self, room_id: str, key: str, untrusted: Any, us: str, now: datetime) -> tuple[Fact, ...] | None:
        """None for what is nobody's but ours: the side chat reads it."""
        event = a_dict(untrusted)
        content = a_dict(event.get("content"))
        if key.startswith(DIRECTORY):
            if event.get("type") == TOPICS:
                self.wanted.set()
            read = read_event(event, now)
            return self._posted(room_id, read, content, now) if isinstance(read, Said) else ()
        if not key.startswith("topic:") or event.get("sender") == us:
            return None
        read = read_event(event, now)
        if not isinstance(read, Said):
            return None
        if not read.thread and (noticed := said_notice(read, key.removeprefix("topic:"))) is not None:
            post = {SHARED: notice_post(noticed)}
            new = self._keep(read.event_id, room_id, read.sender, NOTICE, post, read.at, "came")
            return (self.read(now),) if new else ()
        if ID in content:
            return self._asked(room_id, key.removeprefix("topic:"), read, content, now)
        return self._answered(read, now)

    def _asked(
        self, room_id: str, topic: str, said: Said, content: dict[str, Any], now: datetime
    ) -> tuple[Fact, ...]:
        """By another desk: a question, or one more who waits in its thread."""
        root = said.thread or said.event_id
        joins = said.text.startswith(hunt_words.TOLD_MARK)
        if said.thread and not joins:
            return ()  # the rest of their talk
        first = self._of_root(root)
        peer = an_id(next(iter(a_list(a_dict(content.get("m.mentions")).get("user_ids"))), ""))
        text = first.text if first is not None else said.text
        self._database.connection.execute(
            "INSERT OR IGNORE INTO matrix_waiting VALUES (?,?,?,?,?,?,?,?,?)",
            (said.event_id, root, room_id, topic.casefold(), said.sender, peer, text, stamp(said.at),
             first is not None and first.answered),
        )  # fmt: skip
        return (self._others(topic, now),)

    def _answered(self, said: Said, now: datetime) -> tuple[Fact, ...] | None:
        """In a colleague's thread. Where we joined it, it is ours too."""
        root = said.thread or said.near
        first = self._of_root(root) if root else None
        if first is None:
            return None
        ours = self._rows.talk_of_root(root) is not None
        if hunt_words.read_word(said.text) is not Word.ANSWER:
            return None if ours else ()
        self._database.connection.execute("UPDATE matrix_waiting SET answered = 1 WHERE root = ?", (root,))
        others = self._others(first.topic, now)
        return None if ours else (others,)

    def _posted(self, room_id: str, said: Said, content: dict[str, Any], now: datetime) -> tuple[Fact, ...]:
        post = a_dict(content.get(SHARED))
        kind, post_id = a_text(post.get("kind")), an_id(content.get(ID)) or said.event_id
        if kind not in _KINDS:
            return ()
        callback_id = an_id(post.get("callback"))
        if kind == TAKEN:
            post_id = f"{callback_id}.taken"  # the first of them has it
        if not self._keep(post_id, room_id, said.sender, kind, content, said.at, "came"):
            return ()
        if kind == ANSWER and (answer := read_answer(post, now)) is not None:
            self._answers.keep((answer,))
        return (*(self._settled(callback_id, now) if kind == TAKEN else ()), self.read(now))

    # --- What is known ------------------------------------------------------------------------------------

    def read(self, now: datetime) -> SharedRead:
        notices: dict[tuple[str, str], SiteNotice] = {}
        for sender, at, content in self._posts(NOTICE, now - LONGEST_NOTICE, 200):
            notice = read_notice(content, sender, at)
            if notice is not None:  # newest first: who said it may have changed it since
                notices.setdefault((notice.notice_id, sender), notice)
        live = tuple(n for n in notices.values() if n.until > now)[:MOST_NOTICES]
        thanks = self._posts(THANKS, now - 3 * LONGEST_NOTICE, MOST_THANKS)
        wall = (read_thanks(content, at) for _, at, content in thanks)
        return SharedRead(now, live, tuple(t for t in wall if t is not None), self._callbacks(now))

    def _callbacks(self, now: datetime) -> tuple[CallBack, ...]:
        """The last word on each, where nobody has it yet."""
        taken = {a_text(post.get("callback")) for _, _, post in self._posts(TAKEN, now - CALL_BACK_WITHIN, 200)}
        return tuple(c for c in self._left_to_the_team(now) if c.callback_id not in taken)

    def _left_to_the_team(self, now: datetime) -> tuple[CallBack, ...]:
        found: dict[str, CallBack] = {}
        for sender, at, post in self._posts(CALL_BACK, now - CALL_BACK_WITHIN, MOST_CALL_BACKS):
            callback = read_callback(post, sender, at)
            if callback is not None:
                found.setdefault(callback.callback_id, callback)
        return tuple(found.values())

    def _settled(self, callback_id: str, now: datetime) -> tuple[Fact, ...]:
        """What came of our claims on it, where the room has decided."""
        first: Any = self._database.connection.execute(
            "SELECT sender, content FROM matrix_posts WHERE post_id = ? AND kind = ?", (f"{callback_id}.taken", TAKEN)
        ).fetchone()
        if first is None:
            return ()
        by, winner = first[0], a_text(a_dict(msgspec.json.decode(first[1])).get(ID))
        facts: list[Fact] = []
        for claim, left in (*self._claims("kept", now), *self._claims("sent", now)):
            if left.callback_id == callback_id:
                self._database.connection.execute(
                    "UPDATE matrix_posts SET state = ? WHERE post_id = ?", ("won" if claim == winner else "lost", claim)
                )
                facts.append(CallBackSettled(now, claim, left, claim == winner, by))
        return tuple(facts)

    def won(self, now: datetime) -> tuple[Fact, ...]:
        """Ours, and the desk died before it had the card."""
        return tuple(CallBackSettled(now, claim, left, True, left.by) for claim, left in self._claims("won", now))

    def _claims(self, state: str, now: datetime) -> list[tuple[str, CallBack]]:
        """Of ours, none of which has an interaction yet, with what was left."""
        found: Any = self._database.connection.execute(
            "SELECT post_id, content FROM matrix_posts WHERE kind = ? AND state = ? AND at > ? AND post_id NOT IN"
            " (SELECT interaction_id FROM interactions) ORDER BY n",
            (CLAIM, state, stamp(now - CALL_BACK_WITHIN)),
        ).fetchall()
        left = {c.callback_id: c for c in self._left_to_the_team(now)}
        wanted = ((post_id, a_dict(msgspec.json.decode(content)[SHARED]).get("callback")) for post_id, content in found)
        return [(post_id, left[callback_id]) for post_id, callback_id in wanted if callback_id in left]

    def others_wait_for(self, room_id: str, peer: str, now: datetime) -> bool:
        """Whether somebody else in this room waits for an answer of theirs."""
        return self._database.connection.execute(
            "SELECT 1 FROM matrix_waiting WHERE room_id = ? AND peer = ? AND NOT answered AND at > ?",
            (room_id, peer, stamp(now - WAITS_FOR)),
        ).get is not None

    def _others(self, topic: str, now: datetime) -> OthersAsked:
        found: Any = self._database.connection.execute(
            f"{_WAITING} WHERE topic = ? AND at > ? ORDER BY at LIMIT ?",
            (topic.casefold(), stamp(now - JOIN_WITHIN), MOST_WAITING),
        ).fetchall()
        return OthersAsked(now, topic.casefold(), tuple(_waiting(row) for row in found))

    def _of_root(self, root: str) -> Waiting | None:
        row = self._database.connection.execute(f"{_WAITING} WHERE root = ? ORDER BY at LIMIT 1", (root,)).fetchone()
        return None if row is None else _waiting(row)

    def _posts(self, kind: str, since: datetime, most: int) -> list[tuple[str, datetime, dict[str, Any]]]:
        found: Any = self._database.connection.execute(
            "SELECT sender, at, content FROM matrix_posts WHERE kind = ? AND at > ? ORDER BY at DESC, n DESC LIMIT ?",
            (kind, stamp(since), most),
        ).fetchall()
        return [(sender, moment(at), a_dict(msgspec.json.decode(c)[SHARED])) for sender, at, c in found]

    def _keep(
        self, post_id: str, room: str, sender: str, kind: str, content: dict[str, Any], at: datetime, state: str
    ) -> bool:
        connection = self._database.connection
        connection.execute(
            "INSERT OR IGNORE INTO matrix_posts (post_id, room, sender, at, kind, content, state)"
            " VALUES (?,?,?,?,?,?,?)",
            (post_id, room, sender, stamp(at), kind, msgspec.json.encode(content), state),
        )
        return bool(connection.changes())


_WAITING = "SELECT event_id, root, room_id, topic, asker, peer, text, at, answered FROM matrix_waiting"


def _waiting(row: Any) -> Waiting:
    event_id, root, room_id, topic, asker, peer, text, at, answered = row
    return Waiting(event_id, root, room_id, topic, asker, peer, text, moment(at), bool(answered))


# --- Posts as they are on the wire ------------------------------------------------------------------------


def notice_post(notice: SiteNotice) -> dict[str, Any]:
    return {
        "kind": NOTICE, "notice": notice.notice_id, "topic": notice.topic, "text": notice.text,
        "until": notice.until.isoformat(), "queues": list(notice.queues),
    }  # fmt: skip


def read_notice(untrusted: dict[str, Any], sender: str, at: datetime) -> SiteNotice | None:
    until, text = _moment(untrusted.get("until")), clean(a_text(untrusted.get("text")), NOTICE_CHARS, lines=True)
    if until is None or not text or until - at > LONGEST_NOTICE:
        return None
    queues = (clean(a_text(each), NAME_CHARS) for each in a_list(untrusted.get("queues"))[:MOST_QUEUES])
    return SiteNotice(
        an_id(untrusted.get("notice")), at, sender, clean(a_text(untrusted.get("topic")), NAME_CHARS), text, until,
        tuple(name for name in queues if name),
    )  # fmt: skip


def said_notice(said: Said, topic: str) -> SiteNotice | None:
    """`Notice until 18:00: …`, `Hinweis bis 18 Uhr: …`: by whoever owns the topic, from whatever client they have."""
    found = _NOTICE_WORDS.match(said.text)
    if found is None:
        return None
    local = said.at.astimezone()
    until = local.replace(hour=int(found[1]), minute=int(found[2] or 0), second=0, microsecond=0)
    until += timedelta(days=1) if until <= local else timedelta()
    return SiteNotice(said.event_id, said.at, said.sender, topic, clean(found[3], NOTICE_CHARS, lines=True), until)


def thanks_post(thanked: Thanked) -> dict[str, Any]:
    return {"kind": THANKS, "expert": thanked.expert, "topic": thanked.topic, "text": thanked.text}


def read_thanks(untrusted: dict[str, Any], at: datetime) -> Thanked | None:
    expert, text = (clean(a_text(untrusted.get(name)), NOTICE_CHARS) for name in ("expert", "text"))
    if not expert or not text:
        return None
    mark = hashlib.blake2b(f"{expert}{text}{stamp(at)}".encode(), digest_size=8).hexdigest()
    return Thanked(mark, at, expert[:NAME_CHARS], clean(a_text(untrusted.get("topic")), NAME_CHARS), text)


def callback_post(callback: CallBack, kind: str) -> dict[str, Any]:
    post = {"kind": kind, "callback": callback.callback_id, "topic": callback.topic}
    if kind == TAKEN:
        return post
    return {
        **post, "customer_id": callback.customer_id, "who": callback.who, "question": callback.question,
        "answer": callback.answer,
    }  # fmt: skip


def read_callback(untrusted: dict[str, Any], sender: str, at: datetime) -> CallBack | None:
    callback_id, customer_id = an_id(untrusted.get("callback")), an_id(untrusted.get("customer_id"))
    if not callback_id or not customer_id:
        return None
    topic, who = (clean(a_text(untrusted.get(name)), NAME_CHARS) for name in ("topic", "who"))
    said = (clean(a_text(untrusted.get(name)), ANSWER_CHARS, lines=True) for name in ("question", "answer"))
    return CallBack(callback_id, at, sender, topic, customer_id, who, *said)


def answer_post(answer: KeptAnswer) -> dict[str, Any]:
    return {"kind": ANSWER, **msgspec.to_builtins(answer), "source": ""}


def read_answer(untrusted: dict[str, Any], now: datetime) -> KeptAnswer | None:
    """As one of a file is read: cleaned as it came, and counted from nothing."""
    try:
        answer = msgspec.convert({**untrusted, "solved": 0, "source": ""}, KeptAnswer)
    except msgspec.ValidationError:
        return None
    if answer.kept_at.tzinfo is None or not isinstance(answer.valid_until, date):
        return None
    fit = fit_to_keep(answer)
    return fit if fit.answer_id and fit.question and fit.text and fit.kept_at <= now + timedelta(minutes=5) else None


def _moment(untrusted: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(a_text(untrusted)[:40])
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
