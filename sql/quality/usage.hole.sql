-- code: usage.hole
-- severity: error
-- threshold: 24 h, how long the payer was metered every hour before
-- meaning: There are hours, between the first and the last metered one, in which no account of
--   the payer was metered at all, though some were in every hour of the day before and after. Rows
--   are missing. The money is what as many hours cost the day before.
SELECT
  current_id,
  '' AS usage_account_id,
  '' AS service,
  day,
  bitwise_or_agg(hours) AS hours,
  SUM(metered_cost) AS cost,
  MIN(currency) AS currency
FROM quality_day
WHERE role = 'current' AND metered > 0
GROUP BY current_id, day
ORDER BY current_id, day
