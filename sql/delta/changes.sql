-- What is left of both versions, paired by what a row is about (account, service, usage, resource,
-- time), its type and its commitment: what only the old one has is taken back, what only the new
-- one has is added, what both have is restated. Added up by all that tells why.
--
-- Usage that goes from one pair to another, as much in all as before, is covered otherwise: by
-- another commitment, or no longer by none.
SELECT
  usage_account_id,
  service,
  line_item_type,
  billing_entity,
  commitment_arn,
  purchase_refund,
  invoice_id,
  currency,
  old_rows > 0 AS has_old,
  new_rows > 0 AS has_new,
  old_cost = new_cost AND old_amortised = new_amortised AND old_public = new_public AS same_money,
  CASE WHEN new_usage > old_usage THEN 1 WHEN new_usage < old_usage THEN -1 ELSE 0 END AS more_usage,
  moved > 1 AND old_metered = new_metered AS covered_otherwise,
  first_old_invoice = '' AND first_new_invoice <> '' AS invoice_filled,
  old_tags = new_tags AS same_tags,
  SUM(GREATEST(new_rows - old_rows, 0)) AS rows_added,
  SUM(GREATEST(old_rows - new_rows, 0)) AS rows_removed,
  SUM(LEAST(old_rows, new_rows)) AS rows_restated,
  SUM(old_cost) AS old_cost,
  SUM(new_cost) AS new_cost,
  SUM(old_amortised) AS old_amortised,
  SUM(new_amortised) AS new_amortised
FROM (
  SELECT
    *,
    COUNT(CASE WHEN metered AND old_usage <> new_usage THEN 1 END) OVER same AS moved,
    SUM(CASE WHEN metered THEN old_usage ELSE {zero} END) OVER same AS old_metered,
    SUM(CASE WHEN metered THEN new_usage ELSE {zero} END) OVER same AS new_metered
  FROM (
    SELECT
      about_digest,
      about_again,
      usage_account_id,
      service,
      line_item_type,
      billing_entity,
      commitment_arn,
      purchase_refund,
      currency,
      COALESCE(NULLIF(MAX(CASE WHEN is_new THEN invoice_id ELSE '' END), ''), MAX(invoice_id))
        AS invoice_id,
      COALESCE(MIN(CASE WHEN NOT is_new THEN invoice_id END), '') AS first_old_invoice,
      COALESCE(MIN(CASE WHEN is_new THEN invoice_id END), '') AS first_new_invoice,
      line_item_type IN ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage') AS metered,
      COUNT(CASE WHEN NOT is_new THEN 1 END) AS old_rows,
      COUNT(CASE WHEN is_new THEN 1 END) AS new_rows,
      SUM(CASE WHEN is_new THEN {zero} ELSE COALESCE(usage_amount, 0) END) AS old_usage,
      SUM(CASE WHEN is_new THEN COALESCE(usage_amount, 0) ELSE {zero} END) AS new_usage,
      SUM(CASE WHEN is_new THEN {zero} ELSE COALESCE(unblended_cost, 0) END) AS old_cost,
      SUM(CASE WHEN is_new THEN COALESCE(unblended_cost, 0) ELSE {zero} END) AS new_cost,
      SUM(CASE WHEN is_new THEN {zero} ELSE COALESCE(amortised_cost, 0) END) AS old_amortised,
      SUM(CASE WHEN is_new THEN COALESCE(amortised_cost, 0) ELSE {zero} END) AS new_amortised,
      SUM(CASE WHEN is_new THEN {zero} ELSE COALESCE(public_on_demand_cost, 0) END) AS old_public,
      SUM(CASE WHEN is_new THEN COALESCE(public_on_demand_cost, 0) ELSE {zero} END) AS new_public,
      SUM(CASE WHEN is_new THEN 0 ELSE CAST(tags AS HUGEINT) END) AS old_tags,
      SUM(CASE WHEN is_new THEN CAST(tags AS HUGEINT) ELSE 0 END) AS new_tags
    FROM (
      SELECT FALSE AS is_new, * FROM ({old}) AS old_row
      UNION ALL BY NAME
      SELECT TRUE AS is_new, * FROM ({new}) AS new_row
    ) AS changed
    GROUP BY
      about_digest, about_again, usage_account_id, service, line_item_type, billing_entity,
      commitment_arn, purchase_refund, currency
  ) AS paired
  WINDOW same AS (PARTITION BY about_digest, about_again)
) AS about
GROUP BY ALL
ORDER BY ALL
