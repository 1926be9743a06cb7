"""Over the composer: what is masked and why, and the agent's say in it where policy gives them one."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtWidgets import QLabel

from softphone.domain.audit import AuditExported
from softphone.domain.desk import Desk
from softphone.domain.effects import KeepQuestion
from softphone.host.clock import Clock
from softphone.ui.masking import MaskSlip
from softphone.ui.parts.button import Button
from softphone.ui.preferences import Preferences
from tests.ui import desks
from tests.ui.conftest import Stage

Build = Callable[..., Stage]
DRAFT = "Call back on 0171 5550142, card 4111 1111 1111 1111"


def drafting(*, policy: bool) -> Desk:
    desk = desks.talking(chat=True)
    key = desk.conversation or ""
    conversation = replace(desk.conversations[key], draft=DRAFT)
    settings = replace(desk.settings, lift_masks=policy)
    managed = {"lift_masks": "policy"} if policy else {}
    return replace(desk, conversations={**desk.conversations, key: conversation}, settings=settings, managed=managed)


def the_slip(scene: Stage) -> MaskSlip:
    return scene.window._drawer._talk._masks


def words(slip: MaskSlip) -> str:
    return " | ".join(label.text() for label in slip.findChildren(QLabel) if not label.isHidden())


def buttons(slip: MaskSlip) -> list[Button]:
    return [button for button in slip.findChildren(Button) if not button.isHidden()]


def test_the_agent_sees_what_is_masked_and_by_which_rule(stage: Build) -> None:
    slip = the_slip(stage(drafting(policy=False)))
    assert slip.isVisible()
    assert "Telephone number" in words(slip)
    assert "Payment card" in words(slip)
    assert not buttons(slip)


def test_one_mask_is_lifted_by_policy_and_the_cards_never(stage: Build) -> None:
    scene = stage(drafting(policy=True))
    slip = the_slip(scene)
    (button,) = buttons(slip)
    assert "Telephone" in button.accessibleName()
    button.click()
    scene.settle()
    assert "0171 5550142 stands as typed" in words(slip)
    scene.window._drawer._talk.send()
    scene.settle()
    (question,) = [effect for effect in scene.effects if isinstance(effect, KeepQuestion)]
    assert "0171 5550142" in question.message.text
    assert "4111" not in question.message.text
    assert not slip.isVisible()


def test_a_draft_with_nothing_to_mask_shows_nothing(stage: Build) -> None:
    assert not the_slip(stage(desks.talking(chat=True))).isVisible()


def test_the_preferences_say_what_is_not_found_and_what_became_of_an_export(stage: Build) -> None:
    scene = stage(desks.idle())
    window = Preferences(scene.store.post, Clock())
    window.show_desk(None, scene.store.desk)
    window.bring_up()
    said = [label.text() for label in window.findChildren(QLabel)]
    assert any("people who are not on the card" in text for text in said)
    assert any("Only your organisation" in text for text in said)
    scene.store.post(AuditExported(desks.NOW, "trail.csv", 12))
    scene.settle()
    window.show_desk(None, scene.store.desk)
    assert any("12 lines written: trail.csv" in label.text() for label in window.findChildren(QLabel))
    window.close()
