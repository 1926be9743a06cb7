"""One leg of ours and the SIP dialogs under it. Usually one dialog; a second one while the first is replaced.

The second dialog comes from an INVITE with Replaces or from a REFER that we follow. When it is confirmed it takes
the first one's place: the leg goes on, its dialog changed.
"""

from __future__ import annotations

import contextlib
import logging
import random
import time
from collections.abc import Callable
from typing import Any, Protocol

import pjsua2 as pj
from msgspec.structs import replace

from softphone.domain.call import Dialog, Hold
from softphone.domain.line import LineSetup
from softphone.domain.sip import Message, Request
from softphone.domain.text import clean
from softphone.engine.pjsua.addresses import bare_uri, passes_on, read_message, read_party
from softphone.engine.pjsua.guard import guarded, reason_of, tried
from softphone.engine.pjsua.native import impatient
from softphone.engine.ports import (
    Connected,
    Digit,
    HoldChanged,
    LegEnded,
    News,
    RecordAnswered,
    RingsBack,
    TransferStep,
)

log = logging.getLogger("aside.engine")

HOLD_TRIES = 8
BUSY_RETRY_S = 0.2  # another transaction is under way in this dialog
OLD_DIALOG_S = 2.0  # for the other side to end what was replaced


class Surroundings(Protocol):
    """What a leg needs of its phone."""

    def tell(self, news: News) -> None: ...
    def rewire(self, leg_id: str) -> None: ...
    def bury(self, call: SipCall) -> None: ...
    def text_arrived(self, param: Any) -> None: ...


class SipCall(pj.Call):  # type: ignore[misc]
    """A dialog. It learns its tags from the messages that pass, because PJSIP does not tell them."""

    def __init__(self, account: Any, leg: Leg, pj_id: int = pj.PJSUA_INVALID_ID) -> None:
        super().__init__(account, pj_id)
        self.account = account
        self.leg = leg
        self.dialog = Dialog("", "", "", "", "")
        self.reason = ""

    def learn(self, message: Message | None, *, received: bool) -> None:
        """Tags and target from an INVITE, its answers and its ACK (RFC 3261 §12.1); the Reason of CANCEL and BYE."""
        if message is None:
            return
        request = isinstance(message, Request)
        if received and (reason := message.value("Reason")):
            self.reason = clean(reason, 128)
        if message.cseq[1] not in ("INVITE", "ACK"):
            return
        ours, theirs = message.sender, message.recipient
        if received is request:
            ours, theirs = theirs, ours
        dialog = replace(
            self.dialog,
            sip_call_id=message.call_id,
            local_tag=ours.tag or self.dialog.local_tag,
            remote_tag=theirs.tag or self.dialog.remote_tag,
            remote_uri=bare_uri(theirs.uri),
        )
        if received and (contact := message.value("Contact")) and (target := read_party(contact)):
            dialog = replace(dialog, remote_target=_target_of(contact) or target.uri)
        self.dialog = dialog

    def _learn_from(self, event: Any) -> None:
        if event.type == pj.PJSIP_EVENT_TSX_STATE:
            state = event.body.tsxState
            if state.type == pj.PJSIP_EVENT_RX_MSG:
                self.learn(read_message(state.src.rdata.wholeMsg), received=True)
            elif state.type == pj.PJSIP_EVENT_TX_MSG and state.src.tdata.wholeMsg:
                self.learn(read_message(state.src.tdata.wholeMsg), received=False)
        elif event.type == pj.PJSIP_EVENT_RX_MSG:
            self.learn(read_message(event.body.rxMsg.rdata.wholeMsg), received=True)
        elif event.type == pj.PJSIP_EVENT_TX_MSG and event.body.txMsg.tdata.wholeMsg:
            self.learn(read_message(event.body.txMsg.tdata.wholeMsg), received=False)

    @guarded
    def onCallState(self, prm: Any) -> None:
        self._learn_from(prm.e)
        self.leg.state_changed(self, self.getInfo())

    @guarded
    def onCallTsxState(self, prm: Any) -> None:
        self._learn_from(prm.e)
        if prm.e.type == pj.PJSIP_EVENT_TSX_STATE:
            tsx = prm.e.body.tsxState.tsx
            if tsx.role == pj.PJSIP_ROLE_UAC and tsx.state == pj.PJSIP_TSX_STATE_COMPLETED:
                self.leg.answered(self, tsx.method, tsx.statusCode)

    @guarded
    def onCallMediaState(self, _prm: Any) -> None:
        self.leg.media_changed(self, self.getInfo())

    @guarded
    def onDtmfDigit(self, prm: Any) -> None:
        self.leg.digit_heard(prm.digit)

    @guarded
    def onCallTransferStatus(self, prm: Any) -> None:
        self.leg.transfer_step(prm.statusCode, bool(prm.finalNotify))
        if prm.finalNotify:
            prm.cont = False

    @guarded
    def onCallTransferRequest(self, prm: Any) -> None:
        wanted = self.leg.dialled or passes_on(prm.dstUri, self.leg.trusted_within)
        if wanted and self.leg.can_follow(self):
            prm.newCall = self.leg.follow(SipCall(self.account, self.leg))
        else:
            prm.statusCode = pj.PJSIP_SC_DECLINE

    @guarded
    def onCallReplaceRequest(self, prm: Any) -> None:
        if self.leg.can_follow(self):
            successor = self.leg.follow(SipCall(self.account, self.leg))
            successor.learn(read_message(prm.rdata.wholeMsg), received=True)
            prm.newCall = successor
        else:
            prm.statusCode = pj.PJSIP_SC_DECLINE

    @guarded
    def onInstantMessage(self, prm: Any) -> None:
        self.leg.surroundings.text_arrived(prm)


