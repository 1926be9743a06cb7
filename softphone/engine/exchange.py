"""The exchange: commands of the desk and news of the telephone in, events out. It owns the calls.

Deterministic: no thread, no timer, no clock of its own. `clock` must not jump (a monotonic one that starts at
the wall's time); `tick` is called every few milliseconds. Nothing here is kept on disk.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import assert_never

from softphone.domain.audio import Sound, SoundSetup
from softphone.domain.call import Call, IllegalSignal, Phase
from softphone.domain.mailbox import Mailbox
from softphone.domain.presence import Presence, own_reach
from softphone.domain.protocol import (
    Answer,
    Command,
    CommandFailed,
    Configure,
    Deflect,
    Dial,
    DigitHeard,
    EngineNotice,
    Event,
    FilePlayed,
    GiveBack,
    HangUp,
    MailboxChanged,
    Merge,
    PassOn,
    PauseAll,
    PauseRecording,
    Ping,
    PlayFile,
    PlayTone,
    Pong,
    PresenceChanged,
    Quit,
    Record,
    RunCode,
    SendComposing,
    SendCustomerText,
    SendDigits,
    SendMessage,
    SendReceipt,
    SetHold,
    SetMoment,
    SetMute,
    Snapshot,
    SoundChanged,
    Split,
    TakeBack,
    TellTrace,
    TestLine,
    TransferTo,
    Trouble,
    TryPlace,
    WatchPresence,
)
from softphone.engine.exchange_board import Board, NotPossible
from softphone.engine.exchange_calls import Switchboard
from softphone.engine.exchange_headset import HeadsetKeys
from softphone.engine.exchange_levels import Levels
from softphone.engine.exchange_line import MoreLines, Registrar
from softphone.engine.exchange_missed import Missed
from softphone.engine.exchange_place import Trial
from softphone.engine.exchange_quality import Listeners
from softphone.engine.exchange_recording import OpenRecorder, Taper
from softphone.engine.exchange_report import in_parts
from softphone.engine.exchange_texts import Postbox
from softphone.engine.ports import (
    Connected,
    Digit,
    Ears,
    FileEnded,
    Headsets,
    HoldChanged,
    LegEnded,
    News,
    Offered,
    Phone,
    PresenceArrived,
    Reachable,
    RecordAnswered,
    Registration,
    RelayRefused,
    RingsBack,
    SipAltered,
    StrangerCame,
    SummaryArrived,
    TextAnswered,
    TextArrived,
    TransferStep,
    TurnedAway,
)

log = logging.getLogger("aside.engine")

WARN_EVERY = timedelta(minutes=5)  # it is told, not counted, to the agent
QUIT_DEADLINE_S = 2.0  # for BYE and un-registration; a dead PBX does not keep us
MAX_WATCHED = 60


class Exchange:
    """`emit` gets every event, from within `command`, `tick` and `set_controls`."""

    def __init__(
        self,
        phone: Phone,
        ears: Ears,
        emit: Callable[[Event], None],
        clock: Callable[[], datetime],
        jitter: Callable[[], float] = random.random,
        open_recorder: OpenRecorder | None = None,
        headsets: Headsets | None = None,
    ) -> None:
        self._phone = phone
        self._ears = ears
        self._listener = emit
        self._clock = clock
        self._board = Board(phone, ears, self._emit, clock)
        self._switchboard = Switchboard(self._board)
        self._keys = HeadsetKeys(self._board, self._switchboard, headsets)
        self._listeners = Listeners(self._board)
        self._trial = Trial(self._board)
        self._taper = Taper(self._board, open_recorder)
        self._registrar = Registrar(phone, self._emit, clock, jitter)
        self._more = MoreLines(lambda name: Registrar(phone, self._emit, clock, jitter, name))
        self._postbox = Postbox(phone, self._emit, clock)
        self._sound = Sound()
        self._mailbox: Mailbox | None = None
        self._setup = SoundSetup()
        self._configured = False
        self._watched: tuple[str, ...] = ()
        self._published = Presence()
        self._levels = Levels(ears, self._emit)
        self._quit_at: datetime | None = None
        self._warned_at: dict[Trouble, datetime] = {}
        self._missed = Missed()
        phone.start(self._news)
        ears.start(self._sound_changed)

    @property
    def calls(self) -> Mapping[str, Call]:
        """The live ones, by call_id."""
        return self._board.calls

    @property
    def steady(self) -> bool:
        """All who are here talk, and nothing is asked of anybody: what comes next may be a tenth of a second late."""
        talking = all(call.phase is Phase.TALKING and not call.recording.running for call in self.calls.values())
        return talking and not self._board.closing and not self._registrar.asks_soon(self._clock())

    @property
    def finished(self) -> bool:
        """Quit was asked for and nothing is left to wait for: the process may `close` and exit."""
        if self._quit_at is None:
            return False
        waited = self._clock() >= self._quit_at + timedelta(seconds=QUIT_DEADLINE_S)
        return waited or (not self._board.legs and not (self._registrar.leaving or self._more.leaving))

    def command(self, command: Command) -> None:
        """Do it, or answer with CommandFailed. Never raises for what the desk may ask."""
        try:
            self._do(command)
        except (NotPossible, IllegalSignal) as refusal:
            call_id = str(getattr(command, "call_id", ""))
            name = type(command).__name__
            log.info("command failed call=%s command=%s reason=%s", call_id, name, refusal)
            self._emit(CommandFailed(self._clock(), call_id, name, str(refusal)))

    def tick(self) -> None:
        """Poll the telephone, then everything that waits for a time."""
        self._phone.tick()
        now = self._clock()
        for part in (
            self._switchboard, self._keys, self._taper, self._trial, self._listeners, self._registrar, self._more,
            self._postbox,
        ):  # fmt: skip
            part.tick(now)
        self._levels.tick(now, heard=self._board.heard)
        self._publish()

    def snapshot(self) -> Snapshot:
        """All there is; ended calls of late included, for a desk that was away when they ended."""
        return Snapshot(
            at=self._clock(),
            calls=(*self._board.ended, *self._board.calls.values()),
            line=self._registrar.line,
            sound=self._sound,
            gate=self._board.gate,
            focus=self._board.focus,
            configured=self._configured,
            more=self._more.lines,
            mailbox=self._mailbox,
            buttons=self._keys.buttons,
        )

    def replay(self) -> tuple[Event, ...]:
        """Texts, receipts and outcomes that came of late, for a new desk: it drops by id what it has."""
        return self._missed.kept

    def set_controls(self, on: bool) -> None:
        """False while nobody can press Mute: the microphone goes nowhere."""
        self._switchboard.set_controls(on)

    def set_deserted(self, on: bool) -> None:
        """True while there is no desk to take a customer's call: they are refused as in a break."""
        self._board.customers_refused = on

    def network_changed(self, *, slept: bool = False) -> None:
        """Addresses or routes are others, or the computer `slept`, or we were stopped: the line is asked for anew."""
        self._phone.network_changed(slept=slept)
        self._registrar.refresh()
        self._more.refresh()

    def end_orphaned(self) -> None:
        """End the calls, or give them back, as the gate says: nobody will be there again."""
        self._switchboard.end_orphaned()

    def close(self) -> None:
        self._taper.close()
        self._keys.stop()
        self._phone.stop()
        self._ears.stop()

    def _do(self, command: Command) -> None:
        calls = self._switchboard
        match command:
            case Configure():
                self._configure(command)
            case RunCode():
                calls.codes.run(command)
            case Record():
                self._taper.record(command)
            case PauseRecording():
                self._taper.pause(command)
            case PauseAll():
                self._taper.pause_all(command)
            case (
                Dial() | Answer() | GiveBack() | Deflect() | HangUp() | SetHold() | SetMute() | SetMoment()
                | SendDigits() | TransferTo() | PassOn() | Merge() | Split()
            ):  # fmt: skip
                calls.do(command)
            case TakeBack():
                calls.take_back(command.call)
                self._taper.taken_back(command.call.call_id)
            case PlayFile():
                calls.require_talking(command.call_id)
                self._phone.play(command.call_id, command.path)
            case SendCustomerText():
                self._postbox.send_to_customer(command)
            case SendMessage():
                self._postbox.send(command)
            case SendComposing():
                self._postbox.send_composing(command)
            case SendReceipt():
                self._missed.forget(command.imdn_id)
                self._postbox.send_receipt(command)
            case WatchPresence():
                self._watch(command.uris)
            case PlayTone():
                self._board.audible.play_tone(command.name)
            case TryPlace():
                self._trial.begin(command)
            case TestLine():
                self._registrar.try_line(command.line)
            case TellTrace():
                for part in in_parts(self._clock(), self._phone.report()):
                    self._emit(part)
            case Quit():
                self._quit(command.with_calls)
            case Ping():
                self._emit(Pong(command.n))
            case _:
                assert_never(command)

    def _news(self, news: News) -> None:
        """What the telephone tells. A signal our tables do not name is the peer's error: dropped and logged."""
        try:
            self._hear(news)
        except IllegalSignal as error:
            log.warning("news dropped kind=%s reason=%s", type(news).__name__, error)

    def _hear(self, news: News) -> None:
        calls = self._switchboard
        match news:
            case (
                Offered() | RingsBack() | Connected() | HoldChanged() | TransferStep() | LegEnded() | TurnedAway()
            ):  # fmt: skip
                if not self._trial.hears(news):
                    calls.hear(news)
            case Digit():
                self._taper.digit(news.leg)
                if news.leg in self.calls:
                    self._emit(DigitHeard(self._clock(), news.leg, news.digit))
            case RecordAnswered():
                self._taper.answered(news)
            case FileEnded():
                if not self._trial.hears(news):
                    self._emit(FilePlayed(news.leg, news.path))
            case Registration():
                self._answered(news)
            case Reachable():
                self._of(news.line).reachable(news)
            case SummaryArrived():
                self._mail(news)
            case StrangerCame():
                self._warn(Trouble.STRANGER)
            case RelayRefused():
                self._warn(Trouble.RELAY_REFUSED)
            case SipAltered():
                self._warn(Trouble.SOUND_ALTERED if news.sound else Trouble.SIP_ALTERED)
            case TextArrived():
                self._postbox.arrived(news)
            case TextAnswered():
                self._postbox.answered(news)
            case PresenceArrived():
                if news.uri in self._watched:
                    self._emit(PresenceChanged(self._clock(), news.uri, news.presence))
            case _:
                assert_never(news)

    def _answered(self, news: Registration) -> None:
        tested = self._registrar.tested if news.test else None
        (self._registrar if news.test else self._of(news.line)).answered(news)
        if tested is not None and 200 <= news.code < 300:
            self._registrar.tested_beside(tested)
            self._more.tested_beside(tested)

    def _mail(self, news: SummaryArrived) -> None:
        if news.mailbox != self._mailbox:
            self._mailbox = news.mailbox
            self._emit(MailboxChanged(self._clock(), news.mailbox))

    def _warn(self, trouble: Trouble) -> None:
        now = self._clock()
        if trouble not in self._warned_at or now >= self._warned_at[trouble] + WARN_EVERY:
            self._warned_at[trouble] = now
            self._emit(EngineNotice(now, trouble))

    def _configure(self, command: Configure) -> None:
        """Idempotent: what did not change is left alone. A new line waits until no call is live."""
        calls = self._board
        calls.gate = command.gate
        self._taper.configure(command.recording)
        self._phone.use_nat(command.nat)
        if command.sound != self._setup or not self._configured:
            self._setup = command.sound
            calls.audible.setup = command.sound
            self._ears.configure(command.sound)
            self._keys.use(command.sound.headset_buttons, self._sound.ear)
        self._configured = True
        line = command.line if command.password_known else self._registrar.kept(command.line)
        if line is not None:
            calls.own_user = line.user
            self._postbox.own_uri = line.uri
        if line != self._registrar.setup and self._registrar.setup is not None and calls.calls:
            raise NotPossible("the line cannot be changed during a call")
        self._registrar.configure(line, command.gate.register)
        if not self._more.configure(command.more, command.gate.register, busy=bool(calls.calls)):
            raise NotPossible("a line cannot be changed during a call")
        self._switchboard.set_focus(command.focus)

    def _of(self, name: str) -> Registrar:
        return self._more.get(name) or self._registrar

    def _watch(self, uris: tuple[str, ...]) -> None:
        self._watched = tuple(dict.fromkeys(uris))[:MAX_WATCHED]
        self._phone.watch(self._watched)

    def _quit(self, with_calls: bool) -> None:
        if self._board.calls and not with_calls:
            raise NotPossible("a call is up")
        for call_id in list(self._board.calls):
            self._switchboard.hang_up(call_id)
        self._quit_at = self._clock()
        self._registrar.leave()
        self._more.leave()

    def _sound_changed(self, sound: Sound) -> None:
        if sound != self._sound:
            self._sound = sound
            self._emit(SoundChanged(self._clock(), sound))

    def _publish(self) -> None:
        """Our own presence for those who watch us, when it changed."""
        gate = self._board.gate
        presence = Presence(own_reach(gate, bool(self._board.calls)), note=gate.note)
        if self._configured and presence != self._published:
            self._published = presence
            self._phone.publish(presence)

    def _emit(self, event: Event) -> None:
        self._missed.see(event)
        self._listener(event)
