-- code: delivery.missing
-- about: arrivals
-- severity: error
-- threshold: 48 h, how long after the start of a month the first delivery may come
-- meaning: A payer that delivered the month before has delivered nothing of the running month,
--   or a payer that a source must deliver has no delivery of it. Until the first delivery of a
--   month is due, the month before is asked for.
SELECT
  payer.payer_account_id,
  payer.payer_account_id AS subject,
  MAX(payer.source_id) AS source_id,
  MAX(arrival.period_start) AS last_period,
  asked.period_start
FROM (
  SELECT
    CASE WHEN CAST({month} AS TIMESTAMP) + INTERVAL '{threshold}' HOUR <= {now}
         THEN CAST({month} AS TIMESTAMP) ELSE CAST({month_before} AS TIMESTAMP) END AS period_start
) AS asked
CROSS JOIN (
  SELECT payer_account_id, source_id, CAST(NULL AS TIMESTAMP) AS delivered_to
  FROM quality_expected
  UNION
  SELECT payer_account_id, '' AS source_id, period_end AS delivered_to
  FROM quality_arrival
) AS payer
LEFT JOIN quality_arrival AS arrival ON arrival.payer_account_id = payer.payer_account_id
WHERE payer.delivered_to IS NULL OR payer.delivered_to = asked.period_start
GROUP BY payer.payer_account_id, asked.period_start
HAVING COUNT(CASE WHEN arrival.period_start >= asked.period_start THEN 1 END) = 0
ORDER BY payer.payer_account_id
