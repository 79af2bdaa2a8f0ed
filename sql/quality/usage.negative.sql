-- code: usage.negative
-- severity: warning
-- meaning: Metered rows have a negative amount or cost. Credits, refunds and discounts are rows
--   of their own, so usage never is. FOCUS corrections do not count. The money is the cost of
--   those rows.
SELECT
  current_id,
  usage_account_id,
  service,
  SUM(negative_rows) AS negative_rows,
  MIN(day) AS first_day,
  SUM(negative_cost) AS amount,
  currency
FROM quality_day
WHERE role = 'current' AND negative_rows > 0
GROUP BY current_id, usage_account_id, service, currency
ORDER BY current_id, SUM(negative_cost), usage_account_id, service
