-- The accepted rows that are not metered, by account, service, type and invoice: the table
-- delivery_fee. What is paid upfront for a commitment is billed and not amortised.
SELECT
  {payer} AS payer_account_id,
  usage_account_id,
  service,
  line_item_type,
  invoice_id,
  currency,
  SUM(row_count) AS rows,
  COALESCE(SUM(unblended_cost), 0) AS unblended_cost,
  COALESCE(SUM(CASE WHEN line_item_type IN ('Fee', 'SavingsPlanUpfrontFee')
    THEN unblended_cost - amortised_cost END), 0) AS upfront_cost,
  CAST(MIN(usage_day) AS TIMESTAMP) AS first_day,
  CAST(MAX(usage_day) AS TIMESTAMP) AS last_day
FROM examined
WHERE quarantine = ''
  AND line_item_type NOT IN ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage')
GROUP BY usage_account_id, service, line_item_type, invoice_id, currency
ORDER BY usage_account_id, service, line_item_type, invoice_id, currency
