"""What every pane is: it takes `post`, shows a Desk, and keeps nothing but caret and scroll."""

from __future__ import annotations

from collections.abc import Callable

from softphone.domain.desk import Desk
from softphone.domain.facts import Fact
from softphone.host.clock import Clock
from softphone.ui.parts.text import Paper

Post = Callable[[Fact], None]


class Pane(Paper):
    """`show_desk` comes with every change of the desk, ten times a second while levels move: compare slices by
    identity first and return early. `old` is None when the pane was just made."""

    def __init__(
        self,
        post: Post,
        clock: Clock,
        paper: str = "",
        *,
        across: bool = False,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        gap: int = 0,
    ) -> None:
        super().__init__(paper, across=across, margins=margins, gap=gap)
        self.post = post
        self.clock = clock

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        raise NotImplementedError


def same(old: Desk | None, new: Desk, *names: str) -> bool:
    """Whether these slices of the desk are the very same values."""
    return old is not None and all(getattr(old, name) is getattr(new, name) for name in names)
