"""How the sound of our calls gets round routers: what PJSIP's accounts are told of ICE, STUN and the relay (TURN).

With ICE PJSIP names the best it has in the SDP's c= line, a relay before all else. So a relay that is there is not told
to it until sound does not come on the direct way, or the settings want it always.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import pjsua2 as pj
from msgspec import Struct
from msgspec.structs import replace

from softphone.domain.line import Transport
from softphone.domain.nat import NatSetup
from softphone.domain.secrets import hiding
from softphone.engine.carrier.inner import LOOPBACK
from softphone.engine.carrier.outpost import Outpost, outpost_of
from softphone.engine.carrier.resolver import Resolver
from softphone.engine.carrier.splice import Splices
from softphone.engine.pjsua.guard import tried
from softphone.engine.ports import News, RelayRefused

log = logging.getLogger("aside.engine")


class Detour(Struct, frozen=True):
    """Of one account. `relay` is the address where PJSIP finds it, which is ours where it goes over TCP or TLS."""

    ice: bool = False
    stun: bool = False
    relay: str = ""
    by_stream: bool = False
    user: str = ""
    password: str = ""

    __repr__ = hiding("password")

    def tell(self, config: Any) -> None:
        """Write it into the `natConfig` of an account."""
        config.iceEnabled = self.ice or self.stun or bool(self.relay)
        config.iceAlwaysUpdate = False  # a second offer is needed only where the first named another way (RFC 8445)
        config.sipStunUse = pj.PJSUA_STUN_USE_DISABLED  # that is the carrier's
        config.mediaStunUse = pj.PJSUA_STUN_USE_DEFAULT if self.stun else pj.PJSUA_STUN_USE_DISABLED
        config.turnEnabled = bool(self.relay)
        if self.relay:
            config.turnServer = self.relay
            config.turnConnType = pj.PJ_TURN_TP_TCP if self.by_stream else pj.PJ_TURN_TP_UDP
            config.turnUserName, config.turnPassword, config.turnPasswordType = self.user, self.password, 0


DIRECT = Detour()


class Detours:
    """`current` is what accounts are to be told now."""

    def __init__(self, endpoint: Any, resolver: Resolver, tell: Callable[[News], None]) -> None:
        self._endpoint = endpoint
        self._resolver = resolver
        self._tell = tell
        self._refusal = 0  # that was told
        self._setup = NatSetup()
        self._stun: Outpost | None = None
        self._relay: Outpost | None = None
        self._splices: Splices | None = None
        self._stun_told = ""  # to PJSIP
        self._needed = False  # sound did not come without the relay
        self.current = DIRECT

    def use(self, setup: NatSetup) -> None:
        if not setup.relay_password and self._setup == replace(setup, relay_password=self._setup.relay_password):
            return  # a desk that does not know it yet
        if setup == self._setup:
            return
        old, self._setup = self._setup, setup
        if _relay_of(setup) != _relay_of(old):
            self._close_relay()
            self._needed = False
            if setup.relay and (setup.relay_password or not setup.relay_user):  # else it is not known yet
                self._relay = outpost_of(setup, self._resolver)
                if setup.relay_by is not Transport.UDP:
                    self._splices = Splices(self._relay)
        if setup.stun != old.stun:
            self._close_stun()
            self._stun = Outpost(setup.stun, Transport.UDP, self._resolver) if setup.stun else None

    def tick(self) -> None:
        now = time.monotonic()
        for outpost in (self._stun, self._relay):
            if outpost is not None:
                outpost.tick(now)
        refusal = self._relay.refused if self._relay is not None else 0
        if refusal != self._refusal:
            self._refusal = refusal
            if refusal:
                self._tell(RelayRefused())
        self.current = self._now()

    def need_relay(self) -> bool:
        """Sound does not come: whether the relay is tried from now on. Not where it is already, or is not there."""
        if self._needed or self._setup.relay_always or self._relay is None or not self._relay.answers:
            return False
        self._needed = True
        self.current = self._now()
        log.info("relay_taken by=%s", self._setup.relay_by.value)
        return True

    def network_changed(self) -> None:
        self._needed = False
        for outpost in (self._stun, self._relay):
            if outpost is not None:
                outpost.look()

    def close(self) -> None:
        self._close_relay()
        self._close_stun()

    def _now(self) -> Detour:
        s, relay = self._setup, self._relay
        stun = self._stun is not None and self._stun.answers and self._tell_stun(self._stun)
        if relay is None or not relay.answers or not (self._needed or s.relay_always):
            return Detour(s.ice, stun)
        where = f"{LOOPBACK}:{self._splices.port}" if self._splices else str(relay.target)
        return Detour(s.ice, stun, where, self._splices is not None, s.relay_user, s.relay_password)

    def _tell_stun(self, stun: Outpost) -> bool:
        """Whether PJSIP knows it and was answered."""
        if self._stun_told != str(stun.target):
            self._stun_told = str(stun.target)
            self._endpoint.stun_known = False
            tried("stun", "", lambda: self._endpoint.natUpdateStunServers([self._stun_told], False))
        return bool(self._endpoint.stun_known)

    def _close_stun(self) -> None:
        if self._stun is not None:
            self._stun.close()
            self._stun = None

    def _close_relay(self) -> None:
        if self._relay is not None:
            self._relay.close()
            self._relay = None
        if self._splices is not None:
            self._splices.close()
            self._splices = None


def _relay_of(setup: NatSetup) -> NatSetup:
    return replace(setup, ice=False, stun="", relay_always=False)
