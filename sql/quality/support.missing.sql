-- code: support.missing
-- severity: warning
-- threshold: 7 d, how long after the end of the month the fee may come
-- meaning: The support fee that was billed in the month before is not in this month, which is
--   over. The money is the fee of the month before.
SELECT
  before.current_id,
  MIN(delivery.payer_account_id) AS subject,
  SUM(before.unblended_cost) AS amount,
  before.currency
FROM quality_fee AS before
JOIN quality_delivery AS delivery
  ON delivery.current_id = before.current_id AND delivery.role = 'current'
WHERE before.role = 'month_before'
  AND before.service LIKE '%Support%'
  AND before.line_item_type = 'Fee'
  AND delivery.has_days
  AND delivery.period_end + INTERVAL '{threshold}' DAY <= {now}
  AND NOT EXISTS (
    SELECT 1
    FROM quality_fee AS current
    WHERE current.current_id = before.current_id AND current.role = 'current'
      AND current.service LIKE '%Support%' AND current.line_item_type = 'Fee')
GROUP BY before.current_id, before.currency
ORDER BY before.current_id
