-- code: usage.in_future
-- severity: error
-- meaning: Metered rows are of days after the one on which AWS wrote the delivery. Nobody can
--   have metered them. The money is their cost.
SELECT
  day.current_id,
  day.usage_account_id AS subject,
  SUM(day.metered) AS metered,
  MIN(day.day) AS first_day,
  MAX(day.day) AS last_day,
  MIN(delivery.written_at) AS written_at,
  SUM(day.metered_cost) AS amount,
  day.currency
FROM quality_day AS day
JOIN quality_delivery AS delivery
  ON delivery.current_id = day.current_id AND delivery.role = 'current'
WHERE day.role = 'current'
  AND day.metered > 0
  AND day.day > delivery.written_at
GROUP BY day.current_id, day.usage_account_id, day.currency
ORDER BY day.current_id, ABS(SUM(day.metered_cost)) DESC, day.usage_account_id
