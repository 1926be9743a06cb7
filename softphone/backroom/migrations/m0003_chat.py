"""The side chat: experts, conversations, messages, and each MESSAGE that left for one."""

SQL = """
CREATE TABLE experts (
    expert_id TEXT PRIMARY KEY,
    place INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE conversations (
    conversation_id TEXT PRIMARY KEY,
    interaction_id TEXT NOT NULL,
    user TEXT NOT NULL,
    active_at INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX conversations_interaction ON conversations (interaction_id);
CREATE INDEX conversations_user ON conversations (user, active_at);
CREATE INDEX conversations_active ON conversations (active_at);

-- conversation_id is NULL in the tray of replies that belong to no conversation we know.
CREATE TABLE messages (
    message_id TEXT PRIMARY KEY,
    conversation_id TEXT REFERENCES conversations (conversation_id) ON DELETE CASCADE,
    peer TEXT NOT NULL,
    at INTEGER NOT NULL,
    ours INTEGER NOT NULL,
    seen_here INTEGER NOT NULL,
    imdn_id TEXT NOT NULL,
    wants_seen INTEGER NOT NULL,
    receipts INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX messages_conversation ON messages (conversation_id, at);

-- The transport's position: a network id or another Aside's own id that stands here came before.
CREATE TABLE heard (
    sender TEXT NOT NULL,
    mark TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (sender, mark)
) WITHOUT ROWID;
CREATE INDEX heard_at ON heard (at);

-- One row a MESSAGE. part_id is what the engine is told; tries counts the times it left.
CREATE TABLE parts (
    part_id TEXT PRIMARY KEY,
    message_id TEXT NOT NULL REFERENCES messages (message_id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    imdn_id TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX parts_message ON parts (message_id, n);
CREATE INDEX parts_imdn ON parts (imdn_id) WHERE imdn_id <> '';
CREATE INDEX parts_unfinished ON parts (state) WHERE state IN ('kept', 'left');
"""
