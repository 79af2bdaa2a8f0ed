-- What the commitments of one delivery covered, by window (an hour of a Savings Plan, the month of a
-- reservation) and customer. Accounts become customers by a join before the sum, so that the groups
-- are small integers.
SELECT
  commitment.commitment_id AS commitment_id,
  CASE WHEN commitment.hourly THEN DATE_TRUNC('hour', usage_start) ELSE {period_start} END
    AS window_start,
  COALESCE(slot.customer, {unassigned}) AS customer_index,
  COUNT(*) AS row_count,
  SUM(line_item.on_demand_value) AS on_demand_value,
  SUM(line_item.effective_cost) AS effective_cost
FROM ({line_items}) AS line_item
JOIN commitment_number AS commitment ON commitment.commitment_arn = line_item.commitment_arn
LEFT JOIN account_slot AS slot ON slot.account = line_item.usage_account_id {slot_condition}
WHERE line_item_type IN ('SavingsPlanCoveredUsage', 'DiscountedUsage')
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
