-- code: invoice.restated
-- severity: error
-- meaning: Rows with an invoice are final, and the cost of some is another one than in
--   the version before. Rows that were added to an invoice do not count. The money is the
--   difference.
SELECT
  before.current_id,
  before.invoice_id AS subject,
  COUNT(*) AS days,
  MIN(before.day) AS first_day,
  MAX(before.usage_account_id) AS account,
  COUNT(DISTINCT before.usage_account_id) AS accounts,
  SUM(before.cost) AS cost_before,
  SUM(COALESCE(current.cost, 0)) AS cost_now,
  SUM(COALESCE(current.cost, 0) - before.cost) AS amount,
  before.currency
FROM (
  SELECT current_id, usage_account_id, service, invoice_id, currency, day,
    SUM(rows) AS row_count, SUM(unblended_cost) AS cost
  FROM quality_day
  WHERE role = 'before' AND invoice_id <> ''
  GROUP BY current_id, usage_account_id, service, invoice_id, currency, day
) AS before
LEFT JOIN (
  SELECT current_id, usage_account_id, service, invoice_id, currency, day,
    SUM(rows) AS row_count, SUM(unblended_cost) AS cost
  FROM quality_day
  WHERE role = 'current' AND invoice_id <> ''
  GROUP BY current_id, usage_account_id, service, invoice_id, currency, day
) AS current
  ON current.current_id = before.current_id AND current.usage_account_id = before.usage_account_id
  AND current.service = before.service AND current.invoice_id = before.invoice_id
  AND current.currency = before.currency AND current.day = before.day
WHERE COALESCE(current.cost, 0) <> before.cost
  AND COALESCE(current.row_count, 0) <= before.row_count
  AND EXISTS (
    SELECT 1
    FROM quality_total AS total
    WHERE total.current_id = before.current_id AND total.role = 'current'
      AND total.invoice_id = before.invoice_id)
GROUP BY before.current_id, before.invoice_id, before.currency
ORDER BY before.current_id, before.invoice_id
