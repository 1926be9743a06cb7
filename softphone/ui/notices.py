"""Notices in words: what happened, what to do, and at most one action."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from softphone.domain.audio import MicrophoneState
from softphone.domain.call import Ending
from softphone.domain.desk import Desk, Notice, NoticeKind
from softphone.domain.facts import (
    DialPressed,
    EngineWanted,
    Fact,
    HoldPressed,
    InteractionShown,
    MutePressed,
    QuitPressed,
    StoreWanted,
)
from softphone.domain.facts.sharing import CallBackTaken
from softphone.domain.phone import is_emergency, show_number
from softphone.domain.rules.devices import headset_refuses
from softphone.domain.rules.dialling import rules_of
from softphone.ui import call_words, people, words
from softphone.ui.ids import fresh_id
from softphone.ui.parts.text import one_line

translate = QCoreApplication.translate


def notice_words(notice: Notice, desk: Desk) -> tuple[str, str]:
    """The sentence, and the word of its action ("" for none)."""
    number = show_number(notice.target, desk.settings.country)
    back = translate("Notice", "Call back")
    again = translate("Notice", "Dial again")
    match notice.kind:
        case NoticeKind.ENGINE_RESTARTED:
            return translate("Notice", "The phone part had to be restarted. It is ready again."), ""
        case NoticeKind.ENGINE_FAILED:
            text = translate("Notice", "The phone part does not start: no calls reach you. Use another phone.")
            return text, translate("Notice", "Try again")
        case NoticeKind.CALL_TAKEN_BACK:
            return translate("Notice", "The phone part was restarted and has taken the call back. Go on."), ""
        case NoticeKind.CALL_LOST:
            return translate("Notice", "The call was lost."), back if notice.target else ""
        case NoticeKind.CALL_FAILED:
            if is_emergency(notice.target, rules_of(desk.settings)):
                text = translate("Notice", "The emergency call did not get through. Use another phone now.")
                return text, again
            how = call_words.dial_trouble(_ending(notice.detail))
            return f"{number}: {how}" if number else how, again if notice.target else ""
        case NoticeKind.TRANSFER_REFUSED:
            text = translate("Notice", "The caller is still with you. The transfer did not work: {why}")
            return text.format(why=call_words.dial_trouble(_ending(notice.detail))), ""
        case NoticeKind.CONSULT_FAILED:
            text = translate("Notice", "You are back with the customer. The question: {why}")
            return text.format(why=call_words.dial_trouble(_ending(notice.detail))), ""
        case NoticeKind.CONSULT_LEFT:
            held = notice.target in desk.calls
            text = translate("Notice", "Who you asked has hung up. The customer is still on hold.")
            gone = translate("Notice", "Who you asked has hung up. The customer is with you.")
            return (text, translate("Notice", "Back to customer")) if held else (gone, "")
        case NoticeKind.CUSTOMER_LEFT:
            return translate("Notice", "The customer hung up while you were asking."), ""
        case NoticeKind.HOLD_REMINDER:
            return translate("Notice", "A caller is still on hold."), ""
        case NoticeKind.HANDED_OVER:
            text = translate("Notice", "You were away: the caller goes on to {target}.").replace("{target}", number)
            queue = translate("Notice", "You were away: the caller goes back to the queue.")
            return (text if number else queue), ""
        case NoticeKind.ANSWER_HERE:
            text = translate("Notice", "The answer of {name} is here: call the customer back.")
            return text.replace("{name}", notice.detail), back if notice.target else ""
        case NoticeKind.TEAM_CALL_BACK if notice.interaction_id:
            text = translate("Notice", "Taking over the call back on {topic}. The homeserver says whose it is.")
            return text.replace("{topic}", notice.detail), ""
        case NoticeKind.CALL_BACK_GONE if not notice.detail:
            text = translate("Notice", "The call back on {topic} could not be taken over: the homeserver refuses it.")
            return text.replace("{topic}", notice.target), ""
        case NoticeKind.CALL_BACK_GONE:
            text = translate("Notice", "{name} was a moment faster and calls the customer back on {topic}.")
            return text.replace("{name}", notice.detail).replace("{topic}", notice.target), ""
        case NoticeKind.TEAM_CALL_BACK:
            text = translate("Notice", "A colleague has logged off: on {topic} a customer waits to be called back.")
            return text.replace("{topic}", notice.detail), translate("Notice", "Take over")
        case NoticeKind.CATALOGUE_BAD if notice.detail == "not_allowed":
            return translate("Notice", "The site's topic catalogue may not be changed by you. It stays as it is."), ""
        case NoticeKind.CATALOGUE_BAD:
            text = translate("Notice", "The topic catalogue could not be read: {why} The last one stays.")
            return text.replace("{why}", words.catalogue_trouble(notice.detail)), ""
        case NoticeKind.PROMISE_DUE:
            what = translate("Notice", "A promised call is due: {what}").format(what=notice.detail or number)
            return what, back if notice_fact(notice, desk) is not None else ""
        case NoticeKind.NOT_REGISTERED:
            return translate("Notice", "Not connected to the PBX: this cannot be done now."), ""
        case NoticeKind.LINE_LOST:
            why = words.line_fault(desk.line.fault) or translate("Line", "No connection")
            text = translate("Notice", "No calls reach you: {why}. Aside looks for the PBX and comes back by itself.")
            return text.format(why=why), ""
        case NoticeKind.TEAM_LINE_LOST:
            text = translate("Notice", "The line {name} has no connection: its calls do not reach you.")
            return text.format(name=notice.target), ""
        case NoticeKind.SIP_ALTERED:
            text = translate("Notice", "A router here writes in our calls' signalling (SIP ALG): ask for it to be off.")
            return text, ""
        case NoticeKind.SOUND_ALTERED:
            text = translate(
                "Notice", "The address of our sound is changed on the way, by a router (SIP ALG) or the PBX: ICE fails."
            )
            return text, ""
        case NoticeKind.RELAY_REFUSED:
            text = translate("Notice", "The relay for sound (TURN) refuses user or password: calls go without it.")
            return text, ""
        case NoticeKind.MUSIC_UNPLAYABLE:
            text = translate("Notice", "Your music for the caller cannot be played: the PBX holds the call meanwhile.")
            return text, ""
        case NoticeKind.WORDS_UNPLAYABLE:
            text = translate("Notice", "Your announcement for the caller cannot be played: they hear the music alone.")
            return text, ""
        case NoticeKind.SOUND_BAD:
            return call_words.complaint(notice.detail), ""
        case NoticeKind.SOUND_WORSENS:
            return call_words.forecast(notice.detail, notice.target), ""
        case NoticeKind.MICROPHONE_SILENT if notice.detail == MicrophoneState.MUTED_BY_SYSTEM:
            return translate("Notice", "This PC has your microphone muted. Switch it on in the sound settings."), ""
        case NoticeKind.MICROPHONE_SILENT if notice.detail == MicrophoneState.DENIED:
            text = translate(
                "Notice", "This PC keeps your microphone from Aside. Allow it in its settings: Privacy, Microphone."
            )
            return text, ""
        case NoticeKind.MICROPHONE_SILENT:
            text = translate("Notice", "Nothing comes from your microphone. Is it muted at the headset?")
            return text, ""
        case NoticeKind.SPOKEN_MUTED:
            unmute = translate("Notice", "Unmute") if notice_fact(notice, desk) is not None else ""
            return translate("Notice", "You are muted: the caller does not hear what you say."), unmute
        case NoticeKind.KEYS_REFUSED:
            text = translate("Notice", "Another program has {keys}: choose other keys in Preferences, Calls.")
            return text.replace("{keys}", notice.detail), ""
        case NoticeKind.HEADSET_TAKEN:
            return call_words.buttons_taken(notice.detail, notice.target), ""
        case NoticeKind.DEVICE_MISSING:
            text = translate("Notice", "Your headset is not there. You hear through {ear} and speak through {mic}.")
            if headset_refuses(desk):
                text = translate("Notice", "Your headset is not there: no customers' calls come until it is back.")
            return _devices(text, notice), ""
        case NoticeKind.DEVICE_CHANGED:
            return _devices(translate("Notice", "You hear through {ear} and speak through {mic} now."), notice), ""
        case NoticeKind.UPDATE_THERE:
            text = translate("Notice", "Aside {version} is there. Your IT brings it; nothing to do for you.")
            return text.replace("{version}", notice.detail), ""
        case NoticeKind.STRANGER:
            text = translate("Notice", "Somebody who is not your PBX tried to call this phone and was turned away.")
            return text, ""
        case NoticeKind.LINE_REFUSED:
            text = translate("Notice", "The PBX refused the log-in, no calls reach you. Check user and password.")
            return text, ""
        case NoticeKind.EMERGENCY:
            text = translate("Notice", "Emergency call. Say where you are: your place may not be known to them.")
            return text, ""
        case NoticeKind.EMERGENCY_NO_LINE:
            text = translate("Notice", "This phone has no line. Use another phone now to call for help.")
            return text, ""
        case NoticeKind.NOT_A_NUMBER:
            return translate("Notice", "This is no number that can be dialled."), ""
        case NoticeKind.LEGS_FULL:
            return translate("Notice", "Four calls are the most this phone can hold. End one first."), ""
        case NoticeKind.CALL_ENDED:
            how = call_words.ending(_ending(notice.detail), incoming=True)
            return translate("Notice", "The call is over: {how}.").format(how=how), ""
        case NoticeKind.COMMAND_FAILED:
            return translate("Notice", "The phone could not do that. Try again."), ""
        case NoticeKind.QUIT_WITH_CALL:
            text = translate("Notice", "You are in a call. Quitting ends it.")
            return text, translate("Notice", "Quit and end the call")
        case NoticeKind.OUTCOME_NEEDED:
            return translate("Notice", "Choose an outcome first: solved, promised or not solved."), ""
        case NoticeKind.ORPHANED:
            text = translate("Notice", "You were muted because Aside's window was not there for a while.")
            return text, ""
        case NoticeKind.TEXT_CAME:
            name = people.name_of(desk, desk.interactions.get(notice.interaction_id)) or number
            there = translate("Notice", "Open") if notice_fact(notice, desk) is not None else ""
            return translate("Notice", "{name} wrote a text.").replace("{name}", name), there
        case NoticeKind.RECORDING_FAILED:
            return translate("Notice", "This call is not recorded any more."), ""
        case NoticeKind.RECORDING_NOT_PAUSED:
            return translate("Notice", "The PBX did not pause: this call is still recorded."), ""
        case NoticeKind.RECORDING_RESUMED:
            return translate("Notice", "The pause is over: this call is recorded again."), ""
        case _:
            return _store_words(notice)


def _store_words(notice: Notice) -> tuple[str, str]:
    match notice.kind:
        case NoticeKind.STORE_DAMAGED:
            text = translate("Notice", "The store was damaged and put aside as {name}. A new one was started.")
            return text.format(name=notice.detail), ""
        case NoticeKind.STORE_IN_MEMORY:
            again = translate("Notice", "Try again") if notice.detail != "newer" else ""
            return _in_memory(notice.detail), again
        case NoticeKind.STORE_MOVED_IN:
            return translate("Notice", "Everything is kept again, and what was noted meanwhile too."), ""
        case NoticeKind.STORE_FULL:
            return translate("Notice", "The disk is full. Notes wait in memory: make room soon."), ""
        case NoticeKind.SETTINGS_NOT_KEPT:
            return translate("Notice", "The settings could not be saved: they hold until Aside ends."), ""
        case NoticeKind.POLICY_BAD:
            text = translate("Notice", "Your organisation's policy has a mistake, tell your IT: {what}")
            return text.format(what=notice.detail), ""
        case NoticeKind.SETTINGS_DAMAGED:
            text = translate("Notice", "The settings could not be read and were put aside. Check them.")
            return text, ""
        case NoticeKind.WRAP_UP_REFUSED:
            return translate("Notice", "The CRM did not take a wrap-up. It is kept on this PC."), ""
        case NoticeKind.FEEDBACK_REFUSED:
            text = translate("Notice", "{department} did not take what you told them. It is kept on this PC.")
            return text.replace("{department}", notice.target), ""
        case NoticeKind.CLOCK_JUMPED:
            return translate("Notice", "This PC's clock jumped. Times may look odd."), ""
        case NoticeKind.FORGOTTEN:
            return translate("Notice", "Erased: {n} records.").format(n=notice.detail or "0"), ""
        case _:
            return "", ""


def _devices(text: str, notice: Notice) -> str:
    return text.replace("{ear}", one_line(notice.detail)).replace("{mic}", one_line(notice.target))


def _in_memory(why: str) -> str:
    match why:
        case "locked":
            text = translate("Notice", "The key store is locked: nothing is kept. Unlock it.")
        case "newer":
            text = translate("Notice", "The store is of a newer Aside: nothing is kept. Install that one again.")
        case "unwritable":
            text = translate("Notice", "The store cannot be written: nothing is kept. Look at its folder and the disk.")
        case _:
            text = translate("Notice", "No key store on this PC: notes and messages are gone when Aside ends.")
    return text


def notice_fact(notice: Notice, desk: Desk) -> Fact | None:
    """What the action of a notice posts."""
    match notice.kind:
        case NoticeKind.PROMISE_DUE:
            promise = next((p for p in desk.promises if p.promise_id == notice.target), None)
            return DialPressed(desk.now, fresh_id(), promise.number, promise.promise_id) if promise else None
        case NoticeKind.CALL_LOST | NoticeKind.CALL_FAILED | NoticeKind.ANSWER_HERE if notice.target:
            return DialPressed(desk.now, fresh_id(), notice.target, notice.interaction_id)
        case NoticeKind.TEAM_CALL_BACK:
            return CallBackTaken(desk.now, notice.target, fresh_id())
        case NoticeKind.CONSULT_LEFT if notice.target in desk.calls:
            return HoldPressed(desk.now, notice.target, on=False)
        case NoticeKind.TEXT_CAME if notice.interaction_id in desk.interactions:
            return InteractionShown(desk.now, notice.interaction_id)
        case NoticeKind.SPOKEN_MUTED if notice.target in desk.calls and desk.calls[notice.target].muted:
            return MutePressed(desk.now, notice.target, on=False)
        case NoticeKind.QUIT_WITH_CALL:
            return QuitPressed(desk.now, sure=True)
        case NoticeKind.ENGINE_FAILED:
            return EngineWanted(desk.now)
        case NoticeKind.STORE_IN_MEMORY if notice.detail != "newer":
            return StoreWanted(desk.now)
        case _:
            return None


def _ending(detail: str) -> Ending | None:
    return Ending(detail) if detail in set(Ending) else None
