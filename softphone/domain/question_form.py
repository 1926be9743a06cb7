"""The line over a question, filled in before the agent types: what it is about, what the customer probably wants, and
what is at hand or was tried already. The agent sees and edits it; all of it is masked like the question itself."""

from __future__ import annotations

from softphone.domain.catalogue import Topic
from softphone.domain.customer import Customer, Found, Reason, ReasonKind
from softphone.domain.interaction import Interaction
from softphone.domain.privacy import context_line, mask
from softphone.domain.text import clean

LINE_CHARS = 400
MOST_STEPS = 6
STEP_CHARS = 60
_BETWEEN = " · "
_DONE = "✓ "

# In the words of the expert, who reads them: English, German.
_WANTS = {
    ReasonKind.PROMISE_DUE: ("we promised: {subject}", "von uns zugesagt: {subject}"),
    ReasonKind.ORDER_LATE: ("{subject} is {days} late", "{subject} ist seit {days} überfällig"),
    ReasonKind.UNANSWERED: ("wrote: {subject}", "schrieb: {subject}"),
    ReasonKind.CALLED_AGAIN: ("calls again: {subject}", "ruft erneut an: {subject}"),
}


def opening(interaction: Interaction, customer: Customer | None, readers: tuple[str, ...]) -> str:
    """Order, product, case and language, then what the customer probably wants, where a rule has said so."""
    line = context_line(interaction, customer, readers)
    reasons = interaction.lookup.reasons if isinstance(interaction.lookup, Found) else ()
    wants = _wants(reasons[0], readers) if reasons else ""
    whole = _BETWEEN.join(part for part in (line, wants) if part)
    return mask(clean(whole, LINE_CHARS), customer).text


def steps(interaction: Interaction | None, topic: Topic) -> tuple[str, ...]:
    """What may be marked as at hand or tried: what the topic asks for, then the last lines of the note."""
    noted = [clean(line, STEP_CHARS) for line in (interaction.note if interaction else "").splitlines()]
    every = (*topic.ready, *[line for line in noted if line][-3:])
    return tuple(dict.fromkeys(clean(step, STEP_CHARS) for step in every))[:MOST_STEPS]


def is_marked(line: str, step: str) -> bool:
    return _DONE + step in line.split(_BETWEEN)


def marked(line: str, step: str, on: bool) -> str:
    """The line with this step as done, or without it."""
    parts = [part for part in line.split(_BETWEEN) if part and part != _DONE + step]
    return _BETWEEN.join((*parts, _DONE + step) if on else parts)


def _wants(reason: Reason, readers: tuple[str, ...]) -> str:
    texts = _WANTS.get(reason.kind)
    if texts is None:
        return ""
    german = next(iter(readers), "").partition("-")[0].casefold() == "de"
    said = texts[german].replace("{days}", _days(reason.days, german))
    return said.replace("{subject}", clean(reason.subject, STEP_CHARS))


def _days(days: int, german: bool) -> str:
    one, more = ("Tag", "Tagen") if german else ("day", "days")
    return f"{days} {one if days == 1 else more}"
