"""Answers that stay, with the words they are found by; and what departments were told.

`answer_terms` counts in how many answers a word stands and turns it round, so that the end of a compound is a
beginning; `answer_slips` has each word with each of its letters left out (the symmetric deletes of SymSpell): two words
one slip apart share one.
"""

SQL = """
CREATE TABLE answers (
    answer INTEGER PRIMARY KEY,
    answer_id TEXT NOT NULL UNIQUE,
    valid_until TEXT NOT NULL,
    kept_at INTEGER NOT NULL,
    owner TEXT NOT NULL,
    solved INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX answers_kept ON answers (kept_at);
CREATE INDEX answers_valid ON answers (valid_until);
CREATE INDEX answers_solved ON answers (owner, solved, minutes) WHERE solved > 0;

CREATE VIRTUAL TABLE answer_words USING fts5 (
    question, text, content = '', contentless_delete = 1, tokenize = 'ascii'
);
INSERT INTO answer_words (answer_words, rank) VALUES ('secure-delete', 1);

CREATE TABLE answer_terms (
    term TEXT PRIMARY KEY,
    turned TEXT NOT NULL,
    answers INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX answer_terms_turned ON answer_terms (turned, answers);

CREATE TABLE answer_slips (
    slip TEXT NOT NULL,
    term TEXT NOT NULL,
    PRIMARY KEY (slip, term)
) WITHOUT ROWID;

CREATE TABLE feedback (
    feedback_id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    department TEXT NOT NULL,
    topic TEXT NOT NULL,
    same TEXT NOT NULL,
    body BLOB NOT NULL,
    sending TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    refused_why TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX feedback_waiting ON feedback (attempts, at) WHERE sending = 'waiting';
CREATE INDEX feedback_same ON feedback (department, topic, same);
"""
