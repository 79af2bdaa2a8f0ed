-- The rejected rows of one file with every delivered column.
SELECT
  {delivery} AS "billwright_delivery",
  {file_name} AS "billwright_file",
  quarantined.row_number AS "billwright_row",
  quarantined.quarantine AS "billwright_reason",
  {columns}
FROM (
  SELECT *, {row_number} AS "billwright_row_number"
  FROM read_parquet({file}, file_row_number = true)
) AS delivered
JOIN (
  SELECT row_number, quarantine
  FROM ({line_item}) AS line_item
  WHERE quarantine <> ''
) AS quarantined ON quarantined.row_number = delivered."billwright_row_number"
