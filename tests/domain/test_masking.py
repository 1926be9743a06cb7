"""What of a draft leaves: the agent's say in a mask, files, and a trail that never holds what was said."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.audit import AuditEvent, AuditExported, AuditExportPressed, ExportAudit, KeepAudited, MayLeave
from softphone.domain.audit import MaskSwitched as Switched
from softphone.domain.chat import ChatMessage
from softphone.domain.desk import Desk
from softphone.domain.effects import Effect, KeepQuestion
from softphone.domain.rules import masking
from softphone.domain.settings import ChatFiles
from softphone.domain.update import update
from tests.builders import after, at, in_a_call

DRAFT = "Reach her on 0171 5550142, card 4111 1111 1111 1111, Lindqvist"


def drafting(*, policy: dict[str, object] | None = None, draft: str = DRAFT) -> Desk:
    desk = in_a_call()
    wanted = policy or {}
    desk = replace(
        desk, settings=replace(desk.settings, **wanted), managed=dict.fromkeys(wanted, "policy")  # type: ignore[arg-type]
    )
    return after(
        desk,
        facts.ConversationOpened(at(60), "k-1", desk.shown or "", "e-1", "Rack S2"),
        facts.DraftEdited(at(61), "k-1", draft),
    )


def trail(effects: tuple[Effect, ...]) -> list[KeepAudited]:
    return [e for e in effects if isinstance(e, KeepAudited)]


def left(effects: tuple[Effect, ...]) -> str:
    return next(e.message.text for e in effects if isinstance(e, KeepQuestion))


def test_a_mask_is_lifted_where_policy_allows_it_for_one_question_alone() -> None:
    desk = after(drafting(policy={"lift_masks": True}), Switched(at(62), "k-1", "0171 5550142", True))
    desk, effects = update(desk, facts.QuestionAsked(at(63), "q-1", "k-1", DRAFT))
    assert "0171 5550142" in left(effects)
    assert "4111" not in left(effects)
    _, effects = update(desk, facts.QuestionAsked(at(64), "q-2", "k-1", "and again: 0171 5550142"))
    assert "0171" not in left(effects)


def test_a_lifted_mask_can_be_put_back() -> None:
    desk = after(
        drafting(policy={"lift_masks": True}),
        Switched(at(62), "k-1", "0171 5550142", True),
        Switched(at(63), "k-1", "0171 5550142", False),
    )
    _, effects = update(desk, facts.QuestionAsked(at(64), "q-1", "k-1", DRAFT))
    assert "0171" not in left(effects)


def test_without_policy_nothing_is_lifted_even_if_the_agent_switched_the_setting_on() -> None:
    desk = drafting()
    desk = replace(desk, settings=replace(desk.settings, lift_masks=True))
    desk, effects = update(desk, Switched(at(62), "k-1", "0171 5550142", True))
    assert not effects
    _, effects = update(desk, facts.QuestionAsked(at(63), "q-1", "k-1", DRAFT))
    assert "0171" not in left(effects)


def test_a_policy_that_is_taken_back_masks_again_what_was_lifted() -> None:
    desk = after(drafting(policy={"lift_masks": True}), Switched(at(62), "k-1", "0171 5550142", True))
    desk = replace(desk, managed={})
    _, effects = update(desk, facts.QuestionAsked(at(63), "q-1", "k-1", DRAFT))
    assert "0171" not in left(effects)


@pytest.mark.parametrize("secret", ["4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "756.9217.0769.85"])
def test_cards_accounts_and_tax_numbers_are_never_lifted(secret: str) -> None:
    desk = drafting(policy={"lift_masks": True}, draft=f"this one: {secret}")
    desk, effects = update(desk, Switched(at(62), "k-1", secret, True))
    assert not effects
    _, effects = update(desk, facts.QuestionAsked(at(63), "q-1", "k-1", f"this one: {secret}"))
    assert secret not in left(effects)


def test_a_whole_name_of_several_parts_is_lifted_as_one() -> None:
    desk = drafting(policy={"lift_masks": True}, draft="Maja Lindqvist asks")
    (found,) = masking.masked(desk, desk.conversations["k-1"], "Maja Lindqvist asks").found
    desk = after(desk, Switched(at(62), "k-1", found.original, True))
    assert masking.masked(desk, desk.conversations["k-1"], "Maja Lindqvist asks").text == "Maja Lindqvist asks"


def test_the_companys_own_numbers_may_stand() -> None:
    desk = drafting(draft="call back on 040 5550100")
    desk = replace(desk, settings=replace(desk.settings, own_numbers=("Service=040 5550100",)))
    assert masking.masked(desk, desk.conversations["k-1"], "on 040 5550100").text == "on 040 5550100"


def test_the_trail_says_what_kinds_were_masked_and_lifted_and_nothing_that_was_said() -> None:
    desk, effects = update(drafting(policy={"lift_masks": True}), Switched(at(62), "k-1", "0171 5550142", True))
    (lifted,) = trail(effects)
    assert (lifted.entry.event, lifted.entry.lifted) == (AuditEvent.LIFTED, (("phone", 1),))
    _, effects = update(desk, facts.QuestionAsked(at(63), "q-1", "k-1", DRAFT))
    (asked,) = trail(effects)
    assert asked.entry.event is AuditEvent.ASKED
    assert dict(asked.entry.masked) == {"card": 1, "name": 1}
    assert asked.entry.lifted == (("phone", 1),)
    assert asked.name == ""
    for word in ("0171", "4111", "Lindqvist", "Reach"):
        assert word not in repr((lifted.entry, asked.entry))


def test_the_trail_names_the_expert_only_where_policy_says_so() -> None:
    for policy, name in (({}, ""), ({"audit_names": True}, "J. Kern")):
        _, effects = update(drafting(policy=policy), facts.QuestionAsked(at(63), "q-1", "k-1", "does it fit?"))
        assert trail(effects)[0].name == name


def test_the_trail_says_how_soon_an_answer_came_and_counts_the_first_alone() -> None:
    desk = after(drafting(), facts.QuestionAsked(at(63), "q-1", "k-1", "does it fit?"))
    reply = facts.ReplyArrived(at(85), "k-1", ChatMessage("r-1", at(85), False, "Yes."))
    desk, effects = update(desk, reply)
    assert [(t.entry.event, t.entry.took_s) for t in trail(effects)] == [(AuditEvent.ANSWERED, 22)]
    assert not trail(update(desk, reply)[1])
    more = facts.ReplyArrived(at(90), "k-1", ChatMessage("r-2", at(90), False, "With the long rails."))
    assert not trail(update(desk, more)[1])


def test_an_export_is_asked_for_and_its_end_is_on_the_desk() -> None:
    desk, effects = update(drafting(), AuditExportPressed(at(70), "a.csv"))
    assert effects == (ExportAudit("a.csv"),)
    assert after(desk, AuditExported(at(71), "a.csv", 3)).audit_export == AuditExported(at(71), "a.csv", 3)


def test_a_file_leaves_only_by_policy_and_after_a_second_question() -> None:
    name = "Lindqvist_Rack.jpg"
    desk = drafting()
    talk = desk.conversations["k-1"]
    assert masking.file_may_leave(desk, talk, name, confirmed=True)[0] is MayLeave.NEVER
    chosen = replace(desk, settings=replace(desk.settings, chat_files=ChatFiles.CONFIRMED))
    assert masking.file_may_leave(chosen, talk, name, confirmed=True)[0] is MayLeave.NEVER
    managed = drafting(policy={"chat_files": ChatFiles.CONFIRMED})
    assert masking.file_may_leave(managed, talk, name, confirmed=False)[0] is MayLeave.MUST_CONFIRM
    may, masked = masking.file_may_leave(managed, talk, name, confirmed=True)
    assert (may, masked.text) == (MayLeave.YES, "[name]_Rack.jpg")
