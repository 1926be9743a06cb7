"""What a key or a button of the call posts, in one place: the same press means the same thing everywhere."""

from __future__ import annotations

from datetime import datetime

from softphone.domain.call import Hold
from softphone.domain.desk import Desk
from softphone.domain.facts import (
    AnswerPressed,
    BackPressed,
    ConferenceSwitched,
    ConnectPressed,
    DialPressed,
    EndPressed,
    Fact,
    HoldPressed,
    HomeShown,
    MomentPressed,
    MutePressed,
    QuietSwitched,
    RecordingPaused,
    RedialPressed,
    SwapPressed,
    TransferPressed,
    WishChosen,
)
from softphone.domain.presence import Wish
from softphone.domain.recording import Taping
from softphone.domain.rules.consulting import pair_of
from softphone.ui.ids import fresh_id
from softphone.ui.shortcuts import Action, call_for_answer, call_for_end
from softphone.ui.side_deeds import side_fact


def fact_for(action: Action, desk: Desk, at: datetime) -> Fact | None:
    """The fact that this action is now; None where it is none, or something of the window alone."""
    call = desk.call
    match action:
        case Action.ANSWER if (ringing := call_for_answer(desk)) is not None:
            return AnswerPressed(at, ringing.call_id)
        case Action.MUTE if call is not None:
            return MutePressed(at, call.call_id, not call.muted)
        case Action.HOLD if call is not None:
            return HoldPressed(at, call.call_id, call.hold not in (Hold.OURS, Hold.BOTH))
        case Action.MOMENT if call is not None:
            return MomentPressed(at, call.call_id, call.moment is None)
        case Action.END if (ending := call_for_end(desk)) is not None:
            return EndPressed(at, ending.call_id)
        case Action.PAUSE_RECORDING if call is not None:
            return RecordingPaused(at, call.call_id, call.recording.state is not Taping.PAUSED)
        case Action.SWAP:
            return SwapPressed(at)
        case Action.CONNECT:
            return ConnectPressed(at)
        case Action.CONFERENCE:
            pair = pair_of(desk)
            return ConferenceSwitched(at, pair is None or not pair.conference)
        case Action.TO_CUSTOMER:
            return BackPressed(at)
        case Action.HOME:
            return HomeShown(at)
        case Action.PARK if call is not None and desk.settings.park_number:
            return TransferPressed(at, call.call_id, desk.settings.park_number)
        case Action.PICK_UP if desk.settings.pick_up_code:
            return DialPressed(at, fresh_id(), desk.settings.pick_up_code)
        case Action.REDIAL:
            return RedialPressed(at, fresh_id())
        case Action.QUIET:
            return QuietSwitched(at, not desk.duty.quiet)
        case Action.RETURN:
            return WishChosen(at, Wish.AVAILABLE)
        case _:
            return side_fact(action, desk, at)
