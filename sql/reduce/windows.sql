-- What AWS bills for each commitment of one delivery, by window: its fee rows, with the customer who
-- has the owner's account then.
SELECT
  commitment.commitment_id AS commitment_id,
  CASE WHEN commitment.hourly THEN DATE_TRUNC('hour', usage_start) ELSE {period_start} END
    AS window_start,
  usage_account_id,
  COALESCE(slot.customer, {unassigned}) AS customer_index,
  MIN(savings_plan_offering) AS offering,
  SUM(unblended_cost) AS fee,
  SUM(CASE WHEN line_item_type = 'SavingsPlanRecurringFee' THEN savings_plan_total_commitment
           ELSE unblended_cost + COALESCE(reservation_amortized_upfront, 0) END)
    AS total_commitment,
  SUM(CASE WHEN line_item_type = 'SavingsPlanRecurringFee' THEN savings_plan_amortized_upfront
           ELSE reservation_amortized_upfront END) AS amortised_upfront,
  SUM(unused_cost) AS unused
FROM ({line_items}) AS line_item
JOIN commitment_number AS commitment ON commitment.commitment_arn = line_item.commitment_arn
LEFT JOIN account_slot AS slot ON slot.account = line_item.usage_account_id {slot_condition}
WHERE line_item_type IN ('SavingsPlanRecurringFee', 'RIFee')
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
