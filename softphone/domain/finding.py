"""Whom to ask: found while the agent types, and in the order in which they are proposed.

First who covers the topic, can be reached now, has answered soonest of late, and is not already asked by others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest

from softphone.domain.catalogue import Topic, expert_called, open_at, topic_named
from softphone.domain.desk import Desk
from softphone.domain.expert import Expert
from softphone.domain.expert_list import an_expert_id
from softphone.domain.hunt import HOLDING, PENDING, Hunt
from softphone.domain.presence import Presence, Reach
from softphone.domain.standing import UNTRIED_S, may_be_asked

MOST_ASKED = 3  # questions at a time: whoever has more comes last

_ORDER = {Reach.AVAILABLE: 0, Reach.UNKNOWN: 1, Reach.BUSY: 2, Reach.AWAY: 3, Reach.OFFLINE: 4}
Rank = tuple[bool, bool, int, float, str]


@dataclass(frozen=True, slots=True)
class TopicHit:
    topic: Topic
    first: Expert | None  # whom a question on it would go to now


@dataclass(frozen=True, slots=True)
class Hits:
    topics: tuple[TopicHit, ...] = ()
    people: tuple[Expert, ...] = ()


class Index:
    """What is searched with each key: every expert's words, folded once for a list of experts and topics."""

    def __init__(self, experts: tuple[Expert, ...] = (), catalogue: tuple[Topic, ...] = ()) -> None:
        self.made_of = (experts, catalogue)
        self._covering: dict[str, list[Expert]] = {}
        names: dict[str, str] = {t.name.casefold(): t.name for t in catalogue}
        for expert in experts:
            for topic in expert.topics:
                key = topic.casefold()
                names.setdefault(key, topic)
                self._covering.setdefault(key, []).append(expert)
        self._topics = [
            (_folded(known.name, *known.words), known)
            for known in (topic_named(catalogue, name) for _, name in sorted(names.items()))
        ]
        self._people = [(_folded(e.name, e.team, *e.topics), e) for e in experts]

    def find(self, desk: Desk, query: str, most: int) -> Hits:
        """At most `most` topics and as many people; every word typed begins a word of theirs. All, for no words."""
        words = [f" {word}" for word in query.casefold().split()]
        loads = asked_now(desk)
        topics = [topic for line, topic in self._topics if all(word in line for word in words)][:most]
        people = (expert for line, expert in self._people if all(word in line for word in words))
        ranked = nsmallest(most, people, key=lambda expert: rank(desk, expert, loads, desk.now))
        return Hits(tuple(TopicHit(topic, self._first(desk, topic, loads)) for topic in topics), tuple(ranked))

    def _first(self, desk: Desk, topic: Topic, loads: Mapping[str, int]) -> Expert | None:
        members = self._covering.get(topic.name.casefold(), ())
        best = min(members, key=lambda e: rank(desk, e, loads, desk.now, topic), default=None)
        return best or next(iter(_behind(desk, topic)), None)


def rank(
    desk: Desk, expert: Expert, loads: Mapping[str, int], at: datetime, topic: Topic | None = None
) -> Rank:
    """Smaller is proposed sooner."""
    standing = desk.standings.get(expert.expert_id)
    hours = expert.hours or (topic.hours if topic else None)
    shut = not open_at(hours, at) or not may_be_asked(standing, at)
    reach = desk.presence.get(expert.address, Presence()).reach
    crowded = loads.get(expert.expert_id, 0) >= MOST_ASKED
    soon = standing.answers_in_s if standing else UNTRIED_S
    return shut, crowded, _ORDER[reach], soon, expert.name.casefold()


def next_to_ask(desk: Desk, hunt: Hunt, at: datetime) -> Expert | None:
    """Who is asked when those before did not take it: the topic's experts, its owner and deputies, the team's lead."""
    already = {ask.expert_id for ask in hunt.asks}
    loads = asked_now(desk)
    topic = topic_named(desk.catalogue, hunt.topic)
    free = desk.settings.live_questions
    for expert in (*_covering(desk, hunt, topic, loads, at), *_behind(desk, topic), *_lead(desk)):
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
    members = (e for e in desk.experts if any(t.casefold() in wanted for t in e.topics))
    return sorted(members, key=lambda e: rank(desk, e, loads, at, topic))


def _behind(desk: Desk, topic: Topic) -> Iterator[Expert]:
    for who in (topic.owner, *topic.deputies):
        if (expert := expert_called(desk.experts, who)) is not None:
            yield expert


def _lead(desk: Desk) -> Iterable[Expert]:
    who = desk.settings.team_lead
    known = expert_called(desk.experts, who)
    if known is None and who.startswith(("sip:", "sips:")):
        known = Expert(an_expert_id(who), who.partition(":")[2].partition("@")[0], who)
    return (known,) if known else ()


def _folded(*texts: str) -> str:
    return " " + " ".join(" ".join(texts).casefold().replace("-", " - ").split())
