"""Texts out and presence both ways. PJSIP wants a Buddy for each peer, and its 257th aborts: a small pool of them."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import pjsua2 as pj

from softphone.domain.presence import Presence, Reach
from softphone.domain.text import NAME_CHARS, clean
from softphone.engine.pjsua.guard import guarded, reason_of
from softphone.engine.ports import News, PresenceArrived, TextAnswered

log = logging.getLogger("aside.engine")

MAX_BUDDIES = 100
MAX_TEXT_BYTES = 2_600  # of 4,000 a SIP message may have; the rest is for headers, ours and every proxy's
MAX_HEADER_BYTES = 600

_NOTES = (  # Asterisk says the state in the note alone
    (Reach.BUSY, ("on the phone", "busy", "ringing", "in a call", "on hold", "meeting")),
    (Reach.AWAY, ("away", "break", "back soon", "not available")),
    (Reach.OFFLINE, ("unavailable", "offline")),
)


class SipBuddy(pj.Buddy):  # type: ignore[misc]
    def __init__(self, changed: Callable[[SipBuddy], None], name: str) -> None:
        super().__init__()
        self.name = name  # as it was asked for
        self._changed = changed

    @guarded
    def onBuddyState(self) -> None:
        self._changed(self)


class Buddies:
    """Belongs to one account; a new account gets a new one."""

    def __init__(self, account: Any, tell: Callable[[News], None]) -> None:
        self._account = account
        self._tell = tell
        self._pool: OrderedDict[str, SipBuddy] = OrderedDict()
        self._watched: dict[str, str] = {}  # by SIP URI: the name asked for
        self._sent: dict[str, list[str]] = {}  # tokens by body, first in first out
        self._told: dict[str, Presence] = {}

    def send(self, token: str, uri: str, content_type: str, body: str, headers: tuple[tuple[str, str], ...]) -> None:
        """A MESSAGE. What would not fit into one SIP message is refused here: PJSIP would cut it without a word."""
        size = len(body.encode("utf-8", "replace"))
        if size > MAX_TEXT_BYTES or sum(len(n) + len(v) + 4 for n, v in headers) > MAX_HEADER_BYTES:
            self._tell(TextAnswered(token, 513, "too long"))
            return
        param = pj.SendInstantMessageParam()
        param.contentType = content_type
        param.content = body.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
        for name, value in headers:
            header = pj.SipHeader()
            header.hName, header.hValue = name, value
            param.txOption.headers.append(header)
        tokens = self._sent.setdefault(param.content, [])
        tokens.append(token)
        try:
            self._get(uri).sendInstantMessage(param)
            self._account.texts_under_way += 1
        except pj.Error as error:
            log.info("text not sent reason=%s", reason_of(error))
            self._taken(param.content, token)
            self._tell(TextAnswered(token, 503, "not sent"))

    def answered(self, body: str, code: int, reason: str) -> None:
        tokens = self._sent.get(body)
        if not tokens:
            return
        token = tokens[0]
        self._taken(body, token)
        self._tell(TextAnswered(token, code, reason))

    def watch(self, wanted: dict[str, str]) -> None:
        """Subscribe to exactly these (SIP URI: name) and leave the others."""
        for uri in self._watched.keys() - wanted.keys():
            del self._watched[uri]
            if buddy := self._pool.get(uri):
                self._subscribe(buddy, False)
        for uri, name in wanted.items():
            # Wanted again after the line was lost: what was said of them may be over, so it is asked anew. PJSIP does
            # not ask twice for one buddy; a new one does.
            known = self._told.pop(name, None)
            if uri in self._watched and known is not None:
                self._pool.pop(uri, None)
                del self._watched[uri]
            if uri not in self._watched:
                self._watched[uri] = name
                try:
                    buddy = self._get(uri)
                except pj.Error as error:
                    log.info("not watched reason=%s", reason_of(error))
                    continue
                buddy.name = name
                self._subscribe(buddy, True)

    def close(self) -> None:
        """Tell nobody about what is on its way: it is lost with the line."""
        for tokens in self._sent.values():
            for token in tokens:
                self._tell(TextAnswered(token, 0, "line closed"))
        self._sent.clear()
        self._watched.clear()
        self._pool.clear()

    def _get(self, uri: str) -> SipBuddy:
        if buddy := self._pool.get(uri):
            self._pool.move_to_end(uri)
            return buddy
        while len(self._pool) >= MAX_BUDDIES:
            oldest = next((u for u in self._pool if u not in self._watched), None)
            if oldest is None:
                break
            del self._pool[oldest]
        config = pj.BuddyConfig()
        config.uri = uri
        config.subscribe = False
        buddy = SipBuddy(self._state_changed, uri)
        buddy.create(self._account, config)
        self._pool[uri] = buddy
        return buddy

    def _taken(self, body: str, token: str) -> None:
        tokens = self._sent[body]
        tokens.remove(token)
        if not tokens:
            del self._sent[body]

    def _subscribe(self, buddy: SipBuddy, on: bool) -> None:
        try:
            buddy.subscribePresence(on)
        except pj.Error as error:
            log.info("not subscribed on=%s reason=%s", on, reason_of(error))

    def _state_changed(self, buddy: SipBuddy) -> None:
        info = buddy.getInfo()
        if buddy.name not in self._watched.values():
            return
        if info.subState == pj.PJSIP_EVSUB_STATE_ACTIVE:
            presence = _read_presence(info.presStatus)
        elif info.subState in (pj.PJSIP_EVSUB_STATE_TERMINATED, pj.PJSIP_EVSUB_STATE_NULL):
            presence = Presence()
        else:
            return
        if self._told.get(buddy.name) != presence:
            self._told[buddy.name] = presence
            self._tell(PresenceArrived(buddy.name, presence))


def write_presence(presence: Presence) -> Any:
    status = pj.PresenceStatus()
    online = presence.reach in (Reach.AVAILABLE, Reach.BUSY, Reach.AWAY)
    status.status = pj.PJSUA_BUDDY_STATUS_ONLINE if online else pj.PJSUA_BUDDY_STATUS_OFFLINE
    status.activity = {Reach.BUSY: pj.PJRPID_ACTIVITY_BUSY, Reach.AWAY: pj.PJRPID_ACTIVITY_AWAY}.get(
        presence.reach, pj.PJRPID_ACTIVITY_UNKNOWN
    )
    plain = {Reach.BUSY: "In a call", Reach.AWAY: "Away", Reach.AVAILABLE: "Available"}.get(presence.reach, "Offline")
    status.note = clean(presence.note, NAME_CHARS) or plain
    return status


def _read_presence(status: Any) -> Presence:
    note = clean(status.note or status.statusText, NAME_CHARS)
    if status.status == pj.PJSUA_BUDDY_STATUS_UNKNOWN:
        return Presence()
    if status.activity == pj.PJRPID_ACTIVITY_BUSY:
        return Presence(Reach.BUSY, note=note)
    if status.activity == pj.PJRPID_ACTIVITY_AWAY:
        return Presence(Reach.AWAY, note=note)
    if status.status == pj.PJSUA_BUDDY_STATUS_OFFLINE:
        return Presence(Reach.OFFLINE, note=note)
    lowered = note.lower()
    for reach, words in _NOTES:
        if any(word in lowered for word in words):
            return Presence(reach, note=note)
    return Presence(Reach.AVAILABLE, note=note)
