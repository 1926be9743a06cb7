"""What PJSIP counts of the sound of a call."""

from __future__ import annotations

from typing import Any

import pjsua2 as pj

from softphone.domain.quality import Count

LIVING = (pj.PJSUA_CALL_MEDIA_ACTIVE, pj.PJSUA_CALL_MEDIA_LOCAL_HOLD, pj.PJSUA_CALL_MEDIA_REMOTE_HOLD)


def count_of(call: Any) -> Count | None:
    """Of the first sound of the call; None while it has none."""
    try:
        info = call.getInfo()  # held: the media point into it
        for index, media in enumerate(info.media):
            if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status in LIVING:
                stat = call.getStreamStat(index)
                stream = call.getStreamInfo(index)  # held, too
                codec = stream.audCodecParam.info
                frame_ms = codec.frameLen / max(1, codec.frameLenDenum)  # a packet has one or more
                rtcp = stat.rtcp
                return Count(
                    sent=int(rtcp.txStat.pkt),
                    received=int(rtcp.rxStat.pkt),
                    lost=int(rtcp.rxStat.loss),
                    jitter_ms=rtcp.rxStat.jitterUsec.last / 1000,
                    lost_there=int(rtcp.txStat.loss),
                    reports=int(rtcp.txStat.updateCount),
                    buffer_ms=stat.jbuf.burst * frame_ms,  # what it lets wait now, as unevenly as packets come
                    held_ms=stat.jbuf.size * frame_ms,
                    # PJMEDIA takes no more than three times the mean so far: a line that turns slow shows it slowly.
                    round_trip_ms=rtcp.rttUsec.last / 1000,
                )
    except pj.Error:
        return None  # its stream is being made anew
    return None
