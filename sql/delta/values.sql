-- The values of sets that hardly change, each with its rows and money, in one scan.
SELECT
  CASE
    WHEN GROUPING(line_item_type) = 0 THEN 'line_item_type'
    WHEN GROUPING(service) = 0 THEN 'service'
    WHEN GROUPING(billing_entity) = 0 THEN 'billing_entity'
    WHEN GROUPING(legal_entity) = 0 THEN 'legal_entity'
    WHEN GROUPING(bill_type) = 0 THEN 'bill_type'
    WHEN GROUPING(usage_account_id) = 0 THEN 'usage_account_id'
    WHEN GROUPING(invoice_id) = 0 THEN 'invoice_id'
    ELSE 'currency'
  END AS what,
  COALESCE(line_item_type, service, billing_entity, legal_entity, bill_type, usage_account_id,
           invoice_id, currency, '') AS value,
  COUNT(*) AS row_count,
  SUM(unblended_cost) AS unblended_cost
FROM ({line_item}) AS line_item
GROUP BY GROUPING SETS (
  (line_item_type), (service), (billing_entity), (legal_entity), (bill_type), (usage_account_id),
  (invoice_id), (currency))
ORDER BY what, value
