-- code: delivery.missing
-- severity: error
-- threshold: 48 h, how long after the start of a month the first delivery may come
-- meaning: A payer that delivered the month before has delivered nothing of the running month,
--   or a payer that a source must deliver has no delivery of it.
SELECT
  payer.payer_account_id,
  payer.payer_account_id AS subject,
  MAX(payer.source_id) AS source_id,
  MAX(arrival.period_start) AS last_period,
  CAST({month} AS TIMESTAMP) AS period_start
FROM (
  SELECT payer_account_id, source_id FROM quality_expected
  UNION
  SELECT payer_account_id, '' AS source_id
  FROM quality_arrival
  WHERE period_start = {month_before}
) AS payer
LEFT JOIN quality_arrival AS arrival ON arrival.payer_account_id = payer.payer_account_id
WHERE CAST({month} AS TIMESTAMP) + INTERVAL '{threshold}' HOUR <= {now}
GROUP BY payer.payer_account_id
HAVING COUNT(CASE WHEN arrival.period_start = {month} THEN 1 END) = 0
ORDER BY payer.payer_account_id
