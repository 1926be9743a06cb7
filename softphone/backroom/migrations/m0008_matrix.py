"""The side chat over Matrix. The token is in the key store; all that belongs together with a message stands here."""

SQL = """
-- The one log-in. `since` is the sync's position: it moves in the transaction that keeps what came.
CREATE TABLE matrix_account (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    name TEXT NOT NULL,
    server TEXT NOT NULL,
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    since TEXT NOT NULL
);

-- What a room is for is said by its key: topic:…, person:… or talk:….
CREATE TABLE matrix_rooms (
    room_id TEXT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    used_at INTEGER NOT NULL,
    numbers INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE matrix_members (
    room_id TEXT NOT NULL REFERENCES matrix_rooms (room_id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    PRIMARY KEY (room_id, user_id)
) WITHOUT ROWID;

-- A conversation is a thread: its root, and the last of it for clients that know replies alone.
CREATE TABLE matrix_talks (
    conversation_id TEXT PRIMARY KEY REFERENCES conversations (conversation_id) ON DELETE CASCADE,
    room_id TEXT NOT NULL REFERENCES matrix_rooms (room_id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    root TEXT NOT NULL,
    last TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX matrix_talks_root ON matrix_talks (root);
CREATE INDEX matrix_talks_room ON matrix_talks (room_id, number);

-- In the order they were asked. `content` stands from the first try on: the same id goes with the same words. The
-- homeserver knows an id for the device it came from, and for a day.
CREATE TABLE matrix_outbox (
    n INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE REFERENCES messages (message_id) ON DELETE CASCADE,
    conversation_id TEXT NOT NULL,
    peer TEXT NOT NULL,
    state TEXT NOT NULL,
    content BLOB,
    device_id TEXT NOT NULL,
    left_at INTEGER
);
CREATE INDEX matrix_outbox_unsent ON matrix_outbox (n) WHERE state IN ('kept', 'left');

-- What was seen of the network, in the order it came: nothing is taken in twice.
CREATE TABLE matrix_events (
    n INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    room_id TEXT NOT NULL,
    conversation_id TEXT REFERENCES conversations (conversation_id) ON DELETE CASCADE,
    message_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    thread TEXT NOT NULL,
    ours INTEGER NOT NULL,
    reaction TEXT NOT NULL
);
CREATE INDEX matrix_events_room ON matrix_events (room_id, n);
CREATE INDEX matrix_events_message ON matrix_events (message_id);
CREATE INDEX matrix_events_conversation ON matrix_events (conversation_id);
"""
