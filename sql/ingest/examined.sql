-- Everything that is counted and summed about all rows of a delivery, in one scan: by account,
-- service and day. What is asked of it (profile.sql, delivery_days.sql, delivery_fees.sql,
-- service_names.sql) adds its rows up.
CREATE OR REPLACE TEMP TABLE examined AS
SELECT
  file,
  line_item_type,
  delivered_type,
  invoice_id,
  currency,
  quarantine,
  usage_account_id,
  service,
  CAST(usage_start AS DATE) AS usage_day,
  COUNT(*) AS row_count,
  SUM(unblended_cost) AS unblended_cost,
  SUM(amortised_cost) AS amortised_cost,
  SUM(public_on_demand_cost) AS public_on_demand_cost,
  SUM(on_demand_value) AS on_demand_value,
  MIN(payer_account_id) AS first_payer,
  MAX(payer_account_id) AS last_payer,
  MIN(provider) AS provider,
  COUNT(billing_period_start) AS rows_with_period,
  MIN(billing_period_start) AS first_period_start,
  MAX(billing_period_start) AS last_period_start,
  MAX(usage_start) AS last_usage_start,
  bitwise_or_agg(bitwise_left_shift(1, EXTRACT(HOUR FROM usage_start))) AS usage_hours,
  COUNT(CASE WHEN usage_amount < 0 OR unblended_cost < 0 THEN 1 END) AS negative_rows,
  SUM(CASE WHEN usage_amount < 0 OR unblended_cost < 0 THEN unblended_cost END) AS negative_cost,
  MIN(NULLIF(product_name, '')) AS product_name
FROM ({line_item}) AS line_item
GROUP BY file, line_item_type, delivered_type, invoice_id, currency, quarantine,
  usage_account_id, service, usage_day
