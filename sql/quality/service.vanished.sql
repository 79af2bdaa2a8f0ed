-- code: service.vanished
-- severity: warning
-- threshold: 3 d, how many days of usage there must be before a service is missed
-- meaning: A service that was metered on each of the last seven days of the month before has no
--   row in this one, though its accounts have: nobody uses it any more, or its rows are missing.
--   The money is its cost in those seven days.
SELECT
  before.current_id,
  before.service AS subject,
  COUNT(DISTINCT before.usage_account_id) AS accounts,
  MIN(before.usage_account_id) AS account,
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
  AND EXISTS (
    SELECT 1
    FROM quality_day AS current
    WHERE current.current_id = before.current_id AND current.role = 'current'
      AND current.usage_account_id = before.usage_account_id)
  AND NOT EXISTS (
    SELECT 1
    FROM quality_day AS current
    WHERE current.current_id = before.current_id AND current.role = 'current'
      AND current.service = before.service)
GROUP BY before.current_id, before.service, before.currency
HAVING COUNT(DISTINCT before.day) = 7
ORDER BY before.current_id, SUM(before.metered_cost) DESC, before.service
