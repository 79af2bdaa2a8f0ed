SELECT file, invoice_id, currency, SUM(unblended_cost) AS unblended_cost
FROM ({line_item}) AS line_item
WHERE line_item_type = 'Refund' AND purchase_refund
GROUP BY file, invoice_id, currency
ORDER BY file, invoice_id, currency
