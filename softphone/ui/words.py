"""Everything an agent reads for a state: calls, people, the line, the side chat. Whole sentences, plain words.

Translated at the moment of asking, so the language can change while running. No SIP code, no exception text.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from softphone.domain.audio import Sound, SoundState
from softphone.domain.call import Kind
from softphone.domain.catalogue import open_at
from softphone.domain.chat import ChatMessage, Delivery
from softphone.domain.customer import Channel, ContactStatus, Reason, ReasonKind
from softphone.domain.desk import Desk, EngineState, NoticeKind
from softphone.domain.expert import Expert
from softphone.domain.interaction import Delivered, Outcome
from softphone.domain.line import Line, LineFault, LineState
from softphone.domain.presence import Duty, Presence, Reach, Wish
from softphone.domain.rules.devices import headset_refuses
from softphone.domain.standing import may_be_asked
from softphone.ui import times

translate = QCoreApplication.translate


def direction_icon(incoming: bool, missed: bool) -> str:
    return "missed" if missed else "in" if incoming else "out"


def outcome(what: Outcome) -> str:
    match what:
        case Outcome.SOLVED:
            return translate("Outcome", "solved")
        case Outcome.PROMISED:
            return translate("Outcome", "promised")
        case Outcome.NOT_SOLVED:
            return translate("Outcome", "not solved")


def outcome_button(what: Outcome) -> str:
    match what:
        case Outcome.SOLVED:
            return translate("Outcome", "Solved")
        case Outcome.PROMISED:
            return translate("Outcome", "Promised something")
        case Outcome.NOT_SOLVED:
            return translate("Outcome", "Not solved")


def wish(what: Wish, reason: str = "") -> str:
    match what:
        case Wish.AVAILABLE:
            return translate("Duty", "Available")
        case Wish.BREAK:
            return break_reason(reason) if reason else translate("Duty", "Break")
        case Wish.OFFLINE:
            return translate("Duty", "Offline")
        case Wish.NOT_ANSWERED:
            return translate("Duty", "Not answered, paused")


def break_reason(reason: str) -> str:
    """The reasons that come with Aside are translated; the agent's own stand as typed."""
    known = {
        "Break": translate("Duty", "Break"),
        "Lunch": translate("Duty", "Lunch"),
        "Training": translate("Duty", "Training"),
        "Meeting": translate("Duty", "Meeting"),
    }
    return known.get(reason, reason)


def wrap_up_code(code: str) -> str:
    """As above: the codes that come with Aside are translated, others stand as typed."""
    known = {
        "Order": translate("Code", "Order"),
        "Delivery": translate("Code", "Delivery"),
        "Product": translate("Code", "Product"),
        "Invoice": translate("Code", "Invoice"),
        "Complaint": translate("Code", "Complaint"),
        "Other": translate("Code", "Other"),
    }
    return known.get(code, code)


def own_state(desk: Desk) -> tuple[str, str]:
    """Word and ink of one's own state. "Available" only while the registration is proven."""
    duty: Duty = desk.duty
    if desk.busy:
        after = wish(duty.next_wish, duty.next_reason) if duty.next_wish else wish(duty.wish, duty.reason)
        if desk.call is not None and desk.call.kind is Kind.EMERGENCY:
            return translate("Duty", "Emergency call"), "stop"
        return translate("Duty", "In a call, then {state}").format(state=after), "live"
    if duty.wish is Wish.OFFLINE:
        return wish(Wish.OFFLINE), "second"
    if not desk.line.proven:
        if desk.line.state is LineState.REGISTERING and not _has_notice(desk, NoticeKind.LINE_LOST):
            return translate("Duty", "Connecting …"), "second"
        return translate("Duty", "Not connected, no calls reach you"), "stop"
    if duty.quiet:
        return translate("Duty", "Do not disturb"), "warn"
    if desk.wrapping_up:
        return translate("Duty", "Wrap-up"), "warn"
    if duty.wish is Wish.AVAILABLE and headset_refuses(desk):
        return translate("Duty", "No headset: customers' calls do not reach you"), "stop"
    if duty.wish is Wish.AVAILABLE:
        return wish(Wish.AVAILABLE), "live"
    return wish(duty.wish, duty.reason), "warn"


def _has_notice(desk: Desk, kind: NoticeKind) -> bool:
    return any(n.kind is kind for n in desk.notices)


def reach(presence: Presence, now: datetime) -> str:
    """Somebody else's state, always with its age. Unknown says so."""
    known = {
        Reach.UNKNOWN: translate("Reach", "Unknown"),
        Reach.AVAILABLE: translate("Reach", "Available"),
        Reach.BUSY: translate("Reach", "On a call"),
        Reach.AWAY: translate("Reach", "Away"),
        Reach.OFFLINE: translate("Reach", "Offline"),
    }[presence.reach]
    how_long = times.age(presence.since, now)
    return f"{known} {how_long}" if how_long else known


