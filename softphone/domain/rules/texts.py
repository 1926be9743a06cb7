"""A conversation by text with a customer: an interaction like a call, without a doorbell.

`_leave` is the one place where a customer's words are made, and it takes them from a `CustomerText`; a `CustomerText`
of ours is made in `_sent` alone, of what was typed in the customer's own field.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from softphone.domain import protocol
from softphone.domain.customer import Searching
from softphone.domain.desk import Desk, EngineState, NoticeKind
from softphone.domain.effects import Effect, FindCustomer, KeepHistory, KeepInteraction, ToEngine
from softphone.domain.interaction import Interaction, InteractionKind, WrapUp
from softphone.domain.phone import customer_key
from softphone.domain.rules import Step, closing, note
from softphone.domain.rules.dialling import rules_of
from softphone.domain.text import clean
from softphone.domain.texts import (
    MOST_TEXT_BYTES,
    SHOWN_TEXTS,
    CustomerText,
    KeepText,
    ReplyDrafted,
    ReplyResent,
    ReplySent,
    TakeInText,
    TextCame,
    TextFact,
    TextKept,
    TextsClosed,
    TextsSeen,
    TextState,
    Thread,
    ThreadsRemembered,
)

MOST_DRAFT_CHARS = 2_000


def from_customer(desk: Desk, event: protocol.MessageReceived) -> bool:
    """A text from an outside number that is no expert's, and not of another Aside."""
    if event.message_id or event.conversation or not customer_key(event.sender, rules_of(desk.settings)):
        return False
    sender = _user(event.sender)
    known = (*(e.address for e in desk.experts), *(c.address for c in desk.conversations.values()))
    return all(_user(address) != sender for address in known)


def heard(desk: Desk, event: protocol.Event) -> Step | None:
    """What the engine says about texts of customers; None for what is the side chat's."""
    match event:
        case protocol.MessageReceived():
            return (desk, (TakeInText(event),)) if from_customer(desk, event) else None
        case protocol.MessageAccepted(_, text_id):
            return _answered(desk, text_id, TextState.SENT)
        case protocol.MessageRefused(_, text_id, code, reason):
            return _answered(desk, text_id, TextState.REFUSED, f"{code} {reason}".strip())
        case protocol.MessageLost(_, text_id):
            return _answered(desk, text_id, TextState.UNSURE)
    return None


def happened(desk: Desk, fact: TextFact) -> Step:
    match fact:
        case TextCame():
            return _came(desk, fact)
        case TextKept(_, interaction_id, text_id):
            return _changed(desk, interaction_id, text_id, (TextState.NEW,), TextState.WAITING)
        case ReplyResent(_, interaction_id, text_id):
            again = (TextState.REFUSED, TextState.UNSURE)
            return _changed(desk, interaction_id, text_id, again, TextState.WAITING)
        case ReplyDrafted():
            return _drafted(desk, fact)
        case ReplySent():
            return _sent(desk, fact)
        case TextsSeen(_, interaction_id):
            return _seen(desk, interaction_id)
        case TextsClosed():
            return _closed(desk, fact.interaction_id, fact.at)
        case ThreadsRemembered():
            return _remembered(desk, fact.threads)
    raise TypeError(f"no rule for {type(fact).__name__}")


def follow(before: Desk, step: Step) -> Step:
    """After any fact: the line is back, the engine went, an interaction was put away."""
    desk, effects = step
    if not desk.threads:
        return step
    if desk.interactions is not before.interactions and not desk.threads.keys() <= desk.interactions.keys():
        desk = replace(desk, threads={k: t for k, t in desk.threads.items() if k in desk.interactions})
    if before.engine is EngineState.UP and desk.engine is not EngineState.UP:
        for thread in desk.threads.values():
            for text in thread.texts:
                if text.state is TextState.LEFT:
                    desk, more = _with(desk, thread.interaction_id, replace(text, state=TextState.UNSURE))
                    effects = (*effects, *more)
    if desk.line.proven and not before.line.proven:
        for interaction_id in desk.threads:
            desk, more = _leave(desk, interaction_id)
            effects = (*effects, *more)
    return desk, effects


# --- In ----------------------------------------------------------------------------------------------------


def _came(desk: Desk, fact: TextCame) -> Step:
    known = desk.interactions.get(fact.interaction_id)
    thread = desk.threads.get(fact.interaction_id) or Thread(fact.interaction_id, fact.number, fact.address)
    if any(t.text_id == fact.text.text_id for t in thread.texts):
        return desk, ()
    thread = replace(thread, address=fact.address, texts=(*thread.texts, fact.text)[-SHOWN_TEXTS:])
    desk = replace(desk, threads={**desk.threads, fact.interaction_id: thread})
    effects: tuple[Effect, ...] = ()
    if known is None:
        begun = Interaction(
            fact.interaction_id, InteractionKind.TEXT, fact.text.at, fact.number, lookup=Searching()
        )
        desk = replace(desk, interactions={**desk.interactions, fact.interaction_id: begun})
        effects = (KeepInteraction(begun), FindCustomer(fact.interaction_id, fact.number))
    if desk.shown != fact.interaction_id:
        desk = note(desk, NoticeKind.TEXT_CAME, fact.at, interaction_id=fact.interaction_id, target=fact.number)
    return desk, effects


def _seen(desk: Desk, interaction_id: str) -> Step:
    thread = desk.threads.get(interaction_id)
    kept = tuple(
        n for n in desk.notices if not (n.kind is NoticeKind.TEXT_CAME and n.interaction_id == interaction_id)
    )
    desk = desk if len(kept) == len(desk.notices) else replace(desk, notices=kept)
    effects: tuple[Effect, ...] = ()
    for text in thread.texts if thread else ():
        if not text.ours and not text.seen_here:
            desk, more = _with(desk, interaction_id, replace(text, seen_here=True))
            effects += more
    return desk, effects


