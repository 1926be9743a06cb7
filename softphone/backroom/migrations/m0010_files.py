"""Pictures and files of the side chat. Nothing lies outside the encrypted store; erasing a message erases its file."""

SQL = """
-- file_id is that of its message, or of the message that it will be. `url` is where the homeserver has it; what has
-- none is still to go up, in its parts. `seal` is the key of one
-- that its sender's program encrypted, `small` a small picture of it.
CREATE TABLE files (
    file_id TEXT PRIMARY KEY,
    conversation_id TEXT REFERENCES conversations (conversation_id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    seal BLOB NOT NULL,
    small BLOB
);

CREATE TABLE file_parts (
    file_id TEXT NOT NULL REFERENCES files (file_id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    part BLOB NOT NULL,
    PRIMARY KEY (file_id, n)
);

CREATE TRIGGER files_go AFTER DELETE ON messages BEGIN
    DELETE FROM files WHERE file_id = old.message_id;
END;
"""
