-- code: invoice.incomplete
-- severity: warning
-- threshold: 10 d, how long after the end of the month rows may be without an invoice
-- meaning: The month is over and invoiced, and rows of it have no invoice yet: their cost may
--   still change. The money is theirs.
SELECT
  total.current_id,
  delivery.payer_account_id AS subject,
  SUM(total.rows - total.quarantined_rows) AS row_count,
  MIN(delivery.rows) - MIN(delivery.quarantined_rows) AS all_rows,
  MIN(delivery.written_at) AS written_at,
  SUM(total.unblended_cost) AS amount,
  total.currency
FROM quality_total AS total
JOIN quality_delivery AS delivery
  ON delivery.current_id = total.current_id AND delivery.role = 'current'
WHERE total.role = 'current'
  AND total.invoice_id = ''
  -- FOCUS had no invoice before 1.2, and a provider may leave it out.
  AND (delivery.format IN ('legacy_cur', 'cur_2.0')
    OR EXISTS (
      SELECT 1
      FROM quality_total AS invoiced
      WHERE invoiced.current_id = total.current_id AND invoiced.invoice_id <> ''))
  AND delivery.period_end + INTERVAL '{threshold}' DAY <= {now}
GROUP BY total.current_id, delivery.payer_account_id, total.currency
HAVING SUM(total.rows - total.quarantined_rows) > 0
ORDER BY total.current_id
