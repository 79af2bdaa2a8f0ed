-- code: discount.vanished
-- severity: warning
-- threshold: 3 d, how many days of usage there must be before a discount is missed
-- meaning: A kind of discount that was in the month before is not in this one: an agreement may
--   have ended, or its rows are missing. The money is the discount of the month before.
SELECT
  before.current_id,
  before.line_item_type AS subject,
  SUM(before.rows) AS row_count,
  SUM(before.unblended_cost) AS amount,
  before.currency
FROM quality_fee AS before
JOIN quality_delivery AS delivery
  ON delivery.current_id = before.current_id AND delivery.role = 'current'
WHERE before.role = 'month_before'
  AND before.line_item_type LIKE '%Discount'
  AND delivery.has_days
  AND delivery.newest_day >= delivery.period_start + INTERVAL '{threshold}' DAY
  AND NOT EXISTS (
    SELECT 1
    FROM quality_fee AS current
    WHERE current.current_id = before.current_id AND current.role = 'current'
      AND current.line_item_type = before.line_item_type)
GROUP BY before.current_id, before.line_item_type, before.currency
ORDER BY before.current_id, before.line_item_type
