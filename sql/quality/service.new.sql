-- code: service.new
-- severity: info
-- meaning: A service costs something that no account of the payer used in the months before. The
--   money is its cost.
SELECT
  current.current_id,
  current.service AS subject,
  COUNT(DISTINCT current.usage_account_id) AS accounts,
  MIN(current.usage_account_id) AS account,
  MIN(current.day) AS first_day,
  SUM(current.amortised_cost) AS amount,
  current.currency
FROM quality_day AS current
WHERE current.role = 'current'
  AND current.metered > 0
  AND EXISTS (
    SELECT 1
    FROM quality_delivery AS past
    WHERE past.current_id = current.current_id AND past.role = 'month_before' AND past.has_days)
  AND NOT EXISTS (
    SELECT 1
    FROM quality_day AS past
    WHERE past.current_id = current.current_id AND past.role IN ('month_before', 'older')
      AND past.service = current.service)
GROUP BY current.current_id, current.service, current.currency
HAVING SUM(current.amortised_cost) <> 0
ORDER BY current.current_id, SUM(current.amortised_cost) DESC, current.service
