"""What desks share, on the desk: whom three may join, whose notices count and where, what goes on the wall."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.answers import KeptAnswer
from softphone.domain.audit import MaskSwitched
from softphone.domain.catalogue import Topic
from softphone.domain.chat import ChatMessage
from softphone.domain.customer import Searching
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import FindCustomer, KeepQuestion
from softphone.domain.facts.answers import AnswerKept
from softphone.domain.facts.attention import ThanksGiven
from softphone.domain.facts.sharing import (
    CallBackSettled,
    CallBackTaken,
    JoinPressed,
    NoticeEnded,
    NoticeMade,
    OthersAsked,
    SharedRead,
)
from softphone.domain.interaction import HistoryEntry
from softphone.domain.presence import Duty, Wish
from softphone.domain.rules import masking
from softphone.domain.rules.sharing import notices_here, to_join
from softphone.domain.sharing import (
    CallBack,
    JoinQuestion,
    LookAtTopic,
    ShareAnswer,
    ShareCallBack,
    ShareCatalogue,
    Shared,
    ShareNotice,
    ShareTaken,
    ShareThanks,
)  # fmt: skip
from softphone.domain.update import update
from softphone.ui.notices import notice_words
from tests.builders import after
from tests.ui import desks
from tests.ui.sharing import ANNA, BEN, KERN, US, a_notice, at_site, composing, joining, noticed, waits

NOW = desks.NOW
SOON = NOW + timedelta(hours=1)


def offered(*waiting: object) -> bool:
    desk = composing(at_site(desks.talking(), Shared({"rails": waiting})))  # type: ignore[dict-item]
    return to_join(desk, desk.conversations["s"]) is not None


def test_a_composer_on_a_topic_asks_who_else_waits_on_it() -> None:
    desk = at_site(desks.talking(), Shared())
    opened = facts.ConversationOpened(NOW, "v", desk.shown or "", KERN.expert_id, "Rails")
    desk, effects = update(desk, opened)
    assert LookAtTopic("Rails") in effects
    desk, _ = update(desk, OthersAsked(NOW, "rails", (waits(ANNA), waits(BEN))))
    assert to_join(desk, desk.conversations["v"]) == waits(ANNA)


def test_joining_is_offered_to_the_third_within_ten_minutes_and_for_what_is_not_answered() -> None:
    assert offered(waits(ANNA), waits(BEN))
    assert not offered(waits(ANNA))
    assert not offered(waits(ANNA), waits(ANNA, 1))
    assert not offered(waits(ANNA, 11), waits(BEN))
    assert not offered(replace(waits(ANNA), answered=True), waits(BEN))


def test_who_joins_says_so_in_that_thread_and_waits_with_whom_it_was_asked_of() -> None:
    desk = joining()
    desk = replace(desk, conversations={**desk.conversations, "s": replace(desk.conversations["s"], draft="Do they")})
    desk, effects = update(desk, JoinPressed(NOW, "s", "m1"))
    (join,) = (e for e in effects if isinstance(e, JoinQuestion))
    assert (join.root, join.room_id, join.conversation.address) == (f"${ANNA}", "!r", KERN.address)
    assert join.message.text == "✓ Another customer waits for this answer too. One answer here reaches all."
    assert not any(isinstance(effect, KeepQuestion) for effect in effects)
    talk = desk.conversations["s"]
    assert (talk.messages[-1].message_id, talk.draft, to_join(desk, talk)) == ("m1", "Do they", None)
    assert update(desk, JoinPressed(NOW, "s", "m2"))[1] == ()  # once


def test_a_notice_counts_from_the_owner_alone_in_the_queues_it_names_until_its_end() -> None:
    assert notices_here(noticed()) == (a_notice(),)
    for other in (a_notice(by=ANNA), a_notice(queues=("Invoices",)), a_notice(hours=-1)):
        assert notices_here(at_site(desks.talking(), Shared(notices=(other,)))) == ()
    everywhere = a_notice(queues=())
    assert notices_here(at_site(desks.talking(), Shared(notices=(everywhere,)))) == (everywhere,)
    assert notices_here(at_site(desks.idle(), Shared(notices=(everywhere,)))) == ()


def test_only_the_owner_makes_a_notice_and_it_leaves_without_the_customer() -> None:
    made = NoticeMade(NOW, "n2", "Rails", "M. Lindqvist was told: R2 is out.", SOON, ("Orders",))
    assert update(at_site(desks.talking(), Shared(), us=US), made)[1] == ()
    _, (effect,) = update(at_site(desks.talking(), Shared(), us=KERN.address), made)
    assert isinstance(effect, ShareNotice)
    assert "Lindqvist" not in effect.notice.text
    assert "R2 is out." in effect.notice.text
    assert (effect.notice.by, effect.notice.queues, effect.notice.until) == (KERN.address, ("Orders",), SOON)


def test_the_owner_ends_a_notice_before_its_time() -> None:
    for us, ends in ((KERN.address, True), (US, False)):
        desk, _ = update(at_site(desks.talking(), Shared(), us=us), SharedRead(NOW, (a_notice(),), ()))
        _, effects = update(desk, NoticeEnded(NOW, "n1"))
        assert [e.notice.until for e in effects if isinstance(e, ShareNotice)] == ([NOW] if ends else [])


def test_a_kept_answer_goes_to_the_other_desks_where_there_is_a_directory() -> None:
    answer = KeptAnswer("a1", "Which rails?", "Those of 2019.", "Kern", date(2027, 1, 1), NOW)
    _, effects = update(at_site(desks.idle(), Shared()), AnswerKept(NOW, answer))
    assert [e.answer.text for e in effects if isinstance(e, ShareAnswer)] == ["Those of 2019."]
    _, effects = update(desks.idle(), AnswerKept(NOW, answer))
    assert not any(isinstance(effect, ShareAnswer) for effect in effects)


def answered() -> Desk:
    desk = composing(at_site(desks.talking(), Shared()))
    talk = replace(desk.conversations["s"], context_sent=True, messages=(
        ChatMessage("q", NOW, True, "Which rails?"), ChatMessage("r", NOW, False, "Those of 2019."),
    ))  # fmt: skip
    return replace(desk, conversations={"s": talk})


def test_thanks_stand_on_the_wall_once_the_expert_gave_leave_by_one_word() -> None:
    desk, effects = update(answered(), ThanksGiven(NOW, "s", "t1", "Thank you. It solved it."))
    (thanks,) = (e for e in effects if isinstance(e, KeepQuestion))
    asks = "[May the team's wall show this? One word is enough: “wall”.]"
    assert thanks.message.text == f"Thank you. It solved it.\n{asks}"
    assert not any(isinstance(effect, ShareThanks) for effect in effects)
    said = ChatMessage("r2", NOW, False, "Wall!")
    desk, effects = update(desk, facts.ReplyArrived(NOW, "s", said))
    (shared,) = (e for e in effects if isinstance(e, ShareThanks))
    assert (shared.thanked.expert, shared.thanked.text) == ("J. Kern", "Thank you. It solved it.")
    _, effects = update(desk, facts.ReplyArrived(NOW, "s", replace(said, message_id="r3")))
    assert not any(isinstance(effect, ShareThanks) for effect in effects)


def test_without_leave_nothing_stands_on_the_wall() -> None:
    desk, _ = update(answered(), ThanksGiven(NOW, "s", "t1", "Thank you."))
    _, effects = update(desk, facts.ReplyArrived(NOW, "s", ChatMessage("r2", NOW, False, "You are welcome.")))
    assert not any(isinstance(effect, ShareThanks) for effect in effects)


# --- Call back --------------------------------------------------------------------------------------------


def over(wish: Wish = Wish.OFFLINE) -> Desk:
    """The call ended before the expert answered."""
    desk = replace(answered(), conversations={})
    asked = facts.QuestionAsked(NOW, "q1", "v", "Do they fit?")
    desk = after(desk, facts.ConversationOpened(NOW, "v", desk.shown or "", KERN.expert_id, "Rails"), asked)
    interaction = replace(desk.interactions[desk.shown or ""], ended_at=NOW)
    interactions = {**desk.interactions, interaction.interaction_id: interaction}
    return replace(desk, calls={}, focus=None, interactions=interactions, duty=Duty(wish))


def handed(effects: tuple[object, ...]) -> list[CallBack]:
    return [effect.callback for effect in effects if isinstance(effect, ShareCallBack)]


def test_an_answer_after_the_shift_goes_to_the_team_with_the_customer_s_id_alone() -> None:
    said = facts.ReplyArrived(NOW, "v", ChatMessage("r", NOW, False, "Tell M. Lindqvist: from 2021 on."))
    (callback,) = handed(update(over(), said)[1])
    assert (callback.customer_id, callback.topic, callback.who) == ("c1", "Rails", "J. Kern")
    assert callback.question.endswith("Do they fit?")
    assert "from 2021 on." in callback.answer
    assert "Lindqvist" not in callback.answer
    desk, effects = update(over(Wish.AVAILABLE), said)
    assert handed(effects) == []
    assert [n.kind for n in desk.notices] == [NoticeKind.ANSWER_HERE]


def lifting(known: bool = True) -> Desk:
    """The agent let the caller's name and number stand in the question; policy allows it."""
    desk = composing(at_site(desks.talking(), Shared()))
    desk = replace(desk, settings=replace(desk.settings, lift_masks=True), managed={"lift_masks": "policy"})
    draft = "M. Lindqvist, 0171 5550142, order 48-1190: do they fit?"
    desk = after(desk, facts.DraftEdited(NOW, "s", draft))
    for found in masking.masked(desk, desk.conversations["s"], draft).found:
        desk = after(desk, MaskSwitched(NOW, "s", found.original, True))
    desk, effects = update(desk, facts.QuestionAsked(NOW, "q1", "s", draft))
    (asked,) = (e for e in effects if isinstance(e, KeepQuestion))
    assert draft in asked.message.text
    ended = replace(desk.interactions[desk.shown or ""], ended_at=NOW)
    if not known:  # as after a start, before the card is found again
        entry = HistoryEntry(ended.interaction_id, NOW, True, ended.number, "M. Lindqvist", None, customer_id="c1")
        desk, ended = replace(desk, history=(entry,)), replace(ended, lookup=Searching())
    return replace(desk, calls={}, focus=None, interactions={ended.interaction_id: ended}, duty=Duty(Wish.OFFLINE))


