-- The catalog: what was delivered, what was computed, what is in force. Money is text, exact.

CREATE TABLE delivery (
  delivery_id TEXT PRIMARY KEY,
  payer_account_id TEXT NOT NULL,
  period TEXT NOT NULL,
  version INTEGER NOT NULL,
  format TEXT NOT NULL,
  encoding TEXT NOT NULL,
  currency TEXT NOT NULL,
  rows INTEGER NOT NULL,
  quarantined_rows INTEGER NOT NULL,
  has_refunds INTEGER NOT NULL,
  unblended_cost TEXT NOT NULL,
  quarantined_cost TEXT NOT NULL,
  source TEXT NOT NULL,
  received_at TEXT NOT NULL,
  UNIQUE (payer_account_id, period, version)
) STRICT;

CREATE TABLE delivery_file (
  delivery_id TEXT NOT NULL REFERENCES delivery,
  ordinal INTEGER NOT NULL,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  kept TEXT NOT NULL,
  stored TEXT NOT NULL,
  rows INTEGER NOT NULL,
  PRIMARY KEY (delivery_id, ordinal)
) STRICT;

CREATE TABLE delivery_column (
  delivery_id TEXT NOT NULL REFERENCES delivery,
  file_ordinal INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  name TEXT NOT NULL,
  stored_name TEXT NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (delivery_id, file_ordinal, ordinal)
) STRICT;

CREATE TABLE run (
  run_id TEXT PRIMARY KEY,
  period TEXT NOT NULL,
  digest TEXT NOT NULL,
  computed_at TEXT NOT NULL
) STRICT;

CREATE TABLE run_delivery (
  run_id TEXT NOT NULL REFERENCES run,
  delivery_id TEXT NOT NULL REFERENCES delivery,
  PRIMARY KEY (run_id, delivery_id)
) STRICT;

-- An output of a stage is found again by its key: same key, same bytes.
CREATE TABLE run_stage (
  run_id TEXT NOT NULL REFERENCES run,
  ordinal INTEGER NOT NULL,
  stage TEXT NOT NULL,
  key TEXT NOT NULL,
  digest TEXT NOT NULL,
  rows INTEGER NOT NULL,
  amount TEXT NOT NULL,
  milliseconds INTEGER NOT NULL,
  reused INTEGER NOT NULL,
  PRIMARY KEY (run_id, stage)
) STRICT;
CREATE INDEX run_stage_by_key ON run_stage (stage, key);

-- The newest publication of a period is in force.
CREATE TABLE publication (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  period TEXT NOT NULL,
  run_id TEXT NOT NULL REFERENCES run,
  published_at TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  what TEXT NOT NULL,
  subject TEXT NOT NULL
) STRICT;
