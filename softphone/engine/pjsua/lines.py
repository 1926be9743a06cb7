"""Accounts: the line of the agent, and for a moment a second one that tests a set-up beside it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, Protocol

import pjsua2 as pj

from softphone.domain.line import LineSetup, Transport
from softphone.domain.sip_address import BadMessage, NameAddr, Uri
from softphone.domain.text import NAME_CHARS, clean
from softphone.engine.pjsua.addresses import Finder, Place
from softphone.engine.pjsua.guard import guarded, reason_of, tried
from softphone.engine.ports import News, Registration

log = logging.getLogger("aside.engine")

EXPIRES_S = 60  # a PBX that forgot us is noticed after that long at most
REFRESH_BEFORE_S = 10
BUSY = 70011  # PJ_EBUSY, which the wrapper leaves out: another REGISTER of this account is under way
BUSY_RETRY_S = 0.1


class Incoming(Protocol):
    """What an account hands on."""

    def invited(self, account: Any, param: Any) -> None: ...
    def text_arrived(self, param: Any) -> None: ...
    def text_answered(self, param: Any) -> None: ...


class SipAccount(pj.Account):  # type: ignore[misc]
    def __init__(self, tell: Callable[[News], None], incoming: Incoming | None, transport_id: int) -> None:
        super().__init__()
        self.transport_id = transport_id
        self.texts_under_way = 0  # an account that is deleted before they are answered aborts PJSIP
        self._tell = tell
        self._incoming = incoming  # None: a test account, which takes nothing

    def silence(self) -> None:
        """Nothing it still hears is for anybody."""
        self._incoming = None
        self._tell = lambda _: None
        if self.getInfo().regIsActive:
            tried("un-register", "", lambda: self.setRegistration(False))

    @guarded
    def onRegState(self, prm: Any) -> None:
        granted = int(prm.expiration) if self.getInfo().regIsActive and prm.code // 100 == 2 else 0
        code = int(prm.code) if prm.status == 0 or prm.code != 200 else 0
        reason = clean(prm.reason, NAME_CHARS)
        self._tell(Registration(code, reason, min(granted, 86_400), test=self._incoming is None))

    @guarded
    def onIncomingCall(self, prm: Any) -> None:
        if self._incoming is not None:
            self._incoming.invited(self, prm)
        else:
            stray = pj.Call(self, prm.callId)
            refusal = pj.CallOpParam()
            refusal.statusCode = pj.PJSIP_SC_TEMPORARILY_UNAVAILABLE
            stray.hangup(refusal)

    @guarded
    def onInstantMessage(self, prm: Any) -> None:
        if self._incoming is not None:
            self._incoming.text_arrived(prm)

    @guarded
    def onTypingIndication(self, prm: Any) -> None:
        if self._incoming is not None:
            self._incoming.text_arrived(prm)

    @guarded
    def onInstantMessageStatus(self, prm: Any) -> None:
        self.texts_under_way -= 1
        if self._incoming is not None:
            self._incoming.text_answered(prm)


class Transports:
    """One socket for each kind and local address; a few at most, so none is ever closed under a dialog."""

    def __init__(self, endpoint: Any) -> None:
        self._endpoint = endpoint
        self._known: dict[tuple[Transport, str, bool], int] = {}

    def get(self, transport: Transport, local: str, *, test: bool) -> int:
        """A test has its own: its Contact, and so its un-registration, is never that of the real line."""
        key = (transport, local, test)
        if key not in self._known:
            config = pj.TransportConfig()
            config.port = 0
            config.boundAddress = local
            kind = pj.PJSIP_TRANSPORT_TCP if transport is Transport.TCP else pj.PJSIP_TRANSPORT_UDP
            self._known[key] = self._endpoint.transportCreate(kind, config)
        return self._known[key]


def open_account(setup: LineSetup, place: Place, transport_id: int, account: SipAccount) -> None:
    """Make `account` the account of this line; it does not register yet. Raises pj.Error or BadMessage."""
    address = Uri.read(setup.uri)  # checked before PJSIP sees it
    config = pj.AccountConfig()
    config.idUri = str(NameAddr(address, clean(setup.display_name, NAME_CHARS)))
    config.regConfig.registrarUri = f"sip:{setup.server}"
    config.regConfig.registerOnAdd = False
    config.regConfig.timeoutSec = EXPIRES_S
    config.regConfig.delayBeforeRefreshSec = REFRESH_BEFORE_S
    config.regConfig.retryIntervalSec = 0  # the exchange decides when to try again
    config.regConfig.firstRetryIntervalSec = 0
    config.regConfig.unregWaitMsec = 1000
    user = setup.auth_user or setup.user
    config.sipConfig.authCreds.append(pj.AuthCredInfo("digest", "*", user, 0, setup.password))
    config.sipConfig.proxies.append(place.proxy(setup.transport))
    config.sipConfig.transportId = transport_id if setup.transport is Transport.UDP else pj.PJSUA_INVALID_ID
    config.natConfig.sipOutboundUse = 0
    config.presConfig.publishEnabled = False
    config.mediaConfig.transportConfig.boundAddress = place.local
    config.mediaConfig.transportConfig.port = 0
    account.create(config)


class LineUp:
    """Brings one account up as soon as its server is found. `account` is None until then."""

    def __init__(
        self,
        setup: LineSetup,
        transports: Transports,
        tell: Callable[[News], None],
        incoming: Incoming | None,
    ) -> None:
        self.setup = setup
        self.account: SipAccount | None = None
        self.transport_id = pj.PJSUA_INVALID_ID
        self._tell = tell
        self._incoming = incoming
        self._transports = transports
        self._finder = Finder(setup)
        self._wanted = False  # registered
        self._failed = False
        self._ask_at = 0.0  # when a REGISTER is due that another one kept from going
        self.tick()

    @property
    def ready(self) -> bool:
        return self.account is not None

    def tick(self) -> None:
        """Once the server is found, or is known not to be; and what is still to be asked."""
        if self._ask_at and time.monotonic() >= self._ask_at:
            self.register(self._wanted)
        if self.account is not None or self._failed or not self._finder.done:
            return
        place = self._finder.place
        if place is None:
            self._fail(self._finder.failure)
            return
        try:
            self.transport_id = self._transports.get(
                self.setup.transport, place.local, test=self._incoming is None
            )
            account = SipAccount(self._tell, self._incoming, self.transport_id)
            open_account(self.setup, place, self.transport_id, account)
        except pj.Error as error:
            self._fail(reason_of(error))
            return
        except BadMessage as error:
            self._fail(str(error))
            return
        self.account = account
        if self._wanted:
            self.register(True)

    def register(self, on: bool) -> None:
        """Each call is answered by a Registration, at the latest when PJSIP gives up (10 s)."""
        self._wanted = on
        self._ask_at = 0.0
        if self._failed:
            self._again()
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
                self._tell(Registration(503, reason_of(error), 0, test=self._incoming is None))

    def close(self) -> SipAccount | None:
        """Un-register and delete; an account with texts under way comes back, to be deleted later."""
        account, self.account = self.account, None
        if account is None:
            return None
        if account.texts_under_way <= 0:
            account.shutdown()
            return None
        account.silence()
        return account

    def _again(self) -> None:
        """The name may be found now."""
        self._failed = False
        self._finder = Finder(self.setup)
        self.tick()

    def _fail(self, reason: str) -> None:
        self._failed = True
        log.info("line not opened reason=%s", reason)
        if self._wanted or self._incoming is None:
            self._tell(Registration(0, clean(reason, NAME_CHARS), 0, test=self._incoming is None))
