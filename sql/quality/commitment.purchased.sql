-- code: commitment.purchased
-- severity: info
-- meaning: A Savings Plan or reservation was paid upfront in the month. The money is what AWS
--   bills for it now, and what is spread over its term.
SELECT
  current_id,
  usage_account_id,
  service,
  line_item_type,
  SUM(rows) AS row_count,
  MIN(first_day) AS first_day,
  SUM(upfront_cost) AS amount,
  currency
FROM quality_fee
WHERE role = 'current' AND upfront_cost <> 0
GROUP BY current_id, usage_account_id, service, line_item_type, currency
ORDER BY current_id, SUM(upfront_cost) DESC, usage_account_id, service
