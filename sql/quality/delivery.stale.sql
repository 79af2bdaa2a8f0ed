-- code: delivery.stale
-- about: arrivals
-- severity: error
-- threshold: 36 h, how old the newest delivery of the running month may be
-- meaning: The newest delivery of a payer is old, and its month is not over, or was not two days
--   ago: one is written at least every day.
SELECT
  payer_account_id,
  payer_account_id AS subject,
  provider,
  period_start,
  newest.delivery_id,
  written_at
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY payer_account_id ORDER BY period_start DESC,
    version DESC) AS place
  FROM quality_arrival
) AS newest
WHERE place = 1
  AND period_start <= {now} AND period_end + INTERVAL '48' HOUR > {now}
  AND written_at + INTERVAL '{threshold}' HOUR <= {now}
ORDER BY payer_account_id
