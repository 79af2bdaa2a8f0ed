SELECT
  file, row_number, quarantine AS reason, usage_account_id, service, line_item_type, invoice_id,
  currency, unblended_cost
FROM ({line_item}) AS line_item
WHERE quarantine <> ''
ORDER BY file, row_number
