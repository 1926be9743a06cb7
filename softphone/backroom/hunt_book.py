"""Questions on their way, experts' standings and the catalogue of topics, in the store.

What keeps belongs into the caller's transaction; what reads needs none.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from softphone.backroom.cleaning import stamp
from softphone.backroom.database import Database
from softphone.backroom.journal import understood
from softphone.domain.catalogue import Topic
from softphone.domain.hunt import Hunt
from softphone.domain.standing import Standing

BACK_FOR = timedelta(days=14)  # as long as a conversation comes back
MOST_BACK = 60

_HUNT = msgspec.json.Decoder(Hunt)
_STANDING = msgspec.json.Decoder(Standing)
_TOPIC = msgspec.json.Decoder(Topic)


class HuntBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    def keep_hunt(self, hunt: Hunt) -> None:
        self._database.connection.execute(
            "INSERT OR REPLACE INTO hunts VALUES (?,?,?,?)",
            (hunt.hunt_id, hunt.interaction_id, stamp(hunt.began_at), msgspec.json.encode(hunt)),
        )

    def hunts(self, now: datetime) -> tuple[Hunt, ...]:
        """The last ones, the oldest first."""
        rows: Any = self._database.connection.execute(
            "SELECT body FROM hunts WHERE began_at > ? ORDER BY began_at DESC LIMIT ?",
            (stamp(now - BACK_FOR), MOST_BACK),
        )
        return understood(_HUNT.decode, rows)[::-1]

    def keep_standing(self, standing: Standing) -> None:
        self._database.connection.execute(
            "INSERT OR REPLACE INTO standings VALUES (?,?)", (standing.expert_id, msgspec.json.encode(standing))
        )

    def standings(self) -> tuple[Standing, ...]:
        return understood(_STANDING.decode, self._database.connection.execute("SELECT body FROM standings"))

    def keep_catalogue(self, topics: tuple[Topic, ...]) -> None:
        """Exactly these, in this order."""
        self._database.connection.execute("DELETE FROM topics")
        self._database.connection.executemany(
            "INSERT INTO topics VALUES (?,?)", ((place, msgspec.json.encode(t)) for place, t in enumerate(topics))
        )

    def catalogue(self) -> tuple[Topic, ...]:
        return understood(_TOPIC.decode, self._database.connection.execute("SELECT body FROM topics ORDER BY place"))
