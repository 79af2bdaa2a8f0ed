-- code: account.vanished
-- severity: warning
-- threshold: 3 d, how many days of usage there must be before an account is missed
-- meaning: An account that was metered on each of the last seven days of the month before has no
--   row in this one: it was closed or moved, or its rows are missing. The money is its cost in
--   those seven days.
SELECT
  before.current_id,
  before.usage_account_id AS subject,
  MAX(before.day) AS last_day,
  SUM(before.metered_cost) AS amount,
  before.currency
FROM quality_day AS before
JOIN quality_delivery AS delivery
  ON delivery.current_id = before.current_id AND delivery.role = 'current'
WHERE before.role = 'month_before'
  AND before.metered > 0
  AND before.day >= delivery.period_start - INTERVAL '7' DAY
  AND before.day < delivery.period_start
  AND delivery.has_days
  AND delivery.newest_day >= delivery.period_start + INTERVAL '{threshold}' DAY
  AND NOT EXISTS (
    SELECT 1
    FROM quality_day AS current
    WHERE current.current_id = before.current_id AND current.role = 'current'
      AND current.usage_account_id = before.usage_account_id)
GROUP BY before.current_id, before.usage_account_id, before.currency
HAVING COUNT(DISTINCT before.day) = 7
ORDER BY before.current_id, SUM(before.metered_cost) DESC, before.usage_account_id
