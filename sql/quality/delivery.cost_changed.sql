-- code: delivery.cost_changed
-- severity: warning
-- threshold: 5 %, by how much the cost of the settled days may change
-- meaning: The cost of days that were settled in the version before, those up to two days before
--   its newest usage, is another one now. The money is the difference.
SELECT
  settled.current_id,
  settled.subject,
  settled.last_day,
  SUM(CASE WHEN day.role = 'before' THEN day.unblended_cost ELSE 0 END) AS cost_before,
  SUM(CASE WHEN day.role = 'current' THEN day.unblended_cost ELSE 0 END) AS cost_now,
  day.currency
FROM (
  SELECT
    current_id,
    payer_account_id AS subject,
    CASE WHEN written_at >= period_end THEN newest_day
         ELSE newest_day - INTERVAL '2' DAY END AS last_day
  FROM quality_delivery
  WHERE role = 'before' AND has_days
) AS settled
JOIN quality_day AS day
  ON day.current_id = settled.current_id AND day.role IN ('current', 'before')
  AND day.day <= settled.last_day
GROUP BY settled.current_id, settled.subject, settled.last_day, day.currency
ORDER BY settled.current_id, day.currency
