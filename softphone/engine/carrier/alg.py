"""What shows that a router on the way writes in SIP (an application layer gateway), as far as it can be seen from here.

A router that puts back on the way in what it changed on the way out is seen by nobody. A Contact that names where the
PBX sees us may be the PBX's own doing (it helps phones behind a router so), and is not held against anybody.
"""

from __future__ import annotations

from softphone.domain.line import Transport
from softphone.domain.sip_address import BadMessage, NameAddr, Uri, Via
from softphone.engine.carrier.flow import Place
from softphone.engine.carrier.surgery import COOKIE, MARK, Letter


def via_altered(answer: Letter, place: Place) -> bool:
    """The PBX sends our Via back as it came (RFC 3261 §8.2.6.2), and adds `received`."""
    vias = answer.values("via")
    if len(vias) < 2:
        return False
    via = Via.read(vias[0])
    return (via.host, via.port) != (place.sent_by, place.port) and via.branch.startswith(f"{COOKIE}{MARK}")


def contact_altered(answer: Letter, asked: Letter, place: Place) -> bool:
    """The PBX lists what is registered (RFC 3261 §10.3, 8): ours is not among it, and nothing at the place where it
    sees us."""
    if place.transport is Transport.TLS or answer.status // 100 != 2 or asked.value("expires").strip() == "0":
        return False
    ours, theirs = _contacts(asked), _contacts(answer)
    if not ours or not theirs or ours & theirs:
        return False
    via = Via.read(answer.values("via")[0])
    seen_at = via.param("received") or via.host
    return all(host != seen_at for _, host, _ in theirs)


def sound_altered(letter: Letter) -> bool:
    """The other side compares the addresses in our SDP with each other and says that they differ (RFC 8839 §5.5)."""
    return b"\r\na=ice-mismatch\r\n" in letter.body


def _contacts(letter: Letter) -> set[tuple[str, str, int | None]]:
    found = set()
    for value in letter.values("contact"):
        try:
            uri: Uri = NameAddr.read(value).uri
        except BadMessage:
            continue  # "*", or nonsense
        found.add((uri.name, uri.host.lower(), uri.port))
    return found