@pytest.mark.parametrize("known", [True, False], ids=["card", "no card"])
def test_what_the_agent_let_stand_for_one_expert_does_not_go_to_the_team(known: bool) -> None:
    said = facts.ReplyArrived(NOW, "s", ChatMessage("r", NOW, False, "Tell M. Lindqvist: from 2021 on."))
    (callback,) = handed(update(lifting(known), said)[1])
    for personal in ("Lindqvist", "5550142", "48-1190"):
        assert personal not in callback.question + callback.answer
    assert "from 2021 on." in callback.answer
    assert callback.question.endswith("do they fit?" if known else "")


def test_who_logs_off_leaves_open_questions_of_ended_calls_to_the_team() -> None:
    (callback,) = handed(update(over(Wish.AVAILABLE), facts.WishChosen(NOW, Wish.OFFLINE))[1])
    assert callback.answer == ""
    talking = replace(over(Wish.AVAILABLE), interactions=answered().interactions)
    assert handed(update(talking, facts.WishChosen(NOW, Wish.OFFLINE))[1]) == []


def test_a_colleague_takes_it_over_with_the_card_and_the_answer_and_the_others_need_not() -> None:
    left = CallBack("cb-1", NOW, ANNA, "Rails", "c7", "J. Kern", "Do they fit?", "From 2021 on.")
    desk, _ = update(at_site(desks.idle(), Shared()), SharedRead(NOW, (), (), (left,)))
    (notice,) = (n for n in desk.notices if n.kind is NoticeKind.TEAM_CALL_BACK)
    desk, effects = update(desk, CallBackTaken(NOW, notice.target, "i9"))
    assert effects == (ShareTaken("i9", left),)
    assert "i9" not in desk.interactions
    assert update(desk, CallBackTaken(NOW, notice.target, "i10"))[1] == ()  # once
    took, effects = update(desk, CallBackSettled(NOW, "i9", left, True, US))
    assert FindCustomer("i9", "", "c7") in effects
    interaction = took.interactions["i9"]
    assert (took.shown, interaction.note, interaction.pinned[0].text) == ("i9", "Do they fit?", "From 2021 on.")
    assert not any(n.kind is NoticeKind.TEAM_CALL_BACK for n in took.notices)
    gone, _ = update(desk, SharedRead(NOW, (), (), ()))
    assert not any(n.kind is NoticeKind.TEAM_CALL_BACK for n in gone.notices)


