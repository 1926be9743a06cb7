"""The audit trail of the side chat. Nothing of what was said; `who` is a mark, `name` is empty unless policy names."""

SQL = """
CREATE TABLE audit (
    line INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    name TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX audit_at ON audit (at);

-- One row: what the marks are made with.
CREATE TABLE audit_secret (secret BLOB NOT NULL);
"""
