"""A line: one account and its carrier. The agent's own, and for a moment a second one that tests a set-up beside it."""

from __future__ import annotations

import logging
import random
import time
from typing import Protocol

import pjsua2 as pj
from msgspec.structs import replace

from softphone.domain.line import LineFault, LineSetup
from softphone.domain.sip import Request
from softphone.domain.sip_address import BadMessage
from softphone.domain.text import NAME_CHARS, clean
from softphone.engine.carrier.carrier import Carrier
from softphone.engine.carrier.flow import Place
from softphone.engine.carrier.resolver import Resolver
from softphone.engine.carrier.trace import Trace
from softphone.engine.pjsua.addresses import party_of
from softphone.engine.pjsua.detours import DIRECT, Detour
from softphone.engine.pjsua.guard import reason_of, tried
from softphone.engine.pjsua.lines import Incoming, SipAccount, Transports, configure_account
from softphone.engine.ports import News, Reachable, Registration, SipAltered, StrangerCame, TurnedAway

log = logging.getLogger("aside.engine")

BUSY = 70011  # PJ_EBUSY, which the wrapper leaves out: another REGISTER of this account is under way
BUSY_RETRY_S = 0.1
LAST_WORDS_S = 3.0  # of a line that was closed: its un-registration leaves through the carrier


class Surroundings(Protocol):
    """What a line needs of its phone."""

    def tell(self, news: News) -> None: ...
    def poke(self) -> None:
        """PJSIP has something to read."""
        ...

    def moved(self) -> None:
        """Our Contact is another one: calls that are up must say so to the other side."""
        ...

    @property
    def legs(self) -> int: ...

    @property
    def legs_held(self) -> int:
        """With those that were hung up and whose other side has not confirmed it."""
        ...


