"""Side-chat texts over SIP MESSAGE: what goes out and how it is answered, what comes in and what it means.

Every SendMessage is answered by exactly one MessageAccepted, MessageRefused or MessageLost. Nothing is retried
here but one fall-back: a peer that does not know CPIM (415) gets plain text.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct

from softphone.domain.protocol import (
    ComposingReceived,
    Event,
    MessageAccepted,
    MessageLost,
    MessageReceived,
    MessageRefused,
    ReceiptReceived,
    SendComposing,
    SendCustomerText,
    SendMessage,
    SendReceipt,
)
from softphone.domain.text import clean
from softphone.engine.ports import Phone, TextAnswered, TextArrived
from softphone.engine.texts import (
    COMPOSING,
    CPIM,
    PLAIN,
    Composing,
    Receipt,
    Text,
    as_id,
    read_body,
    write_composing,
    write_cpim,
    write_receipt,
)

log = logging.getLogger("aside.engine")

ID_HEADER = "X-Aside-Id"
CONVERSATION_HEADER = "X-Aside-Conversation"
ANSWER_DEADLINE_S = 25.0  # PJSIP gives up after 10, twice where the PBX asks for a digest; later none can come
UNKNOWN_TYPE = frozenset({406, 415, 488})
NO_ANSWER = frozenset({0, 408})
MAX_PEERS = 500
_ASIDE = "aside:"  # tokens of what nobody waits for


class _Outgoing(Struct):
    command: SendMessage | None  # None: to a customer, nothing to fall back to
    cpim: bool
    until: datetime


class Postbox:
    """Texts out and in. `own_uri` names us in CPIM."""

    def __init__(self, phone: Phone, emit: Callable[[Event], None], clock: Callable[[], datetime]) -> None:
        self._phone = phone
        self._emit = emit
        self._clock = clock
        self.own_uri = ""
        self._outgoing: dict[str, _Outgoing] = {}
        self._plain_only: OrderedDict[str, None] = OrderedDict()
        self._no_composing: OrderedDict[str, None] = OrderedDict()
        self._count = 0

    def send(self, command: SendMessage) -> None:
        if command.message_id in self._outgoing:
            return  # on its way already: a desk came back and asked again
        cpim = command.receipts and _peer(command.to) not in self._plain_only
        until = self._clock() + timedelta(seconds=ANSWER_DEADLINE_S)
        self._outgoing[command.message_id] = _Outgoing(command, cpim, until)
        self._hand_over(command, cpim)

    def send_to_customer(self, command: SendCustomerText) -> None:
        """Plain text and no header of ours: a gateway makes an SMS of it."""
        if command.text_id not in self._outgoing:
            until = self._clock() + timedelta(seconds=ANSWER_DEADLINE_S)
            self._outgoing[command.text_id] = _Outgoing(None, False, until)
            self._phone.send_text(command.text_id, command.to, PLAIN, command.words.text, ())

    def send_composing(self, command: SendComposing) -> None:
        if _peer(command.to) not in self._no_composing:
            token = self._token("composing", command.to)
            self._phone.send_text(token, command.to, COMPOSING, write_composing(command.active), ())

    def send_receipt(self, command: SendReceipt) -> None:
        body = write_receipt(
            command.imdn_id, seen=command.seen, sender=self.own_uri, to=self._uri(command.to), at=self._clock()
        )
        self._phone.send_text(self._token("receipt", command.to), command.to, CPIM, body, ())

    def answered(self, news: TextAnswered) -> None:
        """The final status of something we sent."""
        if news.token.startswith(_ASIDE):
            _, what, _, peer = news.token.split(":", 3)
            if what == "composing" and 400 <= news.code < 600 and news.code not in NO_ANSWER:
                _remember(self._no_composing, peer)
            return
        sent = self._outgoing.get(news.token)
        if sent is None:
            return
        if sent.command is not None and sent.cpim and news.code in UNKNOWN_TYPE:
            _remember(self._plain_only, _peer(sent.command.to))
            sent.cpim = False
            self._hand_over(sent.command, cpim=False)
            return
        del self._outgoing[news.token]
        now = self._clock()
        if 200 <= news.code < 300:
            self._emit(MessageAccepted(now, news.token, as_id(news.token) if sent.cpim else ""))
        elif news.code in NO_ANSWER:
            self._emit(MessageLost(now, news.token))
        else:
            self._emit(MessageRefused(now, news.token, news.code, clean(news.reason, 64)))

    def arrived(self, news: TextArrived) -> None:
        """A MESSAGE came in. What cannot be read is dropped and logged by its type alone."""
        now = self._clock()
        parsed = read_body(news.content_type, news.body)
        match parsed:
            case Text():
                self._emit(
                    MessageReceived(
                        at=now,
                        sender=news.sender,
                        text=parsed.text,
                        network_id=news.network_id,
                        imdn_id=parsed.imdn_id if parsed.wants_delivered or parsed.wants_seen else "",
                        wants_seen=parsed.wants_seen,
                        message_id=_header(news, ID_HEADER),
                        conversation=_header(news, CONVERSATION_HEADER),
                    )
                )
            case Receipt():
                self._emit(ReceiptReceived(now, news.sender, parsed.imdn_id, parsed.seen))
            case Composing():
                self._emit(ComposingReceived(now, news.sender, parsed.active))
            case None:
                log.info("text dropped type=%s", clean(news.content_type, 40))

    def tick(self, now: datetime) -> None:
        for token in [token for token, sent in self._outgoing.items() if now >= sent.until]:
            del self._outgoing[token]
            self._emit(MessageLost(now, token))

    def _hand_over(self, command: SendMessage, cpim: bool) -> None:
        headers = [(ID_HEADER, clean(command.message_id, 128))]
        if command.conversation:
            headers.append((CONVERSATION_HEADER, clean(command.conversation, 128)))
        if cpim:
            body = write_cpim(
                command.text,
                sender=self.own_uri,
                to=self._uri(command.to),
                at=self._clock(),
                imdn_id=as_id(command.message_id),
            )
        else:
            body = command.text
        self._phone.send_text(command.message_id, command.to, CPIM if cpim else PLAIN, body, tuple(headers))

    def _uri(self, to: str) -> str:
        """CPIM names both sides by URI (RFC 3862 §3.2); to a bare user or number Linphone says that it is invalid."""
        bare = to.strip().strip("<>")
        if bare.lower().startswith(("sip:", "sips:", "tel:")):
            return bare
        return f"sip:{bare}" if "@" in bare else f"sip:{bare}@{self.own_uri.rpartition('@')[2]}"

    def _token(self, what: str, to: str) -> str:
        self._count += 1
        return f"{_ASIDE}{what}:{self._count}:{_peer(to)}"


def _peer(uri: str) -> str:
    """Who it is, without scheme, parameters and case: what we learnt about a peer belongs to that."""
    bare = uri.strip().strip("<>").split(";")[0].lower()
    return bare.removeprefix("sips:").removeprefix("sip:")


def _remember(peers: OrderedDict[str, None], peer: str) -> None:
    peers[peer] = None
    while len(peers) > MAX_PEERS:
        peers.popitem(last=False)


def _header(news: TextArrived, name: str) -> str:
    wanted = name.lower()
    return next((clean(value, 128) for found, value in news.headers if found.lower() == wanted), "")
