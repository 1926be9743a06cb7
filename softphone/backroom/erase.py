"""Erasing people: from every table, the search index, the freed pages and the write-ahead log.

Rows go inside one transaction (`secure_delete` zeroes what they stood in, the index forgets by its own
secure-delete); then `Database.erase_traces` empties the log. What was put aside as unreadable is not touched.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import apsw

from softphone.backroom.cleaning import stamp
from softphone.backroom.directories import rows
from softphone.backroom.journal import user_of
from softphone.backroom.migrations.m0001_book import WORDS
from softphone.domain.phone import DialRules, customer_key

# Everything that hangs on an interaction; messages and their parts go with their conversation.
_BY_INTERACTION = (
    "DELETE FROM hunts WHERE interaction_id = ?",
    "DELETE FROM texts WHERE interaction_id = ?",
    "DELETE FROM conversations WHERE interaction_id = ?",
    "DELETE FROM promises WHERE promise_id = ?",
    "DELETE FROM history WHERE interaction_id = ?",
    "DELETE FROM interactions WHERE interaction_id = ?",
)
ALL_TABLES = (
    "hunts", "texts", "parts", "messages", "conversations", "heard", "promises", "history", "interactions",
    "contacts", "cases", "orders", "numbers", "customers",
)  # fmt: skip


def forget_number(connection: apsw.Connection, number: str, rules: DialRules | None = None) -> int:
    """How many records went: customers with this number (E.164, or what there is), and all that was done with it or
    them. What was done stands under the number as the PBX wrote it: `rules` say which of those are the same."""
    erased = 0
    customer_ids = []
    found: list[Any] = connection.execute(
        "SELECT c.customer, c.customer_id FROM numbers AS n JOIN customers AS c USING (customer) WHERE n.number = ?",
        (number,),
    ).fetchall()
    for row, customer_id in found:
        customer_ids.append(customer_id)
        rows.delete(connection, row)
        erased += 1
    interactions: set[Any] = set()
    for table, key in (("interactions", "interaction_id"), ("history", "interaction_id"), ("promises", "promise_id")):
        for written in _written(connection, table, number, rules):
            done = connection.execute(f"SELECT {key} FROM {table} WHERE number = ?", (written,))
            interactions |= {each for (each,) in done}
    erased += _forget_texts(connection, number, rules)
    for customer_id in customer_ids:
        interactions |= {
            i
            for (i,) in connection.execute(
                "SELECT interaction_id FROM interactions WHERE customer_id = ?", (customer_id,)
            )
        }
    for interaction_id in interactions:
        erase_interaction(connection, str(interaction_id))
    return erased + len(interactions)


def _written(connection: apsw.Connection, table: str, number: str, rules: DialRules | None) -> list[str]:
    """The ways this number stands in that table."""
    every: list[Any] = connection.execute(f"SELECT DISTINCT number FROM {table}").fetchall()
    return [each for (each,) in every if each == number or customer_key(each, rules) == number]


def _forget_texts(connection: apsw.Connection, number: str, rules: DialRules | None) -> int:
    """What this number wrote and nobody has opened yet."""
    peers: list[Any] = connection.execute("SELECT DISTINCT peer FROM messages WHERE conversation_id IS NULL").fetchall()
    theirs = [peer for (peer,) in peers if customer_key(user_of(peer), rules) == number]
    gone = 0
    for peer in theirs:
        connection.execute("DELETE FROM messages WHERE conversation_id IS NULL AND peer = ?", (peer,))
        gone += connection.changes()
        connection.execute("DELETE FROM heard WHERE sender = ?", (user_of(peer),))
    return gone


def erase_interaction(connection: apsw.Connection, interaction_id: str) -> None:
    """With its line in the timeline of the customer it was about."""
    connection.execute(
        "DELETE FROM contacts WHERE contact_id = ?1 AND customer = (SELECT c.customer FROM customers AS c"
        " JOIN interactions AS i USING (customer_id) WHERE i.interaction_id = ?1)",
        (interaction_id,),
    )
    for statement in _BY_INTERACTION:
        connection.execute(statement, (interaction_id,))


def wipe_seen(connection: apsw.Connection, before: datetime) -> int:
    """Copies of the CRM's customers last seen before then, and what was done before then. A promise that is not
    kept yet, a wrap-up that is not sent yet and an open interaction stay until they are."""
    at = stamp(before)
    seen: list[Any] = connection.execute(
        "SELECT customer FROM customers WHERE seen_at IS NOT NULL AND seen_at < ?", (at,)
    ).fetchall()
    for (row,) in seen:
        rows.delete(connection, row)
    old = connection.execute(
        "SELECT interaction_id FROM interactions WHERE started_at < ? AND NOT open AND sending IS NOT 'waiting'"
        " AND interaction_id NOT IN (SELECT promise_id FROM promises WHERE NOT done)"
        " AND interaction_id NOT IN (SELECT interaction_id FROM conversations WHERE active_at >= ?)",
        (at, at),
    ).fetchall()
    for (interaction_id,) in old:
        erase_interaction(connection, str(interaction_id))
    connection.execute("DELETE FROM history WHERE at < ?", (at,))
    connection.execute("DELETE FROM promises WHERE due_at < ? AND done", (at,))
    connection.execute("DELETE FROM messages WHERE conversation_id IS NULL AND at < ?", (at,))
    connection.execute("DELETE FROM heard WHERE at < ?", (at,))
    connection.execute("DELETE FROM hunts WHERE began_at < ?", (at,))
    return len(seen) + len(old)


def wipe_all(connection: apsw.Connection) -> int:
    """Everybody, and everything done. Experts and the agent's own state stay."""
    customers: int = connection.execute("SELECT count(*) FROM customers").get
    interactions: int = connection.execute("SELECT count(*) FROM interactions").get
    for table in ALL_TABLES:
        connection.execute(f"DELETE FROM {table}")
    # Row by row a million words would take a minute.
    connection.execute("DROP TABLE words")
    connection.execute(WORDS)
    return customers + interactions
