"""Whom to ask: found while the agent types, and in the order in which they are proposed.

First who covers the topic, can be reached now, has answered soonest of late, and is not already asked by others.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice

from msgspec import Struct

from softphone.domain.catalogue import Topic, expert_called, open_at, topic_named
from softphone.domain.desk import Desk
from softphone.domain.expert import Expert, Hours
from softphone.domain.expert_list import an_expert_id
from softphone.domain.hunt import HOLDING, PENDING, Hunt
from softphone.domain.presence import Presence, Reach
from softphone.domain.standing import UNTRIED_S, may_be_asked

MOST_ASKED = 3  # questions at a time: whoever has more comes last
STANDS = timedelta(seconds=2)  # an order: what changes meanwhile is shown at once and ranked a moment later
STANDS_UNCHANGED = timedelta(seconds=20)  # hours and *not now* come and go by the minute

_ORDER = {Reach.AVAILABLE: 0, Reach.UNKNOWN: 1, Reach.BUSY: 2, Reach.AWAY: 3, Reach.OFFLINE: 4}
Rank = tuple[bool, bool, int, float, str]


class TopicHit(Struct, frozen=True):
    topic: Topic
    first: Expert | None  # whom a question on it would go to now


class Hits(Struct, frozen=True):
    topics: tuple[TopicHit, ...] = ()
    people: tuple[Expert, ...] = ()


class Index:
    """What is searched with each key: every expert's words, folded once for a list of experts and topics, and their
    order, made anew when what it is made of has changed and the last one has stood for a moment."""

    def __init__(self, experts: tuple[Expert, ...] = (), catalogue: tuple[Topic, ...] = ()) -> None:
        self.made_of = (experts, catalogue)
        covering: dict[str, list[int]] = {}
        names: dict[str, str] = {t.name.casefold(): t.name for t in catalogue}
        teams: dict[str, str] = {}
        known = {t.name.casefold(): t for t in catalogue}
        for n, expert in enumerate(experts):
            for topic in expert.topics:
                names.setdefault(topic.casefold(), topic)
            if expert.team:
                teams.setdefault(expert.team.casefold(), expert.team)
            for key in covers(expert):
                covering.setdefault(key, []).append(n)
        self._covering = covering
        topics = [known.get(key) or Topic(name) for key, name in sorted(names.items())]
        self._topics = [(_folded(topic.name, *topic.words), topic) for topic in topics]
        # A team is asked like a topic; it is listed once it is typed.
        self._teams = [(_folded(name), Topic(name)) for key, name in sorted(teams.items()) if key not in names]
        self._experts = experts
        self._lines = [_folded(e.name, e.team, *e.topics) for e in experts]
        self._at = {e.expert_id: n for n, e in enumerate(experts)}
        self._hours = list(dict.fromkeys(e.hours for e in experts))  # few hours are many experts'
        self._shut: list[bool] = []
        self._ranks: list[Rank] = []
        self._ordered: list[tuple[Rank, int]] = []
        self._seen = Desk()
        self._loads: dict[str, int] = {}

    def find(self, desk: Desk, query: str, most: int) -> Hits:
        """At most `most` topics and as many people; every word typed begins a word of theirs. All, for no words."""
        self._order(desk)
        first, *rest = [f" {word}" for word in query.casefold().split()] or [""]
        named = (*self._topics, *self._teams) if query else self._topics
        topics = islice((t for line, t in named if first in line and all(w in line for w in rest)), most)
        lines = ((self._lines[n], n) for _, n in self._ordered)
        people = islice((n for line, n in lines if first in line and all(w in line for w in rest)), most)
        found = tuple(self._experts[n] for n in people)
        return Hits(tuple(TopicHit(topic, self._first(desk, topic)) for topic in topics), found)

    def _first(self, desk: Desk, topic: Topic) -> Expert | None:
        members = self._covering.get(topic.name.casefold(), ())
        best = min(members, key=self._ranks.__getitem__, default=None)
        return next(iter(_behind(desk, topic)), None) if best is None else self._experts[best]

    def _order(self, desk: Desk) -> None:
        """Who changed is moved; everybody else stays where they are."""
        seen = self._seen
        if self._ranks:
            age = abs(desk.now - seen.now)
            same = desk.presence is seen.presence and desk.standings is seen.standings and desk.hunts is seen.hunts
            if age < (STANDS_UNCHANGED if same else STANDS):
                return
        loads, shut = asked_now(desk), [not open_at(hours, desk.now) for hours in self._hours]
        place = dict(zip(self._hours, shut, strict=True))
        if shut == self._shut:
            moved = self._moved(desk, loads)
            for n in moved:
                del self._ordered[bisect_left(self._ordered, (self._ranks[n], n))]
            for n in moved:
                self._ranks[n] = self._rank(desk, n, loads, place)
                insort(self._ordered, (self._ranks[n], n))
        else:
            self._ranks = [self._rank(desk, n, loads, place) for n in range(len(self._experts))]
            self._ordered = sorted((rank, n) for n, rank in enumerate(self._ranks))
        self._seen, self._loads, self._shut = desk, loads, shut

    def _moved(self, desk: Desk, loads: Mapping[str, int]) -> set[int]:
        now, before = desk.presence.get, self._seen.presence.get
        moved = {n for n, e in enumerate(self._experts) if now(e.address) is not before(e.address)}
        old, new = self._seen.standings, desk.standings
        others = {i for i in loads.keys() | self._loads.keys() if loads.get(i) != self._loads.get(i)}
        others |= {i for i in new if new[i] is not old.get(i) or new[i].not_now_until is not None}
        return moved | {self._at[i] for i in others if i in self._at}

    def _rank(self, desk: Desk, n: int, loads: Mapping[str, int], shut: Mapping[Hours | None, bool]) -> Rank:
        expert = self._experts[n]
        return _rank(desk, expert, loads, desk.now, shut[expert.hours])


def rank(desk: Desk, expert: Expert, loads: Mapping[str, int], at: datetime, topic: Topic | None = None) -> Rank:
    """Smaller is proposed sooner."""
    hours = expert.hours or (topic.hours if topic else None)
    return _rank(desk, expert, loads, at, not open_at(hours, at))


def _rank(desk: Desk, expert: Expert, loads: Mapping[str, int], at: datetime, shut: bool) -> Rank:
    standing = desk.standings.get(expert.expert_id)
    presence = desk.presence.get(expert.address)
    reach = presence.reach if presence else Reach.UNKNOWN
    crowded = loads.get(expert.expert_id, 0) >= MOST_ASKED
    soon = standing.answers_in_s if standing else UNTRIED_S
    return shut or not may_be_asked(standing, at), crowded, _ORDER[reach], soon, expert.name.casefold()


def next_to_ask(desk: Desk, hunt: Hunt, at: datetime) -> Expert | None:
    """Who is asked when those before did not take it: the topic's experts, its owner and deputies, the team's lead."""
    already = {ask.expert_id for ask in hunt.asks}
    loads = asked_now(desk)
    topic = topic_named(desk.catalogue, hunt.topic)
    free = desk.settings.live_questions
    for expert in (*_covering(desk, hunt, topic, loads, at), *_behind(desk, topic), *lead(desk)):
        offline = desk.presence.get(expert.address, Presence()).reach is Reach.OFFLINE
        standing = desk.standings.get(expert.expert_id)
        hours = expert.hours or topic.hours
        if expert.expert_id in already or offline or loads.get(expert.expert_id, 0) >= free:
            continue
        if open_at(hours, at) and may_be_asked(standing, at):
            return expert
    return None


def asked_now(desk: Desk) -> dict[str, int]:
    """How many live questions each expert has, as far as this desk knows: its own."""
    loads: dict[str, int] = {}
    for hunt in desk.hunts.values():
        if hunt.live:
            for ask in hunt.asks:
                if ask.stage in PENDING or ask.stage in HOLDING:
                    loads[ask.expert_id] = loads.get(ask.expert_id, 0) + 1
    return loads


def _covering(
    desk: Desk, hunt: Hunt, topic: Topic, loads: Mapping[str, int], at: datetime
) -> list[Expert]:
    """Of the hunt's topic; where it has none, of any topic of the first who was asked."""
    first = desk.expert(hunt.asks[0].expert_id)
    wanted = {hunt.topic.casefold()} if hunt.topic else {t.casefold() for t in (first.topics if first else ())}
    members = (e for e in desk.experts if wanted & covers(e))
    return sorted(members, key=lambda e: rank(desk, e, loads, at, topic))


def _behind(desk: Desk, topic: Topic) -> Iterator[Expert]:
    for who in (topic.owner, *topic.deputies):
        if (expert := expert_called(desk.experts, who)) is not None:
            yield expert


def covers(expert: Expert) -> set[str]:
    """What they are asked on: their topics, and whatever is asked of their team."""
    return {name.casefold() for name in (*expert.topics, expert.team) if name}


def lead(desk: Desk) -> Iterable[Expert]:
    who = desk.settings.team_lead
    known = expert_called(desk.experts, who)
    if known is None and who.startswith(("sip:", "sips:")):
        known = Expert(an_expert_id(who), who.partition(":")[2].partition("@")[0], who)
    return (known,) if known else ()


def _folded(*texts: str) -> str:
    return " " + " ".join(" ".join(texts).casefold().replace("-", " - ").split())
