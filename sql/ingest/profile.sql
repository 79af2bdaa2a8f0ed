-- What was counted and summed about all rows, by what control totals are given for.
SELECT
  file,
  line_item_type,
  delivered_type,
  invoice_id,
  currency,
  quarantine,
  SUM(row_count) AS row_count,
  SUM(unblended_cost) AS unblended_cost,
  SUM(amortised_cost) AS amortised_cost,
  SUM(public_on_demand_cost) AS public_on_demand_cost,
  SUM(on_demand_value) AS on_demand_value,
  MIN(payer_account_id) AS first_payer,
  MAX(payer_account_id) AS last_payer,
  MIN(billing_period_start) AS first_period_start,
  MAX(billing_period_start) AS last_period_start,
  MAX(last_usage_start) AS last_usage_start
FROM examined
GROUP BY file, line_item_type, delivered_type, invoice_id, currency, quarantine
ORDER BY file, line_item_type, delivered_type, invoice_id, currency, quarantine
