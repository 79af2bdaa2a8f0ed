-- Everything that is counted and summed about all rows of a delivery, in one scan.
SELECT
  file,
  line_item_type,
  invoice_id,
  currency,
  quarantine,
  COUNT(*) AS row_count,
  SUM(unblended_cost) AS unblended_cost,
  SUM(amortised_cost) AS amortised_cost,
  SUM(public_on_demand_cost) AS public_on_demand_cost,
  SUM(on_demand_value) AS on_demand_value,
  MIN(payer_account_id) AS first_payer,
  MAX(payer_account_id) AS last_payer,
  COUNT(billing_period_start) AS rows_with_period,
  MIN(billing_period_start) AS first_period_start,
  MAX(billing_period_start) AS last_period_start,
  MAX(usage_start) AS last_usage_start
FROM ({line_item}) AS line_item
GROUP BY file, line_item_type, invoice_id, currency, quarantine
ORDER BY file, line_item_type, invoice_id, currency, quarantine