class LineUp:
    """One account and its carrier. `account` is None until the PBX was found."""

    def __init__(
        self,
        setup: LineSetup,
        surroundings: Surroundings,
        transports: Transports,
        resolver: Resolver,
        trace: Trace,
        incoming: Incoming | None,
    ) -> None:
        self.setup = setup
        self.account: SipAccount | None = None
        self._surroundings = surroundings
        self._incoming = incoming
        self._transports = transports
        self._wanted = False  # registered
        self._asked = False  # a REGISTER is not answered yet
        self._proven = False
        self._deaf = False  # closed: nothing it still hears is for anybody
        self._place: Place | None = None  # of the account's Contact
        self._move_at = 0.0  # when our new Contact is told again
        self._ask_at = 0.0  # when a REGISTER is due that another one kept from going
        self._detour = DIRECT  # that the account knows of
        self._detour_at = 0.0  # when it is told again
        self.carrier = Carrier(
            setup, self, resolver, trace, lambda: surroundings.legs > 0, lambda: surroundings.legs_held
        )
        self.carrier.deaf = incoming is None
        self.carrier.start()

    @property
    def ready(self) -> bool:
        return self.account is not None

    def tick(self) -> None:
        """What waits for a time."""
        self.carrier.tick()
        place = self.carrier.place
        if self._move_at and place is not None and time.monotonic() >= self._move_at:
            self._move_now(place)
        if self._ask_at and time.monotonic() >= self._ask_at:
            self.register(self._wanted)

    def register(self, on: bool) -> None:
        """Each call is answered by a Registration, at the latest when PJSIP gives up (10 s)."""
        self._wanted = on
        self._ask_at = 0.0
        self._asked = on
        place = self.carrier.place
        if on and place is None:
            self.carrier.look()
        elif on and place is not None and self.account is None:
            self._open(place)
            return
        if on and place is not None:
            self._move_now(place)
        if self.account is None or not (on or self.account.getInfo().regIsActive):
            return
        try:
            self.account.setRegistration(on)
        except pj.Error as error:
            if error.status == BUSY:
                self._ask_at = time.monotonic() + BUSY_RETRY_S
                return
            log.info("register on=%s reason=%s", on, reason_of(error))
            if on:
                self._tell(Registration(503, reason_of(error), 0))

    def take(self, detour: Detour) -> bool:
        """Media that begin from now on go by it; whether the account knows it already."""
        if detour == self._detour or self.account is None or self._place is None:
            return True
        if time.monotonic() < self._detour_at:
            return False
        account = self.account
        config = configure_account(self.setup, self._place, self.carrier.port, account.transport_id, detour)
        if not tried("detour", "", lambda: account.modify(config)):
            self._detour_at = time.monotonic() + BUSY_RETRY_S
            return False
        self._detour = detour
        return True

    def close(self) -> SipAccount | None:
        """Un-register and delete; an account with texts under way comes back, to be deleted later. The carrier stays
        for its owner to close: what PJSIP still has to say leaves through it."""
        account, self.account = self.account, None
        self._deaf = self.carrier.deaf = True
        self._transports.belongs(self.carrier.address, None)
        if account is None:
            return None
        if account.texts_under_way <= 0:
            account.shutdown()
            return None
        account.silence()
        return account

    # --- What the carrier tells ---------------------------------------------------------------------------

    def way_up(self, place: Place) -> None:
        if self.account is None:
            self._open(place)
            return
        if place == self._place:
            if not self._deaf:
                self._surroundings.tell(Reachable(test=self._incoming is None, line=self.setup.name))
        elif self._surroundings.legs:
            self._move(place)
        else:  # all phones of a PBX that was restarted are here now: PJSIP registers when it moves
            self._move_at = time.monotonic() + random.random() * self.setup.spread_ms / 1000

    def way_down(self, fault: LineFault) -> None:
        if self._asked or self._proven:
            self._tell(Registration(0, fault.value, 0))

    def turned_away(self, request: Request, status: int) -> None:
        if self._incoming is not None and not self._deaf:
            self._surroundings.tell(TurnedAway(party_of(request, self.setup), request.headers, status, self.setup.name))

    def stranger_came(self) -> None:
        if not self._deaf:
            self._surroundings.tell(StrangerCame())

    def altered(self, *, sound: bool) -> None:
        if not self._deaf:
            self._surroundings.tell(SipAltered(sound))

    def handed_over(self) -> None:
        self._surroundings.poke()

    # --- Inside -------------------------------------------------------------------------------------------

    def _open(self, place: Place) -> None:
        try:
            transport_id, port = self._transports.get(self.setup.transport, test=self._incoming is None)
            account = SipAccount(
                self._tell, self._incoming, transport_id, self.carrier.address, secured=place.secured
            )
            account.create(configure_account(self.setup, place, self.carrier.port, transport_id, self._detour))
        except pj.Error as error:
            self._tell(Registration(0, reason_of(error), 0))
            return
        except BadMessage as error:
            self._tell(Registration(0, str(error), 0))
            return
        self.carrier.admit(port)
        self._transports.belongs(self.carrier.address, account.getId())
        self.account = account
        self._place = place
        if self._wanted:
            self.register(True)

    def _move_now(self, place: Place) -> None:
        if self._move_at:
            self._move_at = 0.0
            if place != self._place and self.account is not None:
                self._move(place)

    def _move(self, place: Place) -> None:
        """We are seen under another address: PJSIP un-registers the old Contact and learns the new one."""
        assert self.account is not None
        account = self.account
        config = configure_account(self.setup, place, self.carrier.port, account.transport_id, self._detour)
        if tried("contact", "", lambda: account.modify(config)):
            self._place = place
            self._surroundings.moved()
        else:  # a REGISTER is under way
            self._move_at = time.monotonic() + BUSY_RETRY_S

    def _tell(self, news: News) -> None:
        if self._deaf:
            return
        if isinstance(news, Registration):
            self._asked = False
            self._proven = news.expires_s > 0
            fault = self.carrier.fault if news.code in (0, 408, 503) else LineFault.NONE
            place = self.carrier.place
            secured = self._proven and place is not None and place.secured
            reason = clean(news.reason, NAME_CHARS)
            news = replace(news, reason=reason, fault=fault, secured=secured, test=self._incoming is None)
            news = replace(news, line=self.setup.name)
            if not self._proven:
                log.info("not registered code=%d fault=%s", news.code, fault.value)
        self._surroundings.tell(news)


class Departed:
    """Lines that were closed, until what they still had to say is said."""

    def __init__(self) -> None:
        self._accounts: list[SipAccount] = []
        self._carriers: list[tuple[float, Carrier]] = []

    def take(self, line: LineUp) -> None:
        if (account := line.close()) is not None:
            self._accounts.append(account)
        self._carriers.append((time.monotonic() + LAST_WORDS_S, line.carrier))

    def turn(self, now: float) -> None:
        for account in [account for account in self._accounts if account.texts_under_way <= 0]:
            self._accounts.remove(account)
            account.shutdown()
        for entry in [entry for entry in self._carriers if now >= entry[0]]:
            self._carriers.remove(entry)
            entry[1].close()

    def close(self) -> list[SipAccount]:
        """Accounts that must live until PJSIP has ended their transactions."""
        for _, carrier in self._carriers:
            carrier.close()
        self._carriers.clear()
        kept, self._accounts = self._accounts, []
        return kept