def not_now(desk: Desk, expert: Expert) -> str:
    """Why somebody is not asked by itself now; nothing where they are."""
    standing = desk.standings.get(expert.expert_id)
    if not may_be_asked(standing, desk.now) and standing is not None and standing.not_now_until is not None:
        until = times.time_of_day(standing.not_now_until)
        return translate("Reach", "not before {time}").format(time=until)
    return "" if open_at(expert.hours, desk.now) else translate("Reach", "outside their hours")


def catalogue_trouble(why: str) -> str:
    known = {
        "not_there": translate("Catalogue", "nothing answers at its address."),
        "not_secure": translate("Catalogue", "its address is neither https nor a file."),
        "not_readable": translate("Catalogue", "it is no list of topics."),
        "too_large": translate("Catalogue", "it is too large."),
    }
    return known.get(why, why)


def line_word(desk: Desk) -> tuple[str, str]:
    """The status bar's word for the line, and its ink."""
    if desk.engine is EngineState.STARTING:
        return translate("Line", "Phone is starting"), "second"
    if desk.engine is EngineState.DOWN:
        return translate("Line", "Phone is restarting"), "warn"
    if desk.engine is EngineState.FAILED:
        return translate("Line", "Phone does not start"), "stop"
    if desk.engine is EngineState.OTHER:
        return translate("Line", "Phone of another version is ending"), "warn"
    return line_state_word(desk.line)


def line_state_word(line: Line) -> tuple[str, str]:
    match line.state:
        case LineState.UNCONFIGURED:
            return translate("Line", "No line set up"), "warn"
        case LineState.OFFLINE:
            return translate("Line", "Logged off"), "second"
        case LineState.REGISTERING:
            return translate("Line", "Connecting …"), "second"
        case LineState.REGISTERED:
            return translate("Line", "Line good"), "live"
        case LineState.REFUSED:
            return translate("Line", "Log-in refused"), "stop"
        case LineState.LOST:
            return line_fault(line.fault) or translate("Line", "No connection"), "stop"


def line_fault(fault: LineFault) -> str:
    """Why there is no way to the PBX, and nothing where that is not known."""
    return {
        LineFault.NAME_NOT_FOUND: translate("Line", "Server name not found"),
        LineFault.NO_NETWORK: translate("Line", "No network"),
        LineFault.PROXY: translate("Line", "The proxy refuses the way to the server"),
        LineFault.TLS_FAILED: translate("Line", "The server has no TLS 1.2 or 1.3 there"),
        LineFault.CERTIFICATE_EXPIRED: translate("Line", "The server's certificate is not valid today"),
        LineFault.CERTIFICATE_OTHER_NAME: translate("Line", "The certificate is of another server"),
        LineFault.CERTIFICATE_UNKNOWN_ISSUER: translate("Line", "This PC does not trust the certificate's issuer"),
        LineFault.CERTIFICATE_REVOKED: translate("Line", "The server's certificate was revoked"),
        LineFault.CERTIFICATE_BAD: translate("Line", "The server's certificate is not good"),
    }.get(fault, "")


def line_tooltip(line: Line, now: datetime) -> str:
    """The figures behind the word."""
    parts = [line.uri] if line.uri else []
    if line.proven:
        parts.append(translate("Line", "signalling encrypted") if line.secured else translate("Line", "not encrypted"))
    if line.code:
        parts.append(translate("Line", "answer {code}").format(code=line.code))
    if line.since is not None:
        parts.append(translate("Line", "for {age}").format(age=times.age(line.since, now)))
    if line.next_try_at is not None and line.next_try_at > now:
        left = int((line.next_try_at - now).total_seconds()) + 1
        parts.append(translate("Line", "next try in {n} s").format(n=left))
    return " · ".join(parts)


def sound_word(sound: Sound) -> tuple[str, str]:
    match sound.state:
        case SoundState.WORKING:
            return sound.ear or sound.microphone or translate("Sound", "Sound works"), "second"
        case SoundState.NO_MICROPHONE:
            return translate("Sound", "No microphone: callers cannot hear you"), "stop"
        case SoundState.NO_EAR:
            return translate("Sound", "No speaker or headset: you cannot hear callers"), "stop"
        case SoundState.NONE:
            return translate("Sound", "No sound device"), "stop"


def language(code: str) -> str:
    """"de" as "German" in the language of the window."""
    locale = QLocale(code.replace("-", "_"))
    if locale.language() is QLocale.Language.C:
        return code
    known = {
        QLocale.Language.German: translate("Language", "German"),
        QLocale.Language.English: translate("Language", "English"),
        QLocale.Language.French: translate("Language", "French"),
        QLocale.Language.Dutch: translate("Language", "Dutch"),
        QLocale.Language.Polish: translate("Language", "Polish"),
        QLocale.Language.Turkish: translate("Language", "Turkish"),
        QLocale.Language.Spanish: translate("Language", "Spanish"),
        QLocale.Language.Italian: translate("Language", "Italian"),
        QLocale.Language.Danish: translate("Language", "Danish"),
        QLocale.Language.Swedish: translate("Language", "Swedish"),
        QLocale.Language.Russian: translate("Language", "Russian"),
        QLocale.Language.Ukrainian: translate("Language", "Ukrainian"),
        QLocale.Language.Arabic: translate("Language", "Arabic"),
    }
    return known.get(locale.language(), locale.nativeLanguageName() or code)


