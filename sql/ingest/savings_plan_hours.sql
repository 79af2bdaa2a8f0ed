-- Per Savings Plan and hour: both sides of what must agree between its covered rows, their negation
-- and its fee row.
SELECT
  commitment_arn,
  usage_start,
  COUNT(CASE WHEN line_item_type = 'SavingsPlanCoveredUsage' THEN 1 END) AS covered_rows,
  COUNT(CASE WHEN line_item_type = 'SavingsPlanNegation' THEN 1 END) AS negation_rows,
  COUNT(CASE WHEN line_item_type = 'SavingsPlanRecurringFee' THEN 1 END) AS fee_rows,
  SUM(CASE WHEN line_item_type = 'SavingsPlanCoveredUsage'
      THEN savings_plan_effective_cost END) AS effective,
  SUM(CASE WHEN line_item_type = 'SavingsPlanCoveredUsage' THEN unblended_cost END) AS covered,
  SUM(CASE WHEN line_item_type = 'SavingsPlanNegation' THEN unblended_cost END) AS negation,
  SUM(CASE WHEN line_item_type = 'SavingsPlanRecurringFee' THEN unblended_cost END) AS fee,
  SUM(CASE WHEN line_item_type = 'SavingsPlanRecurringFee'
      THEN savings_plan_total_commitment END) AS total,
  SUM(CASE WHEN line_item_type = 'SavingsPlanRecurringFee'
      THEN savings_plan_used_commitment END) AS used,
  SUM(CASE WHEN line_item_type = 'SavingsPlanRecurringFee'
      THEN savings_plan_recurring_commitment END) AS recurring,
  SUM(CASE WHEN line_item_type = 'SavingsPlanRecurringFee'
      THEN savings_plan_amortized_upfront END) AS amortized_upfront,
  MAX(decimal_places(savings_plan_effective_cost)) AS effective_places,
  MAX(decimal_places(unblended_cost)) AS unblended_places,
  MAX(decimal_places(savings_plan_total_commitment)) AS total_places,
  MAX(decimal_places(savings_plan_used_commitment)) AS used_places,
  MAX(decimal_places(savings_plan_recurring_commitment)) AS recurring_places,
  MAX(decimal_places(savings_plan_amortized_upfront)) AS amortized_upfront_places
FROM ({line_item}) AS line_item
WHERE line_item_type IN
  ('SavingsPlanCoveredUsage', 'SavingsPlanNegation', 'SavingsPlanRecurringFee')
GROUP BY commitment_arn, usage_start
ORDER BY commitment_arn, usage_start
