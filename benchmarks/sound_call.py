"""One end of a call for `benchmarks/sound.py`: PJSIP and the engine's own ears, in a process of its own.

Run as `python benchmarks/sound_call.py NAME PORT MICROPHONE EAR SECONDS [CALL]`; prints its figures as one line of
JSON. It will speak through the engine when the engine can be asked for a single call.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import sys
import time
from typing import Any

import pjsua2 as pj

from softphone.domain.audio import Sound, SoundSetup
from softphone.engine.sound import open_ears

FRAME_BYTES = 640
WARM_S = 2.0  # before CPU time counts: start-up is not the call


class ByteVector(ctypes.Structure):
    """std::vector<unsigned char> as both libstdc++ and libc++ lay it out."""

    _fields_ = (("begin", ctypes.c_void_p), ("end", ctypes.c_void_p), ("capacity", ctypes.c_void_p))


class Port(pj.AudioMediaPort):  # type: ignore[misc]
    def __init__(self, ears: Any) -> None:
        super().__init__()
        self.ears = ears

    def onFrameRequested(self, frame: Any) -> None:
        frame.type = pj.PJMEDIA_FRAME_TYPE_AUDIO
        samples = self.ears.get_microphone()
        buffer = frame.buf
        if buffer.size() != FRAME_BYTES:
            buffer.resize(FRAME_BYTES)
        ctypes.memmove(ByteVector.from_address(int(buffer.this)).begin, samples, FRAME_BYTES)

    def onFrameReceived(self, frame: Any) -> None:
        buffer = frame.buf
        if frame.type == pj.PJMEDIA_FRAME_TYPE_AUDIO and buffer.size() >= FRAME_BYTES:
            self.ears.put_ear(ctypes.string_at(ByteVector.from_address(int(buffer.this)).begin, FRAME_BYTES))


class Call(pj.Call):  # type: ignore[misc]
    port: Port

    def onCallMediaState(self, _prm: Any) -> None:
        for media in self.getInfo().media:
            if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status == pj.PJSUA_CALL_MEDIA_ACTIVE:
                audio = self.getAudioMedia(media.index)
                self.port.startTransmit(audio)
                audio.startTransmit(self.port)


class Account(pj.Account):  # type: ignore[misc]
    port: Port
    call: Call | None = None

    def onIncomingCall(self, prm: Any) -> None:
        self.call = Call(self, prm.callId)
        self.call.port = self.port
        answer = pj.CallOpParam()
        answer.statusCode = 200
        self.call.answer(answer)


def main() -> None:
    name, port, microphone, ear, seconds, *call = sys.argv[1:]
    gc.disable()
    endpoint = pj.Endpoint()
    endpoint.libCreate()
    endpoint.libInit(_config())
    transport = pj.TransportConfig()
    transport.port, transport.boundAddress = int(port), "127.0.0.1"
    endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
    endpoint.audDevManager().setNullDev()
    endpoint.libStart()
    for codec in endpoint.codecEnum2():
        endpoint.codecSetPriority(codec.codecId, 255 if "G722" in codec.codecId else 0)
    ears = open_ears()
    states: list[Sound] = []
    ears.start(states.append)
    ears.configure(SoundSetup(microphone=microphone, ear=ear))
    ears.open_call(True)
    wire = Port(ears)
    layout = pj.MediaFormatAudio()
    layout.init(pj.PJMEDIA_FORMAT_PCM, 16000, 1, 20000, 16)
    wire.createPort("agent", layout)
    account = Account()
    account.port = wire
    setup = pj.AccountConfig()
    setup.idUri = f"sip:{name}@127.0.0.1:{port}"
    setup.mediaConfig.transportConfig.boundAddress = "127.0.0.1"
    account.create(setup)
    if call:
        account.call = Call(account)
        account.call.port = wire
        account.call.makeCall(f"sip:peer@127.0.0.1:{call[0]}", pj.CallOpParam(True))
    print("ready", flush=True)
    begun = time.monotonic()
    warm: tuple[float, float] | None = None
    while time.monotonic() < begun + float(seconds):
        endpoint.libHandleEvents(10)
        if warm is None and time.monotonic() > begun + WARM_S:
            warm = (time.monotonic(), _cpu_s())
    assert warm is not None
    figures = {
        "cpu_percent": 100 * (_cpu_s() - warm[1]) / (time.monotonic() - warm[0]),
        "state": states[-1].state if states else "",
        "microphone_underruns": ears.microphone.ring.underruns,  # type: ignore[attr-defined]
        "ear_underruns": ears.ear.ring.underruns,  # type: ignore[attr-defined]
        "margins_ms": [ears.microphone.ring.margin / 16, ears.ear.ring.margin / 16],  # type: ignore[attr-defined]
        "drained_ms": [ears.microphone.ring.drained / 16, ears.ear.ring.drained / 16],  # type: ignore[attr-defined]
    }
    if account.call is not None:
        buffer = account.call.getStreamStat(0).jbuf
        figures["jitter_buffer_ms"] = [buffer.minDelayMsec, buffer.avgDelayMsec, buffer.maxDelayMsec]
        figures["lost"] = buffer.lost
    print(json.dumps(figures), flush=True)
    ears.stop()
    os._exit(0)  # a measuring process: PJSIP's orderly end is the engine's business


def _config() -> Any:
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0
    config.uaConfig.mainThreadOnly = True
    config.logConfig.level = config.logConfig.consoleLevel = 1
    config.medConfig.noVad = True
    config.medConfig.clockRate = 16000
    config.medConfig.audioFramePtime = 20
    config.medConfig.ecTailLen = 0
    return config


def _cpu_s() -> float:
    spent = os.times()
    return spent.user + spent.system


if __name__ == "__main__":
    main()