def _remembered(desk: Desk, threads: tuple[Thread, ...]) -> Step:
    """What had left and was not answered may have arrived; what was kept alone goes now."""
    effects: tuple[Effect, ...] = ()
    wanted = desk.interactions.keys() - desk.threads.keys()
    told = {t.interaction_id: t for t in threads if t.interaction_id in wanted}
    desk = replace(desk, threads={**desk.threads, **told})
    for thread in told.values():
        for text in thread.texts:
            after = {TextState.LEFT: TextState.UNSURE, TextState.NEW: TextState.WAITING}.get(text.state)
            if after is not None:
                desk, more = _with(desk, thread.interaction_id, replace(text, state=after))
                effects += more
        desk, more = _leave(desk, thread.interaction_id)
        effects += more
    return desk, effects


# --- Out ---------------------------------------------------------------------------------------------------


def fits(text: str) -> bool:
    return 0 < len(text.strip().encode()) <= MOST_TEXT_BYTES


def _drafted(desk: Desk, fact: ReplyDrafted) -> Step:
    interaction = desk.interactions.get(fact.interaction_id)
    if interaction is None or interaction.kind is not InteractionKind.TEXT or interaction.reply == fact.text:
        return desk, ()
    return _kept(desk, replace(interaction, reply=fact.text[:MOST_DRAFT_CHARS]))


def _sent(desk: Desk, fact: ReplySent) -> Step:
    interaction, thread = desk.interactions.get(fact.interaction_id), desk.threads.get(fact.interaction_id)
    if interaction is None or thread is None or any(t.text_id == fact.text_id for t in thread.texts):
        return desk, ()
    said = clean(interaction.reply, MOST_DRAFT_CHARS, lines=True)
    if not fits(said):
        return desk, ()
    text = CustomerText(fact.text_id, fact.at, True, said, TextState.NEW)
    desk, effects = _kept(desk, replace(interaction, reply=""))
    desk, more = _with(desk, fact.interaction_id, text)
    return desk, (*effects, *more)


def _leave(desk: Desk, interaction_id: str) -> Step:
    """The next that waits, once the one before it is answered for: in order, one at a time."""
    thread = desk.threads.get(interaction_id)
    if thread is None or not desk.line.proven or any(t.state is TextState.LEFT for t in thread.texts):
        return desk, ()
    text = next((t for t in thread.texts if t.ours and t.state is TextState.WAITING), None)
    if text is None:
        return desk, ()
    desk, effects = _with(desk, interaction_id, replace(text, state=TextState.LEFT))
    words = protocol.CustomerWords(text.text)
    return desk, (*effects, ToEngine(protocol.SendCustomerText(text.text_id, thread.address, words)))


def _answered(desk: Desk, text_id: str, state: TextState, reason: str = "") -> Step | None:
    for thread in desk.threads.values():
        for text in thread.texts:
            if text.text_id == text_id:
                return _changed(desk, thread.interaction_id, text_id, (TextState.LEFT,), state, reason)
    return None


def _changed(
    desk: Desk, interaction_id: str, text_id: str, of: tuple[TextState, ...], to: TextState, reason: str = ""
) -> Step:
    thread = desk.threads.get(interaction_id)
    text = next((t for t in thread.texts if t.text_id == text_id and t.state in of), None) if thread else None
    if text is None:
        return desk, ()
    desk, effects = _with(desk, interaction_id, replace(text, state=to, reason=clean(reason, 120)))
    desk, more = _leave(desk, interaction_id)
    return desk, (*effects, *more)


def _with(desk: Desk, interaction_id: str, text: CustomerText) -> Step:
    thread = desk.threads[interaction_id]
    if any(t.text_id == text.text_id for t in thread.texts):
        texts = tuple(text if t.text_id == text.text_id else t for t in thread.texts)
    else:
        texts = (*thread.texts, text)[-SHOWN_TEXTS:]
    desk = replace(desk, threads={**desk.threads, interaction_id: replace(thread, texts=texts)})
    return desk, (KeepText(replace(thread, texts=()), text),)


# --- The interaction ---------------------------------------------------------------------------------------


def _closed(desk: Desk, interaction_id: str, at: datetime) -> Step:
    """Wrap-up, as after a call: the same pane, the same line in the timeline and the history."""
    interaction = desk.interactions.get(interaction_id)
    if interaction is None or interaction.kind is not InteractionKind.TEXT or interaction.wrap_up is not WrapUp.NONE:
        return desk, ()
    what = replace(interaction.disposition, note=interaction.disposition.note or interaction.note)
    interaction = replace(interaction, ended_at=at, wrap_up=WrapUp.OPEN, wrap_up_since=at, disposition=what)
    desk, _ = _seen(desk, interaction_id)
    desk, effects = _kept(replace(desk, changed_at=at), interaction)
    entry = closing.entry_of(interaction)
    others = (h for h in desk.history if h.interaction_id != interaction_id)
    desk = replace(desk, history=(entry, *others)[: closing.MOST_HISTORY])
    return desk, (*effects, KeepHistory(entry))


def _kept(desk: Desk, interaction: Interaction) -> Step:
    desk = replace(desk, interactions={**desk.interactions, interaction.interaction_id: interaction})
    return desk, (KeepInteraction(interaction),)


def _user(address: str) -> str:
    bare = address.strip().strip("<>")
    bare = bare.partition(":")[2] or bare
    return bare.partition("@")[0].partition(";")[0].casefold()
