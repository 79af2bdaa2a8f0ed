-- code: fee.vanished
-- severity: info
-- threshold: 3 d, how many days of usage there must be before a fee is missed
-- meaning: Fees of reservations or Savings Plans, or taxes, were in the month before and are not
--   in this one: the commitments may have ended. The money is theirs in the month before.
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
  AND before.line_item_type IN ('RIFee', 'SavingsPlanRecurringFee', 'Tax')
  AND delivery.has_days
  AND delivery.newest_day >= delivery.period_start + INTERVAL '{threshold}' DAY
  AND (before.line_item_type <> 'Tax' OR delivery.written_at >= delivery.period_end)
  AND NOT EXISTS (
    SELECT 1
    FROM quality_fee AS current
    WHERE current.current_id = before.current_id AND current.role = 'current'
      AND current.line_item_type = before.line_item_type)
GROUP BY before.current_id, before.line_item_type, before.currency
ORDER BY before.current_id, before.line_item_type
