"""Texts of customers and to them: a table of their own, apart from the side chat's."""

SQL = """
CREATE TABLE texts (
    text_id TEXT PRIMARY KEY,
    interaction_id TEXT NOT NULL,
    number TEXT NOT NULL,
    address TEXT NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX texts_interaction ON texts (interaction_id, at);
CREATE INDEX texts_number ON texts (number, at);
"""
