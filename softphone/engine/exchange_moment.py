"""The agent is away from a call for a moment: it hears music, and nothing of the agent. See domain/moment.py."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain.call import Call, Hold, Phase
from softphone.domain.moment import NO_MUSIC, OUR_WORDS, Moment
from softphone.domain.protocol import EngineNotice, SetMoment, Trouble
from softphone.engine.exchange_board import Board, NotPossible
from softphone.host.paths import resource

OUR_MUSIC = "sounds/moment.wav"


class Moments:
    def __init__(self, board: Board) -> None:
        self._board = board

    def switch(self, command: SetMoment) -> None:
        call = self._board.get(command.call_id)
        if command.on:
            self._begin(call, command)
        elif call.moment is not None:
            self._end(call)

    def again(self, call: Call) -> None:
        """A new engine has the call now, or it is off hold: what was heard is heard anew."""
        if call.moment is not None and call.phase is Phase.TALKING:
            self._soothe(call.call_id, "", call.moment.music)

    def _begin(self, call: Call, command: SetMoment) -> None:
        if call.phase is not Phase.TALKING or call.joined or call.hold is not Hold.NONE:
            raise NotPossible("away for a moment: only from one that is spoken with")
        if call.moment is None:
            away = replace(call, moment=Moment(self._board.clock(), command.music))
            self._board.calls[call.call_id] = away
            self._board.settle()  # the microphone leaves it before anything else is done
            self._board.change(away)
            self._soothe(call.call_id, command.words, command.music)
            self._board.settle()

    def _end(self, call: Call) -> None:
        held = self._board.forget_moment(call.call_id)
        self._board.hold_others(call.call_id)
        self._board.focus = call.call_id
        if held:
            self._board.hold(call.call_id, False)
        self._board.settle()

    def _soothe(self, call_id: str, words: str, music: str) -> None:
        """Where the music cannot be played the PBX plays its own; what was asked for and cannot be is told."""
        file = "" if music == NO_MUSIC else music or str(resource(OUR_MUSIC))
        spoken = str(resource(f"sounds/moment-{words}.wav")) if words in OUR_WORDS else words
        plays = self._board.phone.soothe(call_id, spoken, file)
        if file and not plays.music:
            self._board.emit(EngineNotice(self._board.clock(), Trouble.MUSIC_UNPLAYABLE, call_id))
        elif words and plays.music and not plays.words:
            self._board.emit(EngineNotice(self._board.clock(), Trouble.WORDS_UNPLAYABLE, call_id))
        if not plays.music:
            self._board.hold(call_id, True)
