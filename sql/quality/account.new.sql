-- code: account.new
-- severity: info
-- meaning: An account is on the bill that was not on it in the months before. The money is its
--   cost.
SELECT
  current.current_id,
  current.usage_account_id AS subject,
  MIN(current.day) AS first_day,
  SUM(current.amortised_cost) AS amount,
  current.currency
FROM quality_day AS current
WHERE current.role = 'current'
  AND EXISTS (
    SELECT 1
    FROM quality_delivery AS past
    WHERE past.current_id = current.current_id AND past.role = 'month_before' AND past.has_days)
  AND NOT EXISTS (
    SELECT 1
    FROM quality_day AS past
    WHERE past.current_id = current.current_id AND past.role IN ('month_before', 'older')
      AND past.usage_account_id = current.usage_account_id)
GROUP BY current.current_id, current.usage_account_id, current.currency
ORDER BY current.current_id, SUM(current.amortised_cost) DESC, current.usage_account_id
