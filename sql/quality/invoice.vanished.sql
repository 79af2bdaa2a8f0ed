-- code: invoice.vanished
-- severity: warning
-- meaning: An invoice of the version before is not in this one. The money is what was on it.
SELECT
  before.current_id,
  before.invoice_id AS subject,
  SUM(before.rows) AS row_count,
  SUM(before.unblended_cost) AS amount,
  before.currency
FROM quality_total AS before
WHERE before.role = 'before'
  AND before.invoice_id <> ''
  AND NOT EXISTS (
    SELECT 1
    FROM quality_total AS current
    WHERE current.current_id = before.current_id AND current.role = 'current'
      AND current.invoice_id = before.invoice_id)
GROUP BY before.current_id, before.invoice_id, before.currency
ORDER BY before.current_id, before.invoice_id
