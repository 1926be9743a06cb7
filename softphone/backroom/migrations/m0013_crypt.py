"""Which rooms are encrypted, and the keys to read them by where the extra for it is installed."""

SQL = """
-- NULL: the homeserver was not asked yet. Once encrypted is encrypted for good.
ALTER TABLE matrix_rooms ADD COLUMN sealed INTEGER;

-- Of the one device: its account, its sessions with other devices and of rooms, and what is known of other devices.
CREATE TABLE matrix_keys (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
"""