class Leg:
    """Turns what PJSIP says about its dialogs into News about one leg."""

    def __init__(self, leg_id: str, surroundings: Surroundings, *, dialled: bool) -> None:
        self.leg_id = leg_id
        self.surroundings = surroundings
        self.dialled = dialled
        self.trusted_within: LineSetup | None = None  # who called may pass us on to others of this PBX
        self.call: SipCall | None = None
        self.successor: SipCall | None = None
        self.confirmed = False
        self.over = False
        self._closing = False  # we hung up, the network has not confirmed it
        self.try_next: Callable[[], bool] | None = None  # another way to call, when the first is refused
        self._olds: dict[SipCall, float] = {}
        self.infos: list[bool | None] = []  # INFOs that are not answered: Record on or off, None for a digit
        self._early_media = False
        self._hold = Hold.NONE
        self._want_hold: bool | None = None
        self._hold_at = 0.0
        self._tries = 0
        self._move_at = 0.0  # when the other side is told again where we are now
        self._moving = False

    # --- Commands -----------------------------------------------------------------------------------------

    def can_follow(self, call: SipCall) -> bool:
        return call is self.call and self.successor is None and not self._closing

    def follow(self, successor: SipCall) -> SipCall:
        self.successor = successor
        return successor

    def hold(self, on: bool) -> None:
        self._want_hold = on
        self._tries = 0
        self._try_hold()

    def move(self) -> None:
        """We are seen under another address: tell the other side, and let the sound start anew from there."""
        self._move_at = 0.0
        if self.call is None or not self.confirmed or self._closing:
            return
        param = pj.CallOpParam(True)
        param.opt.flag |= pj.PJSUA_CALL_UPDATE_CONTACT | pj.PJSUA_CALL_REINIT_MEDIA
        call = self.call
        self._moving = True
        if not tried("move", self.leg_id, lambda: call.reinvite(param)):
            self._move_at = time.monotonic() + BUSY_RETRY_S

    def hang_up(self, code: int = 0) -> None:
        """End every dialog of the leg."""
        self._closing = True
        self.try_next = None
        for call in (self.call, self.successor, *self._olds):
            if call is not None:
                _hang_up(call, code)

    def tick(self, now: float) -> None:
        if self._want_hold is not None and self._hold_at and now >= self._hold_at:
            self._try_hold()
        if self._move_at and now >= self._move_at:
            self.move()
        for old, until in list(self._olds.items()):  # hanging up one that is dead takes it out at once
            if now >= until:
                self._olds[old] = now + OLD_DIALOG_S
                _hang_up(old, 0)

    # --- What PJSIP says ----------------------------------------------------------------------------------

    def state_changed(self, call: SipCall, info: Any) -> None:
        if info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self._disconnected(call, info)
        elif info.state == pj.PJSIP_INV_STATE_EARLY and self.dialled and call is self.call:
            self.surroundings.tell(RingsBack(self.leg_id, self._early_media))
        elif info.state == pj.PJSIP_INV_STATE_CONFIRMED:
            if call is self.successor:
                self._succeed(call, info)
            elif call is self.call:
                self.confirmed = True
                self.try_next = None
                self.surroundings.tell(Connected(self.leg_id, call.dialog, secured=_is_secured(call, info)))
                self._tell_hold(info)

    def media_changed(self, call: SipCall, info: Any) -> None:
        if call is not self.call:
            return
        if not self.confirmed and self.dialled and not self._early_media and _audio_status(info) is not None:
            self._early_media = True
            if info.state == pj.PJSIP_INV_STATE_EARLY:
                self.surroundings.tell(RingsBack(self.leg_id, True))
        if info.state == pj.PJSIP_INV_STATE_CONFIRMED:
            self._tell_hold(info)
        self.surroundings.rewire(self.leg_id)

    def answered(self, call: SipCall, method: str, code: int) -> None:
        """The final answer to a request of ours inside a dialog."""
        if call is not self.call:
            return
        # RFC 3261 §14.1: who made the Call-ID waits 2.1 to 4 s, the other up to 2 s.
        wait = random.uniform(2.1, 4.0) if self.dialled else random.uniform(0.0, 2.0)
        if method == "INVITE" and self._moving and code not in (401, 407):
            self._moving = False
            if code in (pj.PJSIP_SC_REQUEST_PENDING, pj.PJSIP_SC_SERVICE_UNAVAILABLE):
                self._move_at = time.monotonic() + wait
        if method == "INVITE" and self.confirmed and code >= 300 and self._want_hold is not None:
            if code == pj.PJSIP_SC_REQUEST_PENDING:
                self._hold_at = time.monotonic() + wait
            elif code not in (401, 407) and not self._hold_at:  # else a newer wish waits for its turn
                self._give_up_hold()
        elif method == "INFO" and self.infos and code not in (401, 407):
            if (on := self.infos.pop(0)) is not None:
                self.surroundings.tell(RecordAnswered(self.leg_id, on, code))
        elif method == "REFER" and code >= 300 and code not in (401, 407):
            self.transfer_step(code, True)

    def digit_heard(self, digit: str) -> None:
        if len(digit) == 1 and digit in "0123456789*#ABCD":
            self.surroundings.tell(Digit(self.leg_id, digit))

    def transfer_step(self, code: int, final: bool) -> None:
        self.surroundings.tell(TransferStep(self.leg_id, code, final))

    # --- Inside -------------------------------------------------------------------------------------------

    def _succeed(self, call: SipCall, info: Any) -> None:
        old = self.call
        self.call, self.successor = call, None
        if old is not None:
            self._olds[old] = time.monotonic() + OLD_DIALOG_S
        party = read_party(info.remoteUri)
        self.surroundings.tell(Connected(self.leg_id, call.dialog, party, secured=_is_secured(call, info)))
        self._tell_hold(info)
        self.surroundings.rewire(self.leg_id)

    def _disconnected(self, call: SipCall, info: Any) -> None:
        self.surroundings.bury(call)
        if self._olds.pop(call, None) is not None:
            return
        if call is self.successor:
            self.successor = None
        elif call is self.call:
            self.call = None
            if self.successor is None and self.try_next is not None:
                retry, self.try_next = self.try_next, None
                if info.lastStatusCode in (403, 404, 410, 416, 480, 483) and retry():
                    return
        if self.call is None and self.successor is None and not self.over:
            self.over = True
            self.surroundings.tell(LegEnded(self.leg_id, int(info.lastStatusCode), call.reason))

    def _try_hold(self) -> None:
        self._hold_at = 0.0
        if self.call is None or self._want_hold is None:
            return
        self._tries += 1
        param = pj.CallOpParam(True)
        try:
            if self._want_hold:
                self.call.setHold(param)
            else:
                param.opt.flag |= pj.PJSUA_CALL_UNHOLD
                self.call.reinvite(param)
        except pj.Error as error:
            if self._tries >= HOLD_TRIES:
                log.info("hold failed call=%s reason=%s", self.leg_id, reason_of(error))
                self._give_up_hold()
            else:
                self._hold_at = time.monotonic() + BUSY_RETRY_S

    def _give_up_hold(self) -> None:
        self._want_hold = None
        self.surroundings.tell(HoldChanged(self.leg_id, self._hold))

    def _tell_hold(self, info: Any) -> None:
        hold = _hold_of(info)
        fulfilled = self._want_hold is not None and (hold in (Hold.OURS, Hold.BOTH)) is self._want_hold
        if fulfilled:
            self._want_hold = None
        if hold is not self._hold or fulfilled:
            self._hold = hold
            self.surroundings.tell(HoldChanged(self.leg_id, hold))


