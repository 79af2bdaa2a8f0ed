-- The reports that the newest look at each source refused.
CREATE TABLE refusal (
  source_id TEXT NOT NULL,
  report TEXT NOT NULL,            -- its manifest or first file
  code TEXT NOT NULL,              -- of the finding that says why
  message TEXT NOT NULL,
  payer_account_id TEXT NOT NULL,  -- empty: not known
  period TEXT NOT NULL             -- likewise
) STRICT;
