-- Rows and money of one stored file, from its delivered columns: the independent side of ingest's
-- identities, which the line_item view has no part in.
SELECT
  {line_item_type} AS line_item_type,
  {invoice_id} AS invoice_id,
  COUNT(*) AS row_count,
  SUM({money}({unblended_cost})) AS unblended_cost,
  COUNT({money}({unblended_cost})) - COUNT(exact({unblended_cost})) AS rounded_costs,
  SUM(CASE WHEN exact({unblended_cost}) IS NULL THEN finer_rest({unblended_cost}) END)
    AS cost_rest,
  COUNT(CASE WHEN exact({usage}) IS NULL THEN quantity({usage}) END) AS rounded_quantities
FROM {rows}
GROUP BY 1, 2
ORDER BY 1, 2
