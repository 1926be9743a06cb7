"""Corrections of what was sent, and what is taken back, on their way to the homeserver, in the order they were made."""

SQL = """
-- `before` is the message as it was: where the homeserver would not have the change, it is that again.
CREATE TABLE matrix_changes (
    n INTEGER PRIMARY KEY,
    change_id TEXT NOT NULL UNIQUE,
    message_id TEXT NOT NULL REFERENCES messages (message_id) ON DELETE CASCADE,
    before BLOB NOT NULL
);
"""
