-- Where a delivery came from, by which rules it was derived, whether it is still to be used.

ALTER TABLE delivery ADD COLUMN provider TEXT NOT NULL DEFAULT 'aws';
ALTER TABLE delivery ADD COLUMN divided INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN source_id TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN export_name TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN assembly_id TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN delivered_at TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN keep TEXT NOT NULL DEFAULT 'copy';
ALTER TABLE delivery ADD COLUMN derived TEXT NOT NULL DEFAULT '';  -- the derivation in force
ALTER TABLE delivery ADD COLUMN withdrawn_at TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN pruned_at TEXT NOT NULL DEFAULT '';

ALTER TABLE delivery_file ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery_file ADD COLUMN etag TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery_file ADD COLUMN version_id TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery_file ADD COLUMN modified_at TEXT NOT NULL DEFAULT '';

-- What Billwright derived from a delivery's files: by the rules of the day when it was taken in, and
-- once more whenever other rules gave another result. A run reads one derivation, for ever.
CREATE TABLE derivation (
  delivery_id TEXT NOT NULL REFERENCES delivery,
  name TEXT NOT NULL,            -- its subfolder: empty, '2', '3', …
  digest TEXT NOT NULL,          -- of what was derived; empty: by a program that took none
  ingest_version INTEGER NOT NULL,
  format TEXT NOT NULL,
  currency TEXT NOT NULL,
  rows INTEGER NOT NULL,
  quarantined_rows INTEGER NOT NULL,
  has_refunds INTEGER NOT NULL,
  unblended_cost TEXT NOT NULL,
  quarantined_cost TEXT NOT NULL,
  derived_at TEXT NOT NULL,
  pruned_at TEXT NOT NULL,       -- empty: its folder is there
  PRIMARY KEY (delivery_id, name)
) STRICT;

CREATE TABLE derivation_file (
  delivery_id TEXT NOT NULL,
  derivation TEXT NOT NULL,
  ordinal INTEGER NOT NULL,      -- of the delivery's file
  stored TEXT NOT NULL,
  stored_digest TEXT NOT NULL,   -- empty: not known, or that of the file as delivered
  rows INTEGER NOT NULL,
  PRIMARY KEY (delivery_id, derivation, ordinal),
  FOREIGN KEY (delivery_id, derivation) REFERENCES derivation
) STRICT;

CREATE TABLE derivation_column (
  delivery_id TEXT NOT NULL,
  derivation TEXT NOT NULL,
  file_ordinal INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  name TEXT NOT NULL,
  stored_name TEXT NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (delivery_id, derivation, file_ordinal, ordinal),
  FOREIGN KEY (delivery_id, derivation) REFERENCES derivation
) STRICT;

INSERT INTO derivation
SELECT delivery_id, '', '', 1, format, currency, rows, quarantined_rows, has_refunds,
       unblended_cost, quarantined_cost, received_at, ''
FROM delivery;
INSERT INTO derivation_file SELECT delivery_id, '', ordinal, stored, '', rows FROM delivery_file;
INSERT INTO derivation_column
SELECT delivery_id, '', file_ordinal, ordinal, name, stored_name, type FROM delivery_column;

DROP TABLE delivery_column;
ALTER TABLE delivery_file DROP COLUMN stored;
ALTER TABLE delivery_file DROP COLUMN rows;
ALTER TABLE delivery DROP COLUMN format;
ALTER TABLE delivery DROP COLUMN currency;
ALTER TABLE delivery DROP COLUMN rows;
ALTER TABLE delivery DROP COLUMN quarantined_rows;
ALTER TABLE delivery DROP COLUMN has_refunds;
ALTER TABLE delivery DROP COLUMN unblended_cost;
ALTER TABLE delivery DROP COLUMN quarantined_cost;

ALTER TABLE run_delivery ADD COLUMN derivation TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN pruned_at TEXT NOT NULL DEFAULT '';

-- The newest look at each source: freshness is told from it.
CREATE TABLE poll (
  source_id TEXT PRIMARY KEY,
  polled_at TEXT NOT NULL,
  succeeded_at TEXT NOT NULL,  -- the newest that worked; empty: none has
  message TEXT NOT NULL        -- why the newest failed; empty: it did not
) STRICT;

-- What was told to somebody already: once per finding and receiver.
CREATE TABLE notification (
  fingerprint TEXT NOT NULL,
  receiver TEXT NOT NULL,
  notified_at TEXT NOT NULL,  -- empty: not delivered yet
  attempts INTEGER NOT NULL,
  PRIMARY KEY (fingerprint, receiver)
) STRICT;
