"""PJSIP itself: started for one thread and no sound device, quiet, with the codecs we want."""

from __future__ import annotations

from typing import Any

import pjsua2 as pj

from softphone.domain.line import MediaSetup
from softphone.engine.pjsua.guard import guarded
from softphone.engine.pjsua.native import quiet
from softphone.engine.ports import SAMPLE_RATE_HZ

USER_AGENT = "Aside"


class Endpoint(pj.Endpoint):  # type: ignore[misc]
    """`stun_known`: PJSIP asked the STUN server that it was given, and got an answer. Until then a call would wait.

    `accounts`, by the address of their carrier: PJSIP finds the account of what comes in by the user in To, which two
    lines may share."""

    stun_known = False

    def __init__(self) -> None:
        super().__init__()
        self.accounts: dict[str, int] = {}

    @guarded
    def onNatCheckStunServersComplete(self, prm: Any) -> None:
        self.stun_known = prm.status == 0

    @guarded
    def onSelectAccount(self, prm: Any) -> None:
        account = self.accounts.get(prm.rdata.srcAddress)
        if account is not None:
            prm.accountIndex = account


def open_endpoint() -> Endpoint:
    endpoint = Endpoint()
    quiet()
    endpoint.libCreate()
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0
    config.uaConfig.mainThreadOnly = True
    config.uaConfig.userAgent = USER_AGENT
    config.uaConfig.mwiUnsolicitedEnabled = True
    config.uaConfig.natTypeInSdp = 0  # nobody's business, and it would ask the STUN server at length
    config.logConfig.level = 0
    config.logConfig.consoleLevel = 0
    config.logConfig.msgLogging = 0
    config.medConfig.clockRate = SAMPLE_RATE_HZ
    config.medConfig.sndClockRate = SAMPLE_RATE_HZ
    config.medConfig.channelCount = 1
    config.medConfig.audioFramePtime = 20
    config.medConfig.noVad = True
    config.medConfig.ecTailLen = 0
    endpoint.libInit(config)
    endpoint.audDevManager().setNullDev()  # the clock of the bridge
    endpoint.libStart()
    order_codecs(endpoint, MediaSetup().codecs)
    return endpoint


def order_codecs(endpoint: Any, wanted: tuple[str, ...]) -> None:
    """These alone, best first; the rest only costs bytes of a message that may have 4,000.

    Unknown ones are passed over; where none is left, those that every PBX has."""
    found = endpoint.codecEnum2()  # held: its items point into it
    names = [str(found[n].codecId) for n in range(len(found))]
    short = {name.partition("/")[0].upper() if "speex" not in name else name: name for name in names}
    chosen = [short[name.upper()] for name in wanted if name.upper() in short] or [short["PCMA"], short["PCMU"]]
    for name in names:
        endpoint.codecSetPriority(name, 255 - 5 * chosen.index(name) if name in chosen else 0)
