-- code: delivery.rows_changed
-- severity: warning
-- threshold: 20 %, by how much the number of rows of the settled days may change
-- meaning: Days that were settled in the version before have far more or fewer rows now: they
--   may be there twice, or not all. The money is the difference of their cost.
SELECT
  settled.current_id,
  settled.subject,
  settled.last_day,
  SUM(CASE WHEN day.role = 'before' THEN day.rows ELSE 0 END) AS rows_before,
  SUM(CASE WHEN day.role = 'current' THEN day.rows ELSE 0 END) AS rows_now,
  SUM(CASE WHEN day.currency <> settled.currency THEN 0
           WHEN day.role = 'current' THEN day.unblended_cost
           ELSE -day.unblended_cost END) AS amount,
  settled.currency
FROM (
  SELECT
    current_id,
    payer_account_id AS subject,
    currency,
    CASE WHEN written_at >= period_end THEN newest_day
         ELSE newest_day - INTERVAL '2' DAY END AS last_day
  FROM quality_delivery
  WHERE role = 'before' AND has_days
) AS settled
JOIN quality_day AS day
  ON day.current_id = settled.current_id AND day.role IN ('current', 'before')
  AND day.day <= settled.last_day
GROUP BY settled.current_id, settled.subject, settled.currency, settled.last_day
ORDER BY settled.current_id
