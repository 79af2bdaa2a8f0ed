-- code: cost.jump
-- severity: info
-- threshold: 30 %, by how much a month may differ from the one before
-- meaning: A month that is over costs far more or less than the month before. The money is the
--   difference of the amortised costs.
SELECT
  current.current_id,
  current.payer_account_id AS subject,
  (SELECT COALESCE(SUM(day.amortised_cost), 0) FROM quality_day AS day
   WHERE day.current_id = current.current_id AND day.role = 'month_before'
     AND day.currency = current.currency) AS cost_before,
  (SELECT COALESCE(SUM(day.amortised_cost), 0) FROM quality_day AS day
   WHERE day.current_id = current.current_id AND day.role = 'current'
     AND day.currency = current.currency) AS cost_now
FROM quality_delivery AS current
JOIN quality_delivery AS before
  ON before.current_id = current.current_id AND before.role = 'month_before' AND before.has_days
WHERE current.role = 'current'
  AND current.has_days
  AND current.currency = before.currency
  AND current.written_at >= current.period_end
ORDER BY current.current_id