def channel_icon(channel: Channel) -> str:
    return {
        Channel.CALL: "phone",
        Channel.EMAIL: "mail",
        Channel.CHAT: "chat",
        Channel.LETTER: "letter",
        Channel.VISIT: "visit",
    }[channel]


def contact_status(status: ContactStatus) -> tuple[str, str]:
    return {
        ContactStatus.OPEN: (translate("Contact", "open"), "warn"),
        ContactStatus.PROMISED: (translate("Contact", "promised"), "warn"),
        ContactStatus.SOLVED: (translate("Contact", "solved"), "live"),
        ContactStatus.UNSOLVED: (translate("Contact", "not solved"), "stop"),
        ContactStatus.INFO: ("", "second"),
    }[status]


def reason(why: Reason) -> str:
    """Probably calling about …: the rule that spoke, with its figure."""
    late = times.days(why.days)
    text = {
        ReasonKind.ORDER_LATE: translate("Reason", "order {subject}, {days} late"),
        ReasonKind.ORDER_DUE: translate("Reason", "order {subject}, due in {days}"),
        ReasonKind.UNANSWERED: translate("Reason", "“{subject}”, not answered for {days}"),
        ReasonKind.CASE_OPEN: translate("Reason", "case {subject}, open for {days}"),
        ReasonKind.PROMISE_DUE: translate("Reason", "our promise: {subject}"),
        ReasonKind.CALLED_AGAIN: translate("Reason", "the same as last time: {subject}"),
        ReasonKind.ORDER_OPEN: translate("Reason", "order {subject}"),
    }[why.kind]
    if why.days == 0 and why.kind is ReasonKind.ORDER_DUE:
        text = translate("Reason", "order {subject}, due today")
    if why.days == 0 and why.kind in (ReasonKind.CASE_OPEN, ReasonKind.UNANSWERED):
        text = (
            translate("Reason", "case {subject}, opened today")
            if why.kind is ReasonKind.CASE_OPEN
            else translate("Reason", "“{subject}”, not answered yet")
        )
    return text.replace("{days}", late).replace("{subject}", why.subject.strip("“”„\"' "))


def delivery(message: ChatMessage, now: datetime, far: str = "") -> str:
    """The second line of a message of ours: time, how far it is proved to have come (in the words of SIP, or `far`),
    what was masked."""
    far = far or _far(message)
    parts = [times.moment(message.at, now), far]
    if message.parts > 1:
        parts.append(translate("Delivery", "in {n} parts").format(n=message.parts))
    if len(message.masks) == 1:
        parts.append(translate("Delivery", "1 item masked"))
    elif message.masks:
        parts.append(translate("Delivery", "{n} items masked").format(n=len(message.masks)))
    return " · ".join(parts)


def _far(message: ChatMessage) -> str:
    if message.delivery is Delivery.REFUSED:
        return translate("Delivery", "refused: {why}").format(why=refusal(message.reason))
    return {
        Delivery.NEW: translate("Delivery", "being kept"),
        Delivery.KEPT: translate("Delivery", "kept, not sent yet"),
        Delivery.WAITING: translate("Delivery", "waiting for the line, goes by itself"),
        Delivery.SENT: translate("Delivery", "sent, not confirmed"),
        Delivery.DELIVERED: translate("Delivery", "delivered"),
        Delivery.SEEN: translate("Delivery", "seen"),
        Delivery.UNSURE: translate("Delivery", "may not have arrived"),
    }[message.delivery]


def refusal(code: str) -> str:
    """Why the PBX or the expert's client would not take a message: `code` begins with the SIP status."""
    known = {
        "403": translate("Delivery", "the PBX does not allow it"),
        "404": translate("Delivery", "this address is not known"),
        "408": translate("Delivery", "their phone did not answer"),
        "413": translate("Delivery", "too long for their phone"),
        "415": translate("Delivery", "their phone takes no messages"),
        "480": translate("Delivery", "not logged in"),
        "486": translate("Delivery", "busy"),
        "603": translate("Delivery", "declined"),
    }
    return known.get(code[:3], translate("Delivery", "the PBX did not take it"))


def wrap_up_delivered(how: Delivered) -> str:
    return {
        Delivered.HERE_ONLY: translate("Delivered", "kept on this PC only"),
        Delivered.WAITING: translate("Delivered", "waiting for the CRM"),
        Delivered.SENT: translate("Delivered", "in the CRM"),
        Delivered.REFUSED: translate("Delivered", "refused by the CRM, kept here"),
    }[how]
