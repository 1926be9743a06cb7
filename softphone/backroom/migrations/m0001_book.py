"""The customer book. Times are whole microseconds since 1970 in UTC, days are ISO dates, lists are JSON."""

WORDS = """
-- What a search finds: folded names, companies, e-mail addresses, ids of orders and cases.
CREATE VIRTUAL TABLE words USING fts5 (
    line, detail = none, prefix = '2 3 4 5 6', tokenize = "unicode61 remove_diacritics 2"
);
-- An erased customer leaves no word behind in the index (https://www.sqlite.org/fts5.html, secure-delete).
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
"""

SQL = (
    """
CREATE TABLE customers (
    customer INTEGER PRIMARY KEY,
    customer_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    company TEXT NOT NULL,
    role TEXT NOT NULL,
    tier TEXT NOT NULL,
    since INTEGER,
    languages TEXT NOT NULL,
    emails TEXT NOT NULL,
    address TEXT NOT NULL,
    must_see TEXT NOT NULL,
    support_needs TEXT NOT NULL,
    source TEXT NOT NULL,
    seen_at INTEGER
);
CREATE INDEX customers_seen ON customers (seen_at) WHERE seen_at IS NOT NULL;

-- number is E.164 where it could be read, else the digits as they came; tail is its last eight digits.
CREATE TABLE numbers (
    number TEXT NOT NULL,
    customer INTEGER NOT NULL REFERENCES customers (customer) ON DELETE CASCADE,
    tail TEXT NOT NULL,
    PRIMARY KEY (number, customer)
) WITHOUT ROWID;
CREATE INDEX numbers_customer ON numbers (customer);
CREATE INDEX numbers_tail ON numbers (tail);

CREATE TABLE orders (
    customer INTEGER NOT NULL REFERENCES customers (customer) ON DELETE CASCADE,
    order_id TEXT NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    promised_on TEXT,
    open INTEGER NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (customer, order_id)
) WITHOUT ROWID;

CREATE TABLE cases (
    customer INTEGER NOT NULL REFERENCES customers (customer) ON DELETE CASCADE,
    case_id TEXT NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    opened_on TEXT,
    open INTEGER NOT NULL,
    product TEXT NOT NULL,
    PRIMARY KEY (customer, case_id)
) WITHOUT ROWID;

-- One customer's contacts lie side by side, so a card reads a page or two of ten million.
CREATE TABLE contacts (
    customer INTEGER NOT NULL REFERENCES customers (customer) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    contact_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    status TEXT NOT NULL,
    inbound INTEGER NOT NULL,
    PRIMARY KEY (customer, at, contact_id)
) WITHOUT ROWID;
"""
    + WORDS
)
