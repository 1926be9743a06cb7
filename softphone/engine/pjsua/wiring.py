"""Who hears whom in PJSIP's conference bridge, and the files played into legs."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from typing import Any

import pjsua2 as pj

from softphone.domain.audio import EAR, MICROPHONE, REHEARSAL, Route, music_for, taped
from softphone.engine.pjsua.bridge import TalkPort, TapePort
from softphone.engine.pjsua.guard import guarded, reason_of, tried
from softphone.engine.ports import SAMPLE_RATE_HZ, Ears, FileEnded, News, Soothing, TapeSink

log = logging.getLogger("aside.engine")

TONE_MS = 120  # on and off; ITU-T Q.24 wants 40 at least, and a queue's menu is slow
_FILE = "file:"  # the source of a route that is a player
_CUSTOMER, _AGENT = "tape-customer:", "tape-agent:"  # sinks that are the two sides of a tape


class Player(pj.AudioMediaPlayer):  # type: ignore[misc]
    def __init__(self, ended: Callable[[], None]) -> None:
        super().__init__()
        self._ended = ended

    @guarded
    def onEof2(self) -> None:
        self._ended()


class Wiring:
    """`dialog_of` finds the call under a leg; what may not be destroyed in a callback goes to `dead`."""

    def __init__(
        self, ears: Ears, dialog_of: Callable[[str], Any], tell: Callable[[News], None], dead: list[Any]
    ) -> None:
        self._talk: TalkPort | None = TalkPort(ears)
        self._dialog_of = dialog_of
        self._tell = tell
        self._dead = dead
        self._players: dict[str, tuple[Player, str]] = {}
        self._music: dict[str, list[Player]] = {}  # by the name of the source; the first one plays
        self._tapes: dict[str, TapePort] = {}
        self._tones: dict[str, Any] = {}
        self._wanted: frozenset[Route] = frozenset()
        self._wired: set[Route] = set()

    def route(self, wanted: frozenset[Route]) -> None:
        self._wanted = wanted
        self._wire()

    def rewire(self, leg: str) -> None:
        """The media of a leg were made anew: what was connected to them may be gone."""
        for route in [r for r in self._wired if leg in (r.source, r.sink)]:
            self._connect(route, False)
            self._wired.discard(route)
        self._wire()

    def play(self, leg: str, path: str) -> None:
        self._stop_player(leg)
        if path:
            player = Player(lambda: self._file_ended(leg, path))
            if tried("play", leg, lambda: player.createPlayer(path, pj.PJMEDIA_FILE_NO_LOOP)):
                self._players[leg] = (player, path)
            else:
                self._tell(FileEnded(leg, path))
        self._wire()

    def soothe(self, leg: str, words: str, music: str) -> Soothing:
        name = music_for(leg)
        self._cut(name)
        self._dead += self._music.pop(name, [])
        first, last = Player(lambda: self._words_said(name)), Player(lambda: None)
        if not music or not tried("music", leg, lambda: last.createPlayer(music)):
            return Soothing()
        spoken = bool(words) and tried("words", leg, lambda: first.createPlayer(words, pj.PJMEDIA_FILE_NO_LOOP))
        self._music[name] = [first, last] if spoken else [last]
        self._wire()
        return Soothing(music=True, words=spoken)

    def rehearse(self, take: Callable[[bytes], None] | None) -> None:
        for route in [r for r in self._wired if r.sink == REHEARSAL]:
            self._connect(route, False)
            self._wired.discard(route)
        if old := self._tapes.pop(REHEARSAL, None):
            self._dead.append(old)
        if take is not None:
            self._tapes[REHEARSAL] = TapePort(REHEARSAL, take)
        self._wire()

    def record(self, leg: str, sink: TapeSink | None) -> None:
        if sink is not None:
            sides = {_CUSTOMER + leg: sink.customer, _AGENT + leg: sink.agent}
            self._tapes |= {name: TapePort(name, put) for name, put in sides.items()}
            self._wire()
        elif _AGENT + leg in self._tapes:
            ports = [self._tapes[name] for name in (_CUSTOMER + leg, _AGENT + leg)]
            for route in [r for r in self._wired if r.sink in (_CUSTOMER + leg, _AGENT + leg)]:
                self._connect(route, False)
                self._wired.discard(route)
            del self._tapes[_CUSTOMER + leg], self._tapes[_AGENT + leg]
            self._dead += ports

    def dial_tones(self, leg: str, digits: str) -> None:
        """Digits as sound, beside what the microphone says."""
        sink = self._media(leg)
        if sink is None:
            return
        if leg not in self._tones:
            tones = pj.ToneGenerator()
            if not tried("tones", leg, lambda: tones.createToneGenerator(SAMPLE_RATE_HZ, 1)):
                return
            self._tones[leg] = tones
        playing = pj.ToneDigitVector()
        for digit in digits:
            one = pj.ToneDigit()
            one.digit, one.on_msec, one.off_msec, one.volume = digit, TONE_MS, TONE_MS, 0
            playing.append(one)
        # Anew each time: after a hold the leg has another slot in the bridge.
        tried("tones", leg, lambda: self._tones[leg].startTransmit(sink))
        tried("tones", leg, lambda: self._tones[leg].playDigits(playing))

    def forget(self, leg: str) -> None:
        self._stop_player(leg)
        self.soothe(leg, "", "")
        self.record(leg, None)
        if leg in self._tones:
            self._dead.append(self._tones.pop(leg))
        self._wired = {route for route in self._wired if leg not in (route.source, route.sink)}

    def close(self) -> None:
        self._players.clear()
        self._music.clear()
        self._tones.clear()
        self._wired.clear()
        self._dead += [*self._tapes.values(), self._talk]
        self._tapes.clear()
        self._talk = None

    def _file_ended(self, leg: str, path: str) -> None:
        if self._players.get(leg, (None, ""))[1] == path:
            self._tell(FileEnded(leg, path))

    def _words_said(self, name: str) -> None:
        players = self._music.get(name, [])
        if len(players) > 1:
            self._cut(name)
            self._dead.append(players.pop(0))
            self._wire()

    def _cut(self, source: str) -> None:
        for route in [r for r in self._wired if r.source == source]:
            self._connect(route, False)
            self._wired.discard(route)

    def _stop_player(self, leg: str) -> None:
        if leg in self._players:
            route = Route(_FILE + leg, leg)
            self._connect(route, False)
            self._wired.discard(route)
            self._dead.append(self._players.pop(leg)[0])

    def _wire(self) -> None:
        """Make the bridge as it is wanted. A leg that plays a file does not hear the microphone."""
        wanted = {r for r in self._wanted if not (r.source == MICROPHONE and r.sink in self._players)}
        wanted |= {Route(_FILE + leg, leg) for leg in self._players}
        for leg in [name.removeprefix(_AGENT) for name in self._tapes if name.startswith(_AGENT)]:
            wanted |= taped(wanted, leg, _CUSTOMER + leg, _AGENT + leg)
        if self._talk is not None:
            self._talk.in_use = bool(self._wanted)
        for route in self._wired - wanted:
            self._connect(route, False)
            self._wired.discard(route)
        for route in wanted - self._wired:
            if self._connect(route, True):
                self._wired.add(route)

    def _connect(self, route: Route, on: bool) -> bool:
        source, sink = self._media(route.source), self._media(route.sink)
        if source is None or sink is None:
            return False
        try:
            (source.startTransmit if on else source.stopTransmit)(sink)
        except pj.Error as error:
            log.debug("route on=%s reason=%s", on, reason_of(error))
            return False
        return True

    def _media(self, name: str) -> Any:
        if name in (MICROPHONE, EAR):
            return self._talk
        if name in self._tapes:
            return self._tapes[name]
        if name in self._music:
            return self._music[name][0]
        if name.startswith(_FILE):
            player = self._players.get(name.removeprefix(_FILE))
            return player[0] if player else None
        call = self._dialog_of(name)
        if call is not None:
            with contextlib.suppress(pj.Error):
                return call.getAudioMedia(-1)
        return None
