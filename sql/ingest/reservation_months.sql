-- Per reservation: both sides of what must agree between its covered rows and its fee row.
SELECT
  commitment_arn,
  COUNT(CASE WHEN line_item_type = 'DiscountedUsage' THEN 1 END) AS covered_rows,
  COUNT(CASE WHEN line_item_type = 'DiscountedUsage' AND public_on_demand_cost IS NULL THEN 1 END)
    AS unpriced_rows,
  COUNT(CASE WHEN line_item_type = 'RIFee' THEN 1 END) AS fee_rows,
  COUNT(CASE WHEN line_item_type = 'Fee' THEN 1 END) AS upfront_rows,
  SUM(CASE WHEN line_item_type = 'DiscountedUsage' THEN reservation_effective_cost END)
    AS effective,
  SUM(CASE WHEN line_item_type = 'DiscountedUsage' AND public_on_demand_cost IS NULL
      THEN reservation_effective_cost END) AS unpriced_effective,
  SUM(CASE WHEN line_item_type = 'DiscountedUsage' THEN unblended_cost END) AS covered_unblended,
  SUM(CASE WHEN line_item_type = 'RIFee' THEN unblended_cost END) AS fee,
  SUM(CASE WHEN line_item_type = 'Fee' THEN unblended_cost END) AS upfront,
  SUM(CASE WHEN line_item_type = 'RIFee' THEN reservation_amortized_upfront END)
    AS amortized_upfront,
  SUM(CASE WHEN line_item_type = 'RIFee' THEN reservation_unused_amortized_upfront END)
    AS unused_amortized_upfront,
  SUM(CASE WHEN line_item_type = 'RIFee' THEN reservation_unused_recurring END)
    AS unused_recurring,
  MAX(CASE WHEN line_item_type = 'DiscountedUsage'
      THEN decimal_places(reservation_effective_cost) END) AS effective_places,
  MAX(CASE WHEN line_item_type = 'RIFee' THEN decimal_places(unblended_cost) END)
    AS unblended_places,
  MAX(CASE WHEN line_item_type = 'RIFee' THEN decimal_places(reservation_amortized_upfront) END)
    AS amortized_upfront_places,
  MAX(CASE WHEN line_item_type = 'RIFee'
      THEN decimal_places(reservation_unused_amortized_upfront) END)
    AS unused_amortized_upfront_places,
  MAX(CASE WHEN line_item_type = 'RIFee' THEN decimal_places(reservation_unused_recurring) END)
    AS unused_recurring_places
FROM ({line_item}) AS line_item
WHERE line_item_type IN ('DiscountedUsage', 'RIFee', 'Fee') AND commitment_arn <> ''
GROUP BY commitment_arn
ORDER BY commitment_arn
