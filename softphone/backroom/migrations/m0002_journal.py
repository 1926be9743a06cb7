"""What the agent did and wrote. An interaction's row is its outbox row too: `sending` says how far it is.

`body` is the domain's own value as JSON, so that a field more needs no step here; columns are what is asked for.
"""

SQL = """
CREATE TABLE interactions (
    interaction_id TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL,
    number TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    customer_name TEXT NOT NULL,
    open INTEGER NOT NULL,
    body BLOB NOT NULL,
    sending TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    refused_why TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX interactions_open ON interactions (started_at) WHERE open;
CREATE INDEX interactions_started ON interactions (started_at);
CREATE INDEX interactions_number ON interactions (number);
CREATE INDEX interactions_waiting ON interactions (started_at) WHERE sending = 'waiting';

CREATE TABLE history (
    interaction_id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    number TEXT NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX history_at ON history (at);
CREATE INDEX history_number ON history (number);

CREATE TABLE promises (
    promise_id TEXT PRIMARY KEY,
    due_at INTEGER NOT NULL,
    number TEXT NOT NULL,
    done INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX promises_due ON promises (due_at) WHERE NOT done;

-- Single values by name: the agent's own state.
CREATE TABLE keepsakes (
    name TEXT PRIMARY KEY,
    body BLOB NOT NULL
) WITHOUT ROWID;
"""
