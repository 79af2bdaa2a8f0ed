-- Where a delivery came from, by which rules it was derived, whether it is still to be used.

ALTER TABLE delivery ADD COLUMN provider TEXT NOT NULL DEFAULT 'aws';
ALTER TABLE delivery ADD COLUMN divided INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN source_id TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN export_name TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN assembly_id TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN delivered_at TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN keep TEXT NOT NULL DEFAULT 'copy';
ALTER TABLE delivery ADD COLUMN derived TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN ingest_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE delivery ADD COLUMN withdrawn_at TEXT NOT NULL DEFAULT '';

ALTER TABLE delivery_file ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery_file ADD COLUMN etag TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery_file ADD COLUMN version_id TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery_file ADD COLUMN modified_at TEXT NOT NULL DEFAULT '';

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
