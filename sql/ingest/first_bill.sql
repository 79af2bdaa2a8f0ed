SELECT payer_account_id, billing_period_start
FROM ({line_item}) AS line_item
LIMIT 1
