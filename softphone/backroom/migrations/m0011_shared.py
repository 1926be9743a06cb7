"""What desks share through the homeserver: posts of the directory room, and questions that colleagues wait for."""

SQL = """
-- Ours and theirs, in the order they were met. `content` is the event's; ours are 'kept' until the homeserver has them.
CREATE TABLE matrix_posts (
    n INTEGER PRIMARY KEY,
    post_id TEXT NOT NULL UNIQUE,
    room TEXT NOT NULL,
    sender TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    content BLOB NOT NULL,
    state TEXT NOT NULL
);
CREATE INDEX matrix_posts_unsent ON matrix_posts (n) WHERE state = 'kept';
CREATE INDEX matrix_posts_kind ON matrix_posts (kind, at);

CREATE TABLE matrix_waiting (
    event_id TEXT PRIMARY KEY,
    root TEXT NOT NULL,
    room_id TEXT NOT NULL REFERENCES matrix_rooms (room_id) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    asker TEXT NOT NULL,
    peer TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    answered INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX matrix_waiting_root ON matrix_waiting (root);
"""
