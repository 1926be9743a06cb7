"""The pre-shift check to IT: one POST of JSON to the address of the settings, so of policy. Nobody is named in it.

    {"kind": "place" | "equipment", "aside": "1.2.3",
     "findings": [{"check": "microphone", "verdict": "failed", "why": "soft", "detail": "-51", "text": "…"}]}

`text` is English. Any answer below 300 counts as taken.
"""

from __future__ import annotations

from softphone import BUILD
from softphone.backroom.crm import CrmClient
from softphone.domain.checkup import Finding, sentence
from softphone.domain.place import nameless

SEND_S = 8.0


def body(equipment: bool, found: tuple[Finding, ...]) -> dict[str, object]:
    rows = [
        {"check": f.check, "verdict": f.verdict, "why": f.why, "detail": f.detail, "text": sentence(f, german=False)}
        for f in nameless(found)
    ]
    return {"kind": "equipment" if equipment else "place", "aside": BUILD, "findings": rows}


async def send(client: CrmClient, address: str, equipment: bool, found: tuple[Finding, ...]) -> bool:
    """Whether it was taken. What the world does is no error of ours."""
    import httpx

    try:
        async with client.stream("POST", address, json=body(equipment, found), timeout=SEND_S) as answer:
            return answer.status_code < 300
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return False
