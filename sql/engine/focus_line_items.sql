-- Line items of FOCUS rows. `delivered` has the columns that contracts/focus_*.toml read, under the
-- names given there. docs/formats.md says what stands for what, and what FOCUS cannot say.
--
-- A commitment's used and unused rows and its purchases become those of a reservation, whatever it
-- is: FOCUS has no negation rows and no hourly totals of Savings Plans.
SELECT
  *,
  CASE
    WHEN provider_key LIKE 'aws%' OR provider_key LIKE 'amazon%' OR provider_key = 'aispl'
      THEN 'aws'
    WHEN provider_key LIKE 'microsoft%' OR provider_key LIKE 'azure%' THEN 'microsoft'
    WHEN provider_key LIKE 'google%' OR provider_key LIKE 'gcp%' THEN 'google'
    WHEN provider_key LIKE 'oracle%' OR provider_key LIKE 'oci%' THEN 'oracle'
    WHEN provider_key = '' THEN 'unnamed'
    ELSE TRIM(regexp_replace(provider_key, '[^a-z0-9]+', '-', 'g'), '-')
  END AS provider,
  charge_category AS delivered_type,
  charge_class AS bill_type,
  provider_name AS billing_entity,
  COALESCE(NULLIF(sub_account_id, ''), payer_account_id) AS usage_account_id,
  COALESCE(NULLIF(service_code, ''), NULLIF(service_name, ''), provider_name) AS service,
  COALESCE(NULLIF(sku_meter, ''), sku_id) AS usage_type,
  service_name AS product_name,
  CASE WHEN consumed THEN consumed_quantity ELSE pricing_quantity END AS usage_amount,
  CASE WHEN consumed THEN consumed_unit ELSE priced_unit END AS pricing_unit,
  -- A list cost of nothing for usage that costs something is a list cost that is not known. Purchases
  -- have one too, of the same usage: it would count twice.
  CASE
    WHEN category <> 'USAGE' OR line_item_type = 'RIFee' THEN NULL
    WHEN list_cost <> 0 OR (list_cost = 0 AND effective = 0) THEN list_cost
    WHEN line_item_type = 'DiscountedUsage' AND contracted_cost <> 0 THEN contracted_cost
  END AS public_on_demand_cost,
  CASE WHEN line_item_type IN ('DiscountedUsage', 'RIFee') OR paid_upfront THEN commitment_id
       ELSE '' END AS reservation_arn,
  CASE WHEN line_item_type = 'DiscountedUsage' THEN effective END AS reservation_effective_cost,
  CASE WHEN line_item_type = 'RIFee' THEN effective END AS reservation_unused_recurring,
  CAST(NULL AS {money}) AS reservation_amortized_upfront,
  CAST(NULL AS {money}) AS reservation_unused_amortized_upfront,
  '' AS savings_plan_arn,
  '' AS savings_plan_offering,
  CAST(NULL AS {money}) AS savings_plan_effective_cost,
  CAST(NULL AS {money}) AS savings_plan_total_commitment,
  CAST(NULL AS {money}) AS savings_plan_used_commitment,
  CAST(NULL AS {money}) AS savings_plan_recurring_commitment,
  CAST(NULL AS {money}) AS savings_plan_amortized_upfront
FROM (
  SELECT
    *,
    -- What is paid at once and spread over the term. A purchase that is not spread bears its own
    -- cost: it stays in the month.
    category = 'PURCHASE' AND commitment_id <> '' AND UPPER(charge_frequency) = 'ONE-TIME'
      AND COALESCE(effective, 0) = 0 AS paid_upfront,
    pricing_quantity IS NULL
      OR (priced_unit = '' AND consumed_unit <> '' AND consumed_quantity IS NOT NULL) AS consumed,
    CASE
      WHEN category = 'USAGE' AND commitment_id <> '' AND UPPER(commitment_status) = 'UNUSED'
        THEN 'RIFee'
      WHEN category = 'USAGE' AND commitment_id <> '' THEN 'DiscountedUsage'
      WHEN category = 'USAGE' THEN 'Usage'
      WHEN category = 'PURCHASE' AND commitment_id <> ''
        AND (UPPER(charge_frequency) <> 'ONE-TIME' OR COALESCE(effective, 0) <> 0) THEN 'RIFee'
      WHEN category = 'PURCHASE' THEN 'Fee'
      WHEN category = 'TAX' THEN 'Tax'
      WHEN category = 'CREDIT' THEN 'Credit'
      WHEN category = 'ADJUSTMENT' AND unblended_cost < 0 THEN 'Refund'
      WHEN category = 'ADJUSTMENT' THEN 'Fee'
      ELSE charge_category
    END AS line_item_type
  FROM (
    SELECT *, UPPER(charge_category) AS category, LOWER(provider_name) AS provider_key
    FROM ({delivered}) AS delivered
  ) AS named
) AS told_apart
