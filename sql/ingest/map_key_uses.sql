-- As tag_uses.sql, for a map whose keys nobody knows before. Rows with the same keys are added up
-- first: there are few kinds of them. A key that is NULL stands for maps that cannot be read.
SELECT
  map_key,
  map_key IS NULL AS is_unreadable,
  SUM(row_count) AS row_count,
  COALESCE(SUM(unblended_cost), 0) AS unblended_cost
FROM (
  SELECT UNNEST(map_keys) AS map_key, row_count, unblended_cost
  FROM (
    SELECT {keys} AS map_keys, COUNT(*) AS row_count, SUM({cost}) AS unblended_cost
    FROM {rows}
    GROUP BY 1
  ) AS kinds
) AS uses
GROUP BY map_key
ORDER BY map_key
