-- code: usage.hole
-- severity: error
-- threshold: 24 h, how long the payer was metered every hour before
-- meaning: There are hours, between the first and the last metered one, in which no account of
--   the payer was metered at all, though some were in every hour of the day before and after. Rows
--   are missing. The money is what as many hours cost the day before.
SELECT
  day.current_id,
  '' AS usage_account_id,
  '' AS service,
  delivery.currency,
  day.day,
  bitwise_or_agg(day.hours) AS hours,
  SUM(CASE WHEN day.currency = delivery.currency THEN day.metered_cost ELSE 0 END) AS cost
FROM quality_day AS day
JOIN quality_delivery AS delivery
  ON delivery.current_id = day.current_id AND delivery.role = 'current'
WHERE day.role = 'current' AND day.metered > 0
GROUP BY day.current_id, delivery.currency, day.day
ORDER BY day.current_id, day.day
