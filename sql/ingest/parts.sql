-- Whose accepted rows are in the files of a report, and of which month: each is a delivery.
SELECT
  payer_account_id,
  DATE_TRUNC('month', billing_period_start) AS period_start
FROM ({line_item}) AS line_item
WHERE quarantine = ''
GROUP BY 1, 2
ORDER BY 1, 2
