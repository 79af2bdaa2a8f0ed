-- How many rows are left of both versions, and whether there is content that both have, but not
-- equally often.
SELECT
  COALESCE(SUM(old_rows + new_rows), 0) AS row_count,
  COALESCE(BOOL_OR(old_rows > 0 AND new_rows > 0), FALSE) AS surplus
FROM delta_content
