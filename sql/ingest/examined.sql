-- Everything that is counted and summed about all rows of a delivery, in one scan: by account,
-- service and day. What is asked of it (profile.sql, delivery_days.sql, delivery_fees.sql) adds its
-- rows up. A key that has one value nearly always costs less than an aggregate of it.
CREATE OR REPLACE TEMP TABLE examined AS
SELECT
  file,
  line_item_type,
  delivered_type,
  invoice_id,
  currency,
  quarantine,
  payer_account_id,
  provider,
  billing_period_start,
  usage_account_id,
  service,
  CAST(usage_start AS DATE) AS usage_day,
  -- FOCUS corrects usage of months before in rows of usage.
  COALESCE((usage_amount < 0 OR unblended_cost < 0)
    AND bill_type IS DISTINCT FROM 'Correction', FALSE) AS negative,
  COUNT(*) AS row_count,
  SUM(unblended_cost) AS unblended_cost,
  SUM(amortised_cost) AS amortised_cost,
  SUM(public_on_demand_cost) AS public_on_demand_cost,
  SUM(on_demand_value) AS on_demand_value,
  MAX(usage_start) AS last_usage_start,
  bitwise_or_agg(bitwise_left_shift(1, EXTRACT(HOUR FROM usage_start))) AS usage_hours
FROM ({line_item}) AS line_item
GROUP BY
  file,
  line_item_type,
  delivered_type,
  invoice_id,
  currency,
  quarantine,
  payer_account_id,
  provider,
  billing_period_start,
  usage_account_id,
  service,
  CAST(usage_start AS DATE),
  COALESCE((usage_amount < 0 OR unblended_cost < 0)
    AND bill_type IS DISTINCT FROM 'Correction', FALSE)
