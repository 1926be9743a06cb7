"""Programs of the benchmark `matrix` in processes of their own, by what stands first on their line.

`reader SERVER USER`: another client; says `TIME TEXT` as each message comes to it. `nio SERVER USER PEER`: a sender on
matrix-nio (run by the Python that has it); for each line on its input says `TIME TEXT` and then sends it, in a thread
and with a mention as Aside does: that is most of the homeserver's work. Times are the system's monotonic clock in ms.
"""

import asyncio
import json
import sys
import time
import urllib.parse
import urllib.request


def say(text: str) -> None:
    sys.stdout.write(f"{time.monotonic() * 1000:.3f} {text}\n")
    sys.stdout.flush()


def read(server: str, user: str) -> None:
    """With the standard library alone: nothing but the homeserver's answer is waited for."""
    login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": user}, "password": "pw"}
    token = _ask(server, "v3/login", login)["access_token"]
    since = ""
    while True:
        told = _ask(server, f"v3/sync?timeout={20_000 if since else 0}{since and f'&since={since}'}", token=token)
        first, since = not since, told["next_batch"]
        for room_id in told.get("rooms", {}).get("invite", {}):
            _ask(server, f"v3/join/{urllib.parse.quote(room_id)}", {}, token)
        for room in told.get("rooms", {}).get("join", {}).values():
            for event in room["timeline"]["events"]:
                if event["type"] == "m.room.message":
                    say(str(event["content"].get("body", "")).rpartition(": ")[2])
        if first:
            say("ready")


def _ask(server: str, path: str, body: object = None, token: str = "") -> dict:  # type: ignore[type-arg]
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{server}/_matrix/client/{path}", content)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=40) as answer:
        found: dict = json.load(answer)  # type: ignore[type-arg]
    return found


async def send(server: str, user: str, peer: str) -> None:
    """As its own examples do it: log in, sync for ever, `room_send`."""
    from nio import AsyncClient, RoomPreset

    client = AsyncClient(server, user)
    await client.login("pw")
    room = await client.room_create(preset=RoomPreset.private_chat, invite=[peer])
    syncing = asyncio.create_task(client.sync_forever(timeout=20_000, full_state=True))
    await client.synced.wait()
    say("ready")
    root = ""
    while line := await asyncio.to_thread(sys.stdin.readline):
        text = line.strip()
        content: dict = {"msgtype": "m.text", "body": text, "m.mentions": {"user_ids": [peer]}}  # type: ignore[type-arg]
        if root:
            content["m.relates_to"] = {"rel_type": "m.thread", "event_id": root, "is_falling_back": True,
                                       "m.in_reply_to": {"event_id": root}}  # fmt: skip
        say(text)
        sent = await client.room_send(room.room_id, "m.room.message", content)
        root = root or sent.event_id
    syncing.cancel()
    await client.close()


if __name__ == "__main__":
    what, *words = sys.argv[1:]
    if what == "reader":
        read(*words)
    else:
        asyncio.run(send(*words))
