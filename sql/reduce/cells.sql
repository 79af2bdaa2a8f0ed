-- The cells of one delivery: every accepted line item, added up by the keys of a cell. `span` is the
-- position of the row's span in the period's list.
SELECT
  {keys},
  {span} AS span,
  COUNT(*) AS row_count,
  SUM(usage_amount) AS usage_amount,
  SUM(unblended_cost) AS unblended_cost,
  SUM(public_on_demand_cost) AS public_on_demand_cost,
  SUM(amortised_cost) AS amortised_cost,
  SUM(on_demand_value) AS on_demand_value
FROM ({line_items}) AS line_item
{moves}
GROUP BY ALL
