-- The rejected rows of one file with every delivered column.
SELECT
  {delivery} AS "billwright/delivery",
  {file_name} AS "billwright/file",
  quarantined.row_number AS "billwright/row",
  quarantined.quarantine AS "billwright/reason",
  {columns}
FROM (
  SELECT *, {row_number} AS "billwright/row_number"
  FROM read_parquet({file}, file_row_number = true)
) AS delivered
JOIN (
  SELECT row_number, quarantine
  FROM ({line_item}) AS line_item
  WHERE quarantine <> ''
) AS quarantined ON quarantined.row_number = delivered."billwright/row_number"
