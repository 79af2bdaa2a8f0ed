-- code: refund.received
-- severity: info
-- meaning: Money was given back. The money is the refund.
SELECT
  current_id,
  usage_account_id,
  service,
  SUM(rows) AS row_count,
  MIN(first_day) AS first_day,
  SUM(unblended_cost) AS amount,
  currency
FROM quality_fee
WHERE role = 'current' AND line_item_type = 'Refund'
GROUP BY current_id, usage_account_id, service, currency
ORDER BY current_id, SUM(unblended_cost), usage_account_id, service
