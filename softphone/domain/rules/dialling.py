"""What is dialled. An emergency call goes out as typed when Dial is pressed, past every other rule."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.call import Phase
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import ToEngine
from softphone.domain.phone import DialRules, NotANumber, NumberKind, dial_string, read_number
from softphone.domain.protocol import Deflect, Dial, TransferTo
from softphone.domain.rules import Step, note, unnote
from softphone.domain.settings import Settings, ShownNumber

ALL_LEGS = 4  # what the phone can hold
MOST_LEGS = 3  # the fourth is kept for an emergency call or a consult
MOST_DRAFT_CHARS = 200


def rules_of(settings: Settings) -> DialRules:
    return DialRules(
        country=settings.country,
        area_code=settings.area_code,
        outside_line=settings.outside_line,
        internal_length=settings.internal_length,
        emergency_extra=settings.emergency_numbers,
    )


def named(pairs: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """"name=value" of a list in the settings; what has no "=" is its own name."""
    parts = (pair.partition("=") for pair in pairs)
    return tuple((name.strip(), value.strip() or name.strip()) for name, _, value in parts if name.strip())


def dial(desk: Desk, fact: facts.DialPressed) -> Step:
    rules = rules_of(desk.settings)
    number = read_number(fact.typed, rules)
    if isinstance(number, NotANumber):
        return note(desk, NoticeKind.NOT_A_NUMBER, fact.at, detail=number.why), ()
    emergency = number.kind is NumberKind.EMERGENCY
    chosen = next((line for line in desk.more_lines if line.name == fact.line), desk.line)
    if not (desk.line if emergency else chosen).proven:
        kind = NoticeKind.EMERGENCY_NO_LINE if emergency else NoticeKind.NOT_REGISTERED
        return note(desk, kind, fact.at, target=number.typed), ()
    if len(desk.calls) >= MOST_LEGS and not emergency:
        return note(desk, NoticeKind.LEGS_FULL, fact.at), ()
    desk = unnote(desk, NoticeKind.NOT_A_NUMBER, NoticeKind.NOT_REGISTERED, NoticeKind.CALL_FAILED)
    if emergency:
        desk = note(desk, NoticeKind.EMERGENCY, fact.at)
    desk = replace(desk, dial_draft="", focus=fact.call_id)
    target = number.typed if emergency else dial_string(number, rules)
    line = "" if emergency else fact.line
    headers = () if emergency else _shown_as(desk, fact.shown_as)
    return desk, (ToEngine(Dial(fact.call_id, target, emergency=emergency, headers=headers, line=line)),)


def _shown_as(desk: Desk, chosen: str) -> tuple[tuple[str, str], ...]:
    """What the other side sees of us: withheld (RFC 3323, 3325), or one of our own numbers for the PBX to check."""
    chosen = chosen or shown_by_setting(desk.settings)
    if chosen == facts.USUAL:
        return ()
    if chosen == facts.WITHHELD:
        return (("Privacy", "id"),)
    number = read_number(chosen, rules_of(desk.settings))
    if isinstance(number, NotANumber) or number.kind is NumberKind.EMERGENCY:
        return ()
    user = number.e164 or number.typed
    return (("P-Preferred-Identity", f"<sip:{user}@{desk.settings.line_server}>"),)


def shown_by_setting(settings: Settings) -> str:
    """The same as a choice in the dialler."""
    own = next((number for _, number in named(settings.own_numbers)), facts.USUAL)
    return own if settings.shown_number is ShownNumber.OWN else settings.shown_number.value


def redial(desk: Desk, fact: facts.RedialPressed) -> Step:
    """The last number that was dialled; where there is none, nothing."""
    last = next((h for h in desk.history if not h.incoming and h.number), None)
    return dial(desk, facts.DialPressed(fact.at, fact.call_id, last.number)) if last else (desk, ())


def deflect(desk: Desk, fact: facts.DeflectPressed) -> Step:
    call = desk.calls.get(fact.call_id)
    number = read_number(fact.target, rules_of(desk.settings))
    if isinstance(number, NotANumber) or number.kind is NumberKind.EMERGENCY:
        return note(desk, NoticeKind.NOT_A_NUMBER, fact.at), ()
    if call is None or call.phase is not Phase.OFFERED:
        return desk, ()
    return desk, (ToEngine(Deflect(call.call_id, dial_string(number, rules_of(desk.settings)))),)


def transfer(desk: Desk, fact: facts.TransferPressed) -> Step:
    call = desk.calls.get(fact.call_id)
    if call is None or call.phase is not Phase.TALKING:
        return desk, ()
    rules = rules_of(desk.settings)
    number = read_number(fact.target, rules)
    if isinstance(number, NotANumber):
        return note(desk, NoticeKind.NOT_A_NUMBER, fact.at, detail=number.why), ()
    return desk, (ToEngine(TransferTo(call.call_id, dial_string(number, rules))),)


def drafted(desk: Desk, text: str) -> Step:
    return replace(desk, dial_draft=text[:MOST_DRAFT_CHARS]), ()


def linked(desk: Desk, fact: facts.LinkOpened) -> Step:
    """A link fills the dialler; a person presses Dial."""
    number = read_number(fact.link, rules_of(desk.settings))
    if isinstance(number, NotANumber):
        return note(desk, NoticeKind.NOT_A_NUMBER, fact.at, detail=number.why), ()
    return replace(desk, dial_draft=number.typed, shown=desk.shown if desk.busy else None), ()