def test_who_takes_it_over_a_moment_later_is_told_who_has_it_and_gets_no_card() -> None:
    left = CallBack("cb-1", NOW, ANNA, "Rails", "c7", "J. Kern", "Do they fit?", "From 2021 on.")
    desk, _ = update(at_site(desks.idle(), Shared()), SharedRead(NOW, (), (), (left,)))
    desk = after(desk, CallBackTaken(NOW, "cb-1", "i9"))
    lost, effects = update(desk, CallBackSettled(NOW, "i9", left, False, BEN))
    assert effects == ()
    assert "i9" not in lost.interactions
    assert notice_words(lost.notices[-1], lost) == ("ben was a moment faster and calls the customer back on Rails.", "")
    refused, _ = update(desk, CallBackSettled(NOW, "i9", left, False, ""))
    assert [notice_words(n, refused)[1] for n in refused.notices] == ["Take over", ""]


def test_a_card_taken_over_and_put_away_does_not_come_back_and_none_covers_a_call() -> None:
    left = CallBack("cb-1", NOW, ANNA, "Rails", "c7", "J. Kern", "Do they fit?", "From 2021 on.")
    settled = CallBackSettled(NOW, "i9", left, True, US)
    done = HistoryEntry("i9", NOW, False, "", "M. Lindqvist", None, customer_id="c7")
    assert update(replace(at_site(desks.idle(), Shared()), history=(done,)), settled)[1] == ()
    talking = at_site(desks.talking(), Shared())
    desk, _ = update(talking, settled)
    assert (desk.shown, "i9" in desk.interactions) == (talking.shown, True)


def test_neither_who_left_it_nor_who_is_off_shift_is_asked_to_take_it_over() -> None:
    left = CallBack("cb-1", NOW, US, "Rails", "c7", "J. Kern", "Do they fit?")
    away = replace(at_site(desks.idle(), Shared()), duty=Duty(Wish.OFFLINE))
    for desk, by in ((at_site(desks.idle(), Shared()), US), (away, ANNA)):
        told, _ = update(desk, SharedRead(NOW, (), (), (replace(left, by=by),)))
        assert not any(n.kind is NoticeKind.TEAM_CALL_BACK for n in told.notices)


def test_an_edited_catalogue_goes_to_the_site_where_there_is_a_directory() -> None:
    edited = facts.CatalogueEdited(NOW, (Topic("Doors"),))
    assert [e.topics for e in update(at_site(desks.idle(), Shared()), edited)[1] if isinstance(e, ShareCatalogue)] == [
        (Topic("Doors"),)
    ]
    assert not any(isinstance(effect, ShareCatalogue) for effect in update(desks.idle(), edited)[1])
