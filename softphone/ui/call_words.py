"""Everything an agent reads about calls: their state, how they ended, who ended them. Plain words, no SIP code."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from softphone.domain.call import Call, Direction, Ending, Hold, Kind, Phase, Transfer
from softphone.domain.desk import Heard
from softphone.domain.headset import Buttons, ButtonState
from softphone.domain.quality import Complaint
from softphone.domain.trend import Forecast

translate = QCoreApplication.translate


def call_state(call: Call) -> str:
    """The state line under the name: one phrase, said in words whatever the colours."""
    match call.phase:
        case Phase.OFFERED:
            return translate("Call", "Calling you")
        case Phase.ANSWERING:
            return translate("Call", "Answering …")
        case Phase.DIALING:
            return translate("Call", "Dialling …")
        case Phase.ALERTING:
            return translate("Call", "Ringing there …")
        case Phase.ENDED:
            return translate("Call", "Call ended")
        case Phase.TALKING:
            return _talking(call)


def _talking(call: Call) -> str:
    if call.transfer in (Transfer.ASKED, Transfer.ACCEPTED):
        return translate("Call", "Transferring …")
    if call.joined and call.hold is Hold.NONE:
        return translate("Call", "Conference, you are muted") if call.muted else translate("Call", "Conference")
    if call.moment is not None:
        return translate("Call", "Away for a moment")
    match call.hold:
        case Hold.OURS:
            return translate("Call", "On hold")
        case Hold.THEIRS:
            return translate("Call", "The other side has put you on hold")
        case Hold.BOTH:
            return translate("Call", "On hold on both sides")
        case Hold.NONE:
            pass
    return translate("Call", "Talking, you are muted") if call.muted else translate("Call", "Talking")


def call_kind(call: Call) -> str:
    """What the doorbell says on top."""
    if call.kind is Kind.COLLEAGUE:
        return translate("Call", "Call from a colleague")
    return translate("Call", "Customer call")


def ending(how: Ending | None, *, incoming: bool) -> str:
    """How a call ended, for history and notices."""
    match how:
        case Ending.HUNG_UP_HERE | Ending.HUNG_UP_THERE | None:
            return translate("Ending", "answered") if incoming else translate("Ending", "reached")
        case Ending.MISSED:
            return translate("Ending", "missed")
        case Ending.NOT_ANSWERED:
            return translate("Ending", "not answered, given back")
        case Ending.GIVEN_BACK:
            return translate("Ending", "given back")
        case Ending.ANSWERED_ELSEWHERE:
            return translate("Ending", "answered by somebody else")
        case Ending.REFUSED_BY_STATE:
            return translate("Ending", "not put through")
        case Ending.CALLEE_BUSY:
            return translate("Ending", "busy")
        case Ending.CALLEE_DECLINED:
            return translate("Ending", "declined")
        case Ending.NO_ANSWER:
            return translate("Ending", "no answer")
        case Ending.NOT_FOUND:
            return translate("Ending", "number not found")
        case Ending.NOT_ALLOWED:
            return translate("Ending", "not allowed")
        case Ending.UNREACHABLE:
            return translate("Ending", "not reachable")
        case Ending.TRANSFERRED:
            return translate("Ending", "transferred")
        case Ending.FORWARDED:
            return translate("Ending", "sent on")
        case Ending.MOVED:
            return translate("Ending", "number has changed")
        case Ending.CONGESTED:
            return translate("Ending", "network busy")
        case Ending.NOT_COMPATIBLE:
            return translate("Ending", "phones do not match")
        case Ending.BLOCKED:
            return translate("Ending", "blocked there")
        case Ending.LOST:
            return translate("Ending", "call lost")
        case Ending.ALL_LEGS_BUSY:
            return translate("Ending", "all four lines in use")
        case Ending.FAILED:
            return translate("Ending", "failed")


def who_ended(how: Ending | None) -> str:
    """Who ended a call that was answered; nothing where that is not known."""
    match how:
        case Ending.HUNG_UP_HERE:
            return translate("Ending", "you hung up")
        case Ending.HUNG_UP_THERE:
            return translate("Ending", "the other side hung up")
        case Ending.TRANSFERRED:
            return translate("Ending", "transferred")
        case Ending.LOST:
            return translate("Ending", "the line broke, nobody hung up")
        case _:
            return ""


def dial_trouble(how: Ending | None) -> str:
    """Why a call of ours did not come about, as a sentence after the number."""
    match how:
        case Ending.CALLEE_BUSY:
            return translate("Notice", "busy.")
        case Ending.CALLEE_DECLINED:
            return translate("Notice", "they declined the call.")
        case Ending.NO_ANSWER:
            return translate("Notice", "nobody answered.")
        case Ending.NOT_FOUND:
            return translate("Notice", "the PBX does not know this number.")
        case Ending.NOT_ALLOWED:
            return translate("Notice", "the PBX does not allow this call.")
        case Ending.UNREACHABLE:
            return translate("Notice", "not reachable now.")
        case Ending.ALL_LEGS_BUSY:
            return translate("Notice", "all four lines are in use.")
        case Ending.MOVED:
            return translate("Notice", "the number has changed, or calls to it are sent elsewhere.")
        case Ending.CONGESTED:
            return translate("Notice", "the network is busy. Try again in a minute.")
        case Ending.NOT_COMPATIBLE:
            return translate("Notice", "the phone there does not match ours (sound or encryption).")
        case Ending.BLOCKED:
            return translate("Notice", "they take no calls from this number, or none with the number withheld.")
        case _:
            return translate("Notice", "the call did not come about.")


def direction(call: Call) -> str:
    return translate("Call", "incoming") if call.direction is Direction.IN else translate("Call", "outgoing")


def complaint(detail: str) -> str:
    """What is wrong with the sound of a call, and what helps."""
    match detail:
        case Complaint.ONE_WAY:
            return translate(
                "Sound", "Nothing comes from the other side: only your own sound leaves. If it stays so, call back."
            )
        case Complaint.RELAY_TRIED:
            return translate("Sound", "Nothing comes from the other side: Aside leads the sound another way.")
        case Complaint.UPLOAD:
            return translate("Sound", "Your upload is dropping: the caller hears gaps.")
        case Complaint.DOWNLOAD:
            return translate("Sound", "Sound from the caller is dropping: you hear gaps.")
        case Complaint.SLOW:
            return translate("Sound", "The line is slow: wait a moment before you answer, or you talk at once.")
    return translate("Sound", "The sound of this call is bad.")


def forecast(detail: str, buffer_ms: str) -> str:
    """What is getting worse, what Aside did about it, and what helps."""
    match detail:
        case Forecast.UPLOAD:
            return translate(
                "Sound", "Your upload is getting worse: the caller may soon hear gaps. Stop uploads and video."
            )
        case Forecast.DOWNLOAD:
            text = translate(
                "Sound", "Sound from the caller is getting worse. Aside holds up to {n} ms of it back against gaps."
            )
            return text.replace("{n}", buffer_ms)
    return translate("Sound", "The line is getting slower: leave pauses, or you talk at once.")


def course(points: tuple[float, ...]) -> str:
    """A sparkline in words."""
    text = translate("Sound", "Sound over the call: {best} at best, {worst} at worst, of 4.4")
    return text.replace("{best}", figure(max(points))).replace("{worst}", figure(min(points)))


def figure(value: float) -> str:
    """With one decimal, as the language writes it."""
    return QLocale().toString(value, "f", 1)


def buttons_taken(detail: str, holder: str) -> str:
    """Why the headset's buttons do nothing here, and what works instead."""
    if detail == ButtonState.NO_ACCESS:
        return translate("Sound", "This PC does not let Aside use the headset's buttons: use those here, and ask IT.")
    if holder:
        text = translate("Sound", "{program} has the headset's buttons: use those here, or close it.")
        return text.replace("{program}", holder)
    return translate("Sound", "Another program has the headset's buttons: use those here, or close it.")


def buttons(known: Buttons) -> str:
    """For a tooltip."""
    if known.state is ButtonState.WORKING:
        return translate("Sound", "The buttons of {name} work here").replace("{name}", known.name)
    return buttons_taken(known.state, known.holder) if known.state in (ButtonState.TAKEN, ButtonState.NO_ACCESS) else ""


def bad_sound(mos: float) -> str:
    """For history: only what was not good is said."""
    if not 0 < mos < 3.6:
        return ""
    return translate("Sound", "poor sound") if mos < 3.1 else translate("Sound", "fair sound")


def sound_figures(heard: Heard | None) -> str:
    """The figures behind it, for a tooltip."""
    if heard is None or not heard.now.mos:
        return ""
    q = heard.now
    text = translate(
        "Sound",
        "Sound {mos} of 4.4 · lost here {here} %, there {there} % · jitter {jitter} ms, {held} ms held back · "
        "round trip {trip} ms",
    )
    return text.format(
        mos=figure(q.mos), here=f"{q.loss_pct:.0f}", there=f"{q.loss_there_pct:.0f}", jitter=f"{q.jitter_ms:.0f}",
        held=f"{q.held_ms:.0f}", trip=f"{q.round_trip_ms:.0f}",
    )  # fmt: skip
