"""Who is who among the experts: found at once among five thousand, by id, by address, by the number they dial as.

The last list asked about is remembered by what it is (`is`), so that rules which run with every fact ask for nothing.
"""

from __future__ import annotations

from softphone.domain.expert import Expert
from softphone.domain.matrix import is_matrix_id


class Roster:
    def __init__(self, experts: tuple[Expert, ...]) -> None:
        self.made_of = experts
        # The first of two of one kind counts.
        backwards = experts[::-1]
        self.by_id = {e.expert_id: e for e in backwards}
        self.by_address = {e.address: e for e in backwards}
        self.by_user = {user: e for e in backwards if (user := user_of(e.address))}
        self.colleague_numbers = frozenset(
            user_of(e.address) for e in experts if e.colleague and not is_matrix_id(e.address)
        )


_last = Roster(())


def roster(experts: tuple[Expert, ...]) -> Roster:
    global _last
    known = _last
    if known.made_of is not experts:
        known = _last = Roster(experts)
    return known


def user_of(address: str) -> str:
    """The user part of a SIP address: "sip:204@pbx" gives "204". A Matrix id stays whole."""
    if is_matrix_id(address):
        return address
    return address.removeprefix("sips:").removeprefix("sip:").partition("@")[0].partition(";")[0]
