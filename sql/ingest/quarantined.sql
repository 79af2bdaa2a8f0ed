-- Why rows were rejected, file by file, and where the first of them is.
SELECT
  file,
  quarantine AS reason,
  COUNT(*) AS row_count,
  SUM(unblended_cost) AS unblended_cost,
  MIN(currency) AS currency,
  MIN(row_number) AS first_row
FROM ({line_item}) AS line_item
WHERE quarantine <> ''
GROUP BY file, quarantine
ORDER BY file, quarantine
