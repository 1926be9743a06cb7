"""CPU in a call: G.722 both ways through real devices of a private sound server, speech coming in all the time.

The engine beside baresip, which has no window either; desk and engine together beside linphone-desktop. All are called
by the same socket and hear the same packets; the sound server's own work counts for nobody. A sample is SAMPLE_S long.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import psutil

from benchmarks.desk import probed_desk
from benchmarks.engine import private_home
from benchmarks.loop import Loop
from benchmarks.pbx import HOST, Pbx, a_pbx
from benchmarks.peers import baresip_with_ears
from benchmarks.rtp import FRAME_S, Voice, bad_line, spoken_to, taken_down
from benchmarks.speech import SAID, aside
from benchmarks.table import Row, share_of
from benchmarks.windows import Windows, linphone, processes_of, until_window
from tests.engine.sound_server import sound_server
from tests.screen import screen

SAMPLES, SAMPLE_S = 4, 5.0
SETTLE_S = 4.0
AGAINST_BARESIP, AGAINST_LINPHONE = 1.5, 0.7
UNIT = "% of a core"
LINPHONE = """[sip]
sip_port=-1
sip_tcp_port=0
sip_tls_port=0
default_proxy=0
[ui]
auto_answer=1
auto_answer_delay=0
[video]
enabled=0
display=0
capture=0
[proxy_0]
reg_proxy=<sip:{server};transport=udp>
reg_identity=sip:agent@{server}
reg_expires=600
reg_sendregister=1
[audio_codec_0]
mime=G722
rate=8000
channels=1
enabled=1
"""

Said = tuple[bytes, ...]
Family = Callable[[], list[psutil.Process]]


def measure() -> list[Row]:
    said = tuple(payload for sentence in taken_down(SAID) for payload in sentence)
    theirs = Row("cpu in a call", "baresip", _of_baresip(said), UNIT)
    whole_theirs = Row("cpu in a call", "linphone-desktop", _of_linphone(said), UNIT)
    ours, whole = _of_engine(said), _of_both(said)
    return [
        Row("cpu in a call", "aside engine", ours, UNIT, share_of(theirs, AGAINST_BARESIP)),
        theirs,
        Row("cpu in a call", "aside, both processes", whole, UNIT, share_of(whole_theirs, AGAINST_LINPHONE)),
        whole_theirs,
    ]


def _of_engine(said: Said) -> tuple[float, ...]:
    with sound_server() as server, a_pbx() as (loop, pbx), aside(loop, pbx, server) as engine:
        return _shares(loop, pbx, said, lambda: [engine])


def _of_baresip(said: Said) -> tuple[float, ...]:
    with sound_server() as server, a_pbx() as (loop, pbx), baresip_with_ears(loop, pbx, server) as phone:
        return _shares(loop, pbx, said, lambda: [phone]) if phone else ()


def _of_both(said: Said) -> tuple[float, ...]:
    with (
        sound_server() as server,
        a_pbx() as (loop, pbx),
        screen() as env,
        private_home() as home,
        probed_desk(loop, home, pbx, {**env, **server.environment}, ears=True),
    ):
        return _shares(loop, pbx, said, lambda: processes_of(home))


def _of_linphone(said: Said) -> tuple[float, ...]:
    with sound_server() as server, a_pbx() as (loop, pbx), screen() as env:
        windows = Windows(loop, env)
        settings = LINPHONE.format(server=f"{HOST}:{pbx.port}")
        with linphone({**env, **server.environment}, settings) as there:
            if there is None:
                return ()
            until_window(loop, windows, there[1], "linphone-desktop")
            loop.until(lambda: pbx.contact, "REGISTER of linphone-desktop")
            family = there[0].children(recursive=True)
            shares = _shares(loop, pbx, said, lambda: [each for each in family if each.name().startswith("linphone")])
        windows.close()
    return shares


def _shares(loop: Loop, pbx: Pbx, said: Said, family: Family) -> tuple[float, ...]:
    with bad_line() as line, spoken_to(loop, pbx, line) as (voice, _):
        _say(voice, said, SETTLE_S)
        measured = family()
        shares = []
        for _ in range(SAMPLES):
            before = _spent(measured)
            _say(voice, said, SAMPLE_S)
            shares.append(100 * (_spent(measured) - before) / SAMPLE_S)
    return tuple(shares)


def _say(voice: Voice, said: Said, seconds: float) -> None:
    voice.say(tuple(said[number % len(said)] for number in range(int(seconds / FRAME_S))))


def _spent(processes: list[psutil.Process]) -> float:
    """Seconds of CPU of all; one that ended counts no more."""
    spent = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            spent += times.user + times.system
    return spent
