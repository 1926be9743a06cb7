"""`update(desk, fact)`: the only way the desk changes. Pure: the same facts give the same desk and effects."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.audit import AuditFact
from softphone.domain.changes import ChangeFact
from softphone.domain.desk import Desk, EngineState, NoticeKind
from softphone.domain.effects import (
    CancelImport,
    ForgetNumber,
    ImportBook,
    KeepPause,
    OpenStore,
    OpenUrl,
    ReadPreview,
    ToEngine,
    WipeCustomers,
)
from softphone.domain.facts.place import PlaceFact
from softphone.domain.files import FileFact
from softphone.domain.matrix import LogOutMatrix
from softphone.domain.protocol import PlayTone
from softphone.domain.rules import (
    Step,
    account,
    answers,
    attention,
    call_keys,
    changes,
    chats,
    checkups,
    consulting,
    customers,
    dialling,
    files,
    hunting,
    masking,
    matrix,
    moment,
    note,
    place,
    queues,
    recording,
    reports,
    setting_up,
    sharing,
    shift,
    texts,
    topics,
    updates,
    viewing,
    world,
    wrapup,
)
from softphone.domain.setting_up import SCHEME
from softphone.domain.texts import TextFact

# What the engine's configuration is made of: most facts touch none of it.
_QUEUE_NEEDS = ("settings", "duty", "interactions", "line", "sound", "queue", "now")
_ENGINE_NEEDS = ("settings", "secret", "team_secret", "duty", "calls", "interactions", "experts", "focus", "engine")


def update(desk: Desk, fact: facts.Fact) -> Step:
    """The desk after `fact`, and what is to be done outside. Never raises for a fact that comes too late."""
    changed, effects = _apply(desk, fact)
    changed, pursued = hunting.follow(desk, changed, fact)
    changed, effects = masking.trailed(desk, (changed, (*effects, *pursued)), fact)
    if changed is desk:
        return desk, effects
    changed, effects = texts.follow(desk, (changed, effects))
    if changed.duty is not desk.duty:
        effects = (*effects, *sharing.off_shift(desk, changed))
    if changed.engine is EngineState.UP and any(getattr(changed, n) is not getattr(desk, n) for n in _QUEUE_NEEDS):
        changed, code = queues.follow(changed, fact.at)
        effects = (*effects, ToEngine(code)) if code else effects
    if changed.older.conversation_id and changed.conversations is not desk.conversations:
        changed = attention.follow_older(desk, changed)
    if changed.queue.may_be_paused is not desk.queue.may_be_paused:
        effects = (*effects, KeepPause(changed.queue.may_be_paused))
    if changed.engine is not EngineState.UP or all(getattr(changed, n) is getattr(desk, n) for n in _ENGINE_NEEDS):
        return changed, effects
    after = shift.configuration(changed)
    if after != shift.configuration(desk) and after not in effects:
        effects = (*effects, after)
    return changed, effects


def _apply(desk: Desk, fact: facts.Fact) -> Step:
    match fact:
        case facts.Ticked():
            return world.ticked(desk, fact.at)
        case facts.Heard():
            return world.heard(desk, fact.event)
        case facts.EngineUp():
            return world.engine_up(desk, fact)
        case facts.EngineDown():
            return world.engine_down(desk, fact)
        case facts.EngineFailed():
            return world.engine_failed(desk, fact)
        case facts.EngineDiffers():
            return replace(desk, engine=EngineState.OTHER), ()
        case facts.EngineWanted():
            return world.engine_wanted(desk)
        case facts.StoreWanted():
            return desk, (OpenStore(),)
        case facts.DialPressed():
            return dialling.dial(desk, fact)
        case facts.AnswerPressed():
            return call_keys.answer(desk, fact)
        case facts.GiveBackPressed():
            return call_keys.give_back(desk, fact)
        case facts.EndPressed():
            return call_keys.end(desk, fact)
        case facts.HoldPressed():
            return call_keys.hold(desk, fact)
        case facts.MomentPressed():
            return moment.pressed(desk, fact)
        case facts.StillThere():
            return moment.stayed(desk, fact)
        case facts.SoundFileRead():
            return moment.file_read(desk, fact), ()
        case facts.KeysRefused():
            return note(desk, NoticeKind.KEYS_REFUSED, fact.at, detail=fact.keys), ()
        case facts.MutePressed():
            return call_keys.mute(desk, fact)
        case facts.RecordPressed():
            return recording.record(desk, fact)
        case facts.RecordingPaused():
            return recording.pause(desk, fact)
        case facts.DigitsPressed():
            return call_keys.digits(desk, fact)
        case facts.ConsultPressed():
            return consulting.consult(desk, fact)
        case facts.SwapPressed():
            return consulting.swap(desk)
        case facts.ConnectPressed():
            return consulting.connect(desk)
        case facts.ConferenceSwitched():
            return consulting.conference(desk, fact.on)
        case facts.BackPressed():
            return consulting.back(desk)
        case facts.RedialPressed():
            return dialling.redial(desk, fact)
        case facts.DeflectPressed():
            return dialling.deflect(desk, fact)
        case facts.QuietSwitched():
            return shift.quiet(desk, fact.on)
        case facts.TransferPressed():
            return dialling.transfer(desk, fact)
        case facts.DialDraftEdited():
            return dialling.drafted(desk, fact.text)
        case facts.LinkOpened(at, link) if link.lower().startswith(SCHEME):
            return setting_up.happened(desk, facts.SetUpGiven(at, link))
        case facts.LinkOpened():
            return setting_up.linked(desk, fact)
        case facts.WishChosen():
            return shift.wish(desk, fact)
        case facts.ColleaguesSwitched():
            return shift.colleagues(desk, fact)
        case facts.InteractionShown():
            return world.shown(desk, fact.interaction_id)
        case facts.HomeShown():
            return world.shown(desk, None)
        case facts.InternalOpened():
            return chats.internal(desk, fact)
        case facts.DrawerSwitched():
            return chats.drawer(desk, fact)
        case facts.NoticeDismissed():
            kept = tuple(n for n in desk.notices if n.notice_id != fact.notice_id)
            return replace(desk, notices=kept), ()
        case facts.NoteEdited():
            return customers.noted(desk, fact)
        case facts.CustomerChosen():
            return customers.chosen(desk, fact)
        case facts.CustomerWritten():
            return customers.written(desk, fact)
        case facts.CustomerSoughtAgain():
            return customers.look_again(desk, fact.interaction_id)
        case facts.CrmOpened():
            return world.open_in_crm(desk, fact.interaction_id)
        case facts.BookSearched():
            return customers.searched(desk, fact)
        case facts.DispositionEdited():
            return wrapup.edited(desk, fact)
        case facts.WrapUpFinished():
            return wrapup.finished(desk, fact)
        case facts.PromiseDone():
            return wrapup.promise_done(desk, fact)
        case facts.PromiseMoved():
            return wrapup.promise_moved(desk, fact)
        case facts.ConversationOpened():
            return sharing.opened(chats.opened(desk, fact), fact)
        case facts.ConversationShown():
            return chats.shown(desk, fact)
        case facts.DraftEdited():
            return answers.while_typing(chats.drafted(desk, fact), fact)
        case facts.AttentionFact():
            return attention.happened(desk, fact)
        case facts.AnswerFact():
            return answers.answered(desk, fact)
        case facts.ContextEdited():
            return chats.context_edited(desk, fact)
        case facts.QuestionAsked():
            return answers.sent(chats.asked(desk, fact))
        case facts.MessagesSeen():
            return chats.seen(desk, fact)
        case facts.ResendPressed():
            return chats.resent(desk, fact)
        case facts.UnassignedOpened():
            return chats.tray_opened(desk, fact)
        case facts.HuntStopped():
            return hunting.stop(desk, fact)
        case facts.HuntWidened():
            return hunting.widen(desk, fact)
        case facts.PickingBegun():
            return hunting.picking(desk, fact)
        case facts.CatalogueEdited():
            return topics.edited(desk, fact)
        case facts.CatalogueRead():
            return topics.read(desk, fact)
        case facts.ExpertsEdited():
            return chats.experts(desk, fact)
        case facts.SettingsChanged():
            return account.settings_changed(desk, fact)
        case facts.PolicyBad():
            return account.policy_bad(desk, fact)
        case facts.SettingsDamaged():
            return account.settings_damaged(desk, fact)
        case facts.SettingsNotKept():
            return note(desk, NoticeKind.SETTINGS_NOT_KEPT, fact.at), ()
        case facts.PasswordGiven():
            return account.password_given(desk, fact)
        case facts.PasswordRead():
            return account.password_read(desk, fact)
        case facts.CrmTokenGiven():
            return account.crm_token_given(desk, fact)
        case facts.CrmTokenRead():
            return replace(desk, crm_token=fact.state), ()
        case facts.TestLinePressed():
            return account.test_line(desk, fact)
        case facts.ToneTried():
            return desk, (ToEngine(PlayTone(f"ring:{desk.settings.ring_tone}" if fact.ring else "test")),)
        case facts.PreviewAsked():
            return replace(desk, preview=None), (ReadPreview(fact.path),)
        case facts.PreviewRead():
            return replace(desk, preview=fact), ()
        case facts.ImportStarted():
            return replace(desk, importing=None), (ImportBook(fact.import_id, fact.path, fact.mapping),)
        case facts.ImportCancelled():
            return desk, (CancelImport(fact.import_id),)
        case facts.ImportProgressed():
            return replace(desk, importing=fact), ()
        case facts.ForgetPressed():
            return customers.forget(desk, fact.number), (ForgetNumber(fact.number),)
        case facts.WipePressed():
            return customers.wipe(desk), (WipeCustomers(),)
        case facts.Forgotten():
            return customers.forgotten(desk, fact)
        case facts.ReportWanted():
            return reports.wanted(desk, fact)
        case facts.ReportComposed():
            return reports.composed(desk, fact)
        case facts.ReportSaved():
            return reports.saved(desk, fact)
        case facts.ReportKept():
            return reports.kept(desk, fact)
        case facts.UpdateFound():
            return updates.found(desk, fact)
        case facts.SetUpFact():
            return setting_up.happened(desk, fact)
        case facts.CheckupWanted():
            return checkups.wanted(desk, fact)
        case facts.CheckedUp():
            return checkups.done(desk, fact)
        case facts.QuitPressed():
            return world.quit_pressed(desk, fact)
        case facts.StoreOpened():
            return world.store_opened(desk, fact)
        case facts.Remembered():
            return world.remembered(desk, fact)
        case facts.CustomerFound():
            return customers.found(desk, fact)
        case facts.CustomersFound():
            return customers.several(desk, fact)
        case facts.CustomerUnknown():
            return customers.unknown(desk, fact)
        case facts.CustomerUnavailable():
            return customers.unavailable(desk, fact)
        case facts.BookMatched():
            return customers.matched(desk, fact)
        case facts.SendWanted():
            return chats.send(desk, fact)
        case facts.DeliveryChanged():
            return chats.delivery(desk, fact)
        case facts.ReplyArrived():
            step = masking.answered(desk, chats.replied(desk, fact), fact.conversation_id)
            return attention.came(sharing.leave_given(desk, step, fact), fact)
        case facts.ReplyUnassigned():
            return chats.unassigned(desk, fact)
        case facts.ExpertTyping():
            return chats.typing(desk, fact)
        case facts.MatrixChanged():
            return matrix.changed(desk, fact)
        case facts.MatrixLogInPressed():
            return matrix.log_in(desk, fact)
        case facts.MatrixLogOutPressed():
            return desk, (LogOutMatrix(),)
        case facts.BrowserWanted():
            return desk, (OpenUrl(fact.url),)
        case facts.MessageChanged():
            return matrix.message_changed(desk, fact)
        case facts.ExpertsInView():
            return viewing.seen(desk, fact)
        case facts.PresenceRead():
            return replace(desk, presence={**desk.presence, fact.address: fact.presence}), ()
        case PlaceFact():
            return place.happened(desk, fact)
        case TextFact():
            return texts.happened(desk, fact)
        case facts.Reacted():
            return desk, ()  # the promise follows it
        case ChangeFact():
            return changes.happened(desk, fact)
        case FileFact():
            return files.happened(desk, fact)
        case facts.SharingFact():
            return sharing.took(desk, fact)
        case AuditFact():
            return masking.happened(desk, fact)
        case facts.WrapUpDelivered():
            return wrapup.delivered(desk, fact)
    raise TypeError(f"no rule for {type(fact).__name__}")
