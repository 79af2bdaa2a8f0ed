-- The accepted rows by account, service, invoice and day: the table delivery_day. A refund of a
-- purchase is no cost of the month; the scan has not told it apart, so it counts as billed here.
SELECT
  {payer} AS payer_account_id,
  usage_account_id,
  service,
  invoice_id,
  currency,
  CAST(usage_day AS TIMESTAMP) AS day,
  SUM(row_count) AS rows,
  SUM(CASE WHEN metered THEN row_count ELSE 0 END) AS metered,
  bitwise_or_agg(CASE WHEN metered THEN usage_hours ELSE 0 END) AS hours,
  COALESCE(SUM(unblended_cost), 0) AS unblended_cost,
  COALESCE(SUM(amortised_cost), 0) AS amortised_cost,
  COALESCE(SUM(CASE WHEN metered THEN amortised_cost END), 0) AS metered_cost,
  SUM(CASE WHEN metered AND negative THEN row_count ELSE 0 END) AS negative_rows,
  COALESCE(SUM(CASE WHEN metered AND negative THEN unblended_cost END), 0) AS negative_cost
FROM (
  SELECT *, line_item_type IN ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage') AS metered
  FROM examined
  WHERE quarantine = ''
) AS accepted
GROUP BY usage_account_id, service, invoice_id, currency, usage_day
ORDER BY usage_account_id, service, invoice_id, currency, usage_day
