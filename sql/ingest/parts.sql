-- Whose accepted rows are in the files of a report, and of which month: each is a delivery.
SELECT
  provider,
  payer_account_id,
  DATE_TRUNC('month', billing_period_start) AS period_start
FROM ({line_item}) AS line_item
WHERE quarantine = '' AND billing_period_start IS NOT NULL
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
