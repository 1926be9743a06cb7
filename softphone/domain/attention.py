"""When an answer may ask for the agent's attention: never into their sentence, unless it cannot wait.

Shown at once and quietly is every answer; what is decided here is the *tap*, a soft sound in their ear and a highlight.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

BREAKS_IN_AFTER = timedelta(seconds=10)  # an urgent one waits no longer for the end of a sentence
SHINES_FOR = timedelta(seconds=8)
LEAST_BETWEEN = timedelta(seconds=3)  # between two taps: three answers in a row are one sound
FRESH_FOR = timedelta(minutes=1)  # what comes again after a restart is no news
MOST_SHINING = 5
_URGENT = frozenset({"urgent", "dringend", "eilig", "stop", "stopp", "halt", "sofort"})


class Tap(Struct, frozen=True):
    """An answer that has not been told by ear yet."""

    message_id: str
    came_at: datetime
    urgent: bool = False

    def breaks_in(self, now: datetime) -> bool:
        return self.urgent and now - self.came_at >= BREAKS_IN_AFTER


class Attention(Struct, frozen=True):
    speaking: bool = False  # the agent, by the microphone
    waiting: tuple[Tap, ...] = ()
    shining: tuple[str, ...] = ()  # message_ids that are highlighted
    tapped_at: datetime | None = None
    picked: str = ""  # message_id of an earlier reply that the agent went back to

    def shines(self, message_id: str, now: datetime) -> bool:
        fresh = self.tapped_at is not None and now - self.tapped_at < SHINES_FOR
        return fresh and message_id in self.shining


class InHand(Struct, frozen=True):
    """What an answer's keys act on: the kept answer being read, else the reply the agent went to, else the last."""

    key: str
    text: str
    who: str
    conversation_id: str
    interaction_id: str
    topic: str = ""
    kept: bool = False  # a kept answer, not a message


def is_urgent(text: str) -> bool:
    """The expert says so: a text that begins with an exclamation mark, or with *urgent*, *stop* and the like."""
    begin = text.lstrip()[:40]
    return begin.startswith(("!", "❗", "‼")) or (begin.split(maxsplit=1)[:1] != [] and _first(begin) in _URGENT)


def _first(text: str) -> str:
    return text.split(maxsplit=1)[0].strip(".,:;!-–").casefold()
