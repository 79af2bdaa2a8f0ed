-- The contents of rows that two versions do not have equally often. A row has no key: it is compared
-- by everything that it says, told by two digests of it.
CREATE OR REPLACE TEMP TABLE delta_content AS
SELECT
  first_digest,
  second_digest,
  about_digest,
  SUM(old_row) AS old_rows,
  SUM(new_row) AS new_rows
FROM (
  SELECT first_digest, second_digest, about_digest, 1 AS old_row, 0 AS new_row
  FROM ({old}) AS old_line_item
  UNION ALL
  SELECT first_digest, second_digest, about_digest, 0 AS old_row, 1 AS new_row
  FROM ({new}) AS new_line_item
) AS both_versions
GROUP BY first_digest, second_digest, about_digest
HAVING SUM(old_row) <> SUM(new_row)
