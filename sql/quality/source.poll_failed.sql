-- code: source.poll_failed
-- about: arrivals
-- severity: error
-- meaning: The last time that a source was looked at, it could not be read.
SELECT
  '' AS payer_account_id,
  source_id AS subject,
  polled_at,
  succeeded_at,
  error
FROM quality_poll
WHERE error <> ''
ORDER BY source_id
