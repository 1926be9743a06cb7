"""Questions on their way, what experts' answers have been like, and the catalogue of topics."""

SQL = """
CREATE TABLE hunts (
    hunt_id TEXT PRIMARY KEY,
    interaction_id TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX hunts_interaction ON hunts (interaction_id);
CREATE INDEX hunts_began ON hunts (began_at);

CREATE TABLE standings (
    expert_id TEXT PRIMARY KEY,
    body BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE topics (
    place INTEGER PRIMARY KEY,
    body BLOB NOT NULL
);
"""
