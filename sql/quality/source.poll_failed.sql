-- code: source.poll_failed
-- about: arrivals
-- severity: error
-- meaning: The last time that a source was looked at, it could not be read, or nobody has looked at
--   it yet.
SELECT
  '' AS payer_account_id,
  source_id AS subject,
  polled_at,
  succeeded_at,
  error
FROM quality_poll
WHERE error <> '' OR polled_at = ''
ORDER BY source_id
