-- A few rows by their places, with everything that is shown of them.
SELECT
  file, row_number, usage_start, resource_id, description,
  usage_amount, unblended_cost, public_on_demand_cost, amortised_cost, on_demand_value
FROM ({line_items}) AS line_item
WHERE {condition}
ORDER BY file, row_number
