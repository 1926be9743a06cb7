"""Accounts and PJSIP's own sockets, which are on loopback alone. What does not come from the carrier is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import pjsua2 as pj

from softphone.domain.line import LineSetup, MediaSetup, Transport
from softphone.domain.mailbox import read_summary
from softphone.domain.sip_address import NameAddr, Uri
from softphone.domain.text import NAME_CHARS, clean
from softphone.engine.carrier.flow import Place
from softphone.engine.carrier.inner import LOOPBACK
from softphone.engine.pjsua.addresses import read_message, read_retry_after
from softphone.engine.pjsua.detours import DIRECT, Detour
from softphone.engine.pjsua.endpoint import Endpoint
from softphone.engine.pjsua.guard import guarded, tried
from softphone.engine.ports import News, Registration, StrangerCame, SummaryArrived

EXPIRES_S = 60  # a PBX that forgot us is noticed after that long at most
REFRESH_BEFORE_S = 10
# RFC 4028: a side that crashed without BYE frees the other after so long at most, and we have four legs. The least that
# may be asked for is 90.
SESSION_S, LEAST_SESSION_S = 180, 90


LEAST_PORTS = 16  # four calls, two each, and as many while they move


class Incoming(Protocol):
    """What an account hands on."""

    def invited(self, account: Any, param: Any) -> None: ...
    def text_arrived(self, param: Any) -> None: ...
    def text_answered(self, param: Any) -> None: ...


class SipAccount(pj.Account):  # type: ignore[misc]
    def __init__(
        self,
        tell: Callable[[News], None],
        incoming: Incoming | None,
        transport_id: int,
        source: str = "",
        *,
        secured: bool = False,
    ) -> None:
        super().__init__()
        self.transport_id = transport_id
        self.source = source  # the carrier: whatever comes from elsewhere is not from the PBX
        self.secured = secured  # its signalling is TLS
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
        answer = read_message(prm.rdata.wholeMsg) if code >= 400 and prm.rdata.wholeMsg else None
        later_s = read_retry_after(answer)
        test = self._incoming is None
        self._tell(Registration(code, reason, min(granted, 86_400), test=test, retry_after_s=later_s))

    @guarded
    def onIncomingCall(self, prm: Any) -> None:
        if self._is_from_carrier(prm) and self._incoming is not None:
            self._incoming.invited(self, prm)
            return
        stray = pj.Call(self, prm.callId)
        refusal = pj.CallOpParam()
        refusal.statusCode = pj.PJSIP_SC_FORBIDDEN
        stray.hangup(refusal)

    @guarded
    def onInstantMessage(self, prm: Any) -> None:
        if self._is_from_carrier(prm) and self._incoming is not None:
            self._incoming.text_arrived(prm)

    @guarded
    def onTypingIndication(self, prm: Any) -> None:
        if self._is_from_carrier(prm) and self._incoming is not None:
            self._incoming.text_arrived(prm)

    @guarded
    def onMwiInfo(self, prm: Any) -> None:
        if not self._is_from_carrier(prm) or self._incoming is None:
            return
        message = read_message(prm.rdata.wholeMsg)
        mailbox = read_summary(message.body.decode("utf-8", "replace")) if message is not None else None
        if mailbox is not None:
            self._tell(SummaryArrived(mailbox))

    @guarded
    def onInstantMessageStatus(self, prm: Any) -> None:
        self.texts_under_way -= 1
        if self._incoming is not None:
            self._incoming.text_answered(prm)

    def _is_from_carrier(self, prm: Any) -> bool:
        """Another program on this computer can reach PJSIP's port too."""
        if prm.rdata.srcAddress == self.source:
            return True
        self._tell(StrangerCame())
        return False


class Transports:
    """PJSIP's own sockets, on loopback alone; one of each kind, so none is ever closed under a dialog."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._known: dict[tuple[bool, bool], int] = {}

    def belongs(self, carrier: str, account: int | None) -> None:
        """What comes from this carrier is for that account; None: nothing does any more."""
        if account is None:
            self._endpoint.accounts.pop(carrier, None)
        else:
            self._endpoint.accounts[carrier] = account

    def get(self, transport: Transport, *, test: bool) -> tuple[int, int]:
        """Its id and its port. A test has its own: what it hears is never the real line's."""
        datagrams = transport is Transport.UDP
        key = (datagrams, test)
        if key not in self._known:
            config = pj.TransportConfig()
            config.port = 0
            config.boundAddress = LOOPBACK
            config.publicAddress = LOOPBACK  # else it asks the STUN server where that socket is seen
            kind = pj.PJSIP_TRANSPORT_UDP if datagrams else pj.PJSIP_TRANSPORT_TCP
            self._known[key] = self._endpoint.transportCreate(kind, config)
        known = self._known[key]
        return known, int(self._endpoint.transportGetInfo(known).localAddress.rpartition(":")[2])


def configure_account(
    setup: LineSetup, place: Place, carrier_port: int, transport_id: int, detour: Detour = DIRECT
) -> Any:
    """The account of this line behind its carrier. Raises BadMessage."""
    address = Uri.read(setup.uri)  # checked before PJSIP sees it
    datagrams = setup.transport is Transport.UDP
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
    # An outbound proxy that leaves no Route in what is sent; PJSIP then never resolves a name.
    kind = "" if datagrams else ";transport=tcp"
    config.sipConfig.proxies.append(f"sip:{LOOPBACK}:{carrier_port}{kind};lr;hide")
    config.sipConfig.transportId = transport_id if datagrams else pj.PJSUA_INVALID_ID
    outside = "" if datagrams else f";transport={setup.transport.value}"
    config.sipConfig.contactForced = f"<sip:{address.user}@{place.sent_by}:{place.port}{outside};ob>"
    config.natConfig.sipOutboundUse = 0
    config.natConfig.contactRewriteUse = 0  # else the forced Contact does not hold
    config.natConfig.viaRewriteUse = 0
    config.natConfig.sdpNatRewriteUse = 0
    config.callConfig.timerUse = pj.PJSUA_SIP_TIMER_ALWAYS  # also with a side that knows nothing of it: we refresh
    config.callConfig.timerSessExpiresSec = SESSION_S
    config.callConfig.timerMinSESec = LEAST_SESSION_S
    config.mwiConfig.enabled = setup.mailbox
    config.presConfig.publishEnabled = False
    config.mediaConfig.transportConfig.boundAddress = "" if ":" in place.host else place.host
    _configure_media(config, setup.media)
    # Bound to loopback PJSIP finds no candidate, and refuses each call with 500 before it says a word of it.
    (DIRECT if place.host == LOOPBACK else detour).tell(config.natConfig)
    if setup.transport is Transport.TLS:
        config.mediaConfig.srtpUse = pj.PJMEDIA_SRTP_MANDATORY
        config.mediaConfig.srtpSecureSignaling = 0  # PJSIP sees loopback; the carrier answers for TLS
    return config


def _configure_media(config: Any, media: MediaSetup) -> None:
    sockets = config.mediaConfig.transportConfig
    sockets.port = 0
    if media.port_from and media.port_to - media.port_from >= LEAST_PORTS:
        sockets.port, sockets.portRange = media.port_from, media.port_to - media.port_from
        sockets.randomizePort = True
    sockets.qosParams.flags = pj.PJ_QOS_PARAM_HAS_DSCP
    sockets.qosParams.dscp_val = media.dscp
    config.mediaConfig.rtcpMuxEnabled = media.rtcp_mux