def _hang_up(call: SipCall, code: int) -> None:
    param = pj.CallOpParam()
    param.statusCode = code
    try:
        with impatient():
            call.hangup(param)
    except pj.Error as error:
        log.debug("hang up call=%s reason=%s", call.leg.leg_id, reason_of(error))


def _audio_status(info: Any) -> tuple[int, int] | None:
    """Status and direction of the audio that is agreed; None where there is none."""
    for media in info.media:
        if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status != pj.PJSUA_CALL_MEDIA_NONE:
            return int(media.status), int(media.dir)
    return None


def _is_secured(call: SipCall, info: Any) -> bool:
    """Its sound is SRTP and the keys of it went over TLS."""
    if not call.account.secured:
        return False
    for index, media in enumerate(info.media):
        if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status != pj.PJSUA_CALL_MEDIA_NONE:
            with contextlib.suppress(pj.Error):
                return bool(call.getStreamInfo(index).proto & pj.PJMEDIA_TP_PROFILE_SRTP)
    return False


def _hold_of(info: Any) -> Hold:
    match _audio_status(info):
        case (pj.PJSUA_CALL_MEDIA_LOCAL_HOLD, direction):
            return Hold.BOTH if direction == pj.PJMEDIA_DIR_NONE else Hold.OURS
        case (pj.PJSUA_CALL_MEDIA_REMOTE_HOLD, _):
            return Hold.THEIRS
        case _:
            return Hold.NONE


def _target_of(contact: str) -> str:
    """The URI inside a Contact, with its parameters: another engine must reach the same place."""
    start, end = contact.find("<"), contact.find(">")
    uri = contact[start + 1 : end] if 0 <= start < end else contact.split(";")[0]
    return clean(uri, 255)
