-- code: usage.outside_period
-- severity: warning
-- meaning: Metered rows are dated outside the month that they are billed in. Fees legitimately
--   are; usage is not. The money is the cost of those rows.
SELECT
  day.current_id,
  day.usage_account_id AS subject,
  SUM(day.metered) AS metered,
  MIN(day.day) AS first_day,
  MAX(day.day) AS last_day,
  MIN(delivery.period_start) AS period_start,
  SUM(day.metered_cost) AS amount,
  day.currency
FROM quality_day AS day
JOIN quality_delivery AS delivery
  ON delivery.current_id = day.current_id AND delivery.role = 'current'
WHERE day.role = 'current'
  AND day.metered > 0
  AND (day.day < delivery.period_start OR day.day >= delivery.period_end)
GROUP BY day.current_id, day.usage_account_id, day.currency
ORDER BY day.current_id, ABS(SUM(day.metered_cost)) DESC, day.usage_account_id
