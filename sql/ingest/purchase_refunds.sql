SELECT SUM(unblended_cost) AS unblended_cost
FROM ({line_item}) AS line_item
WHERE line_item_type = 'Refund' AND purchase_refund
