-- The rejected rows of one file with every delivered column.
SELECT
  {delivery} AS "billwright_delivery",
  {file_name} AS "billwright_file",
  quarantined.row_number AS "billwright_row",
  quarantined.quarantine AS "billwright_reason",
  {columns}
FROM {rows} AS delivered
JOIN (
  SELECT row_number, quarantine
  FROM ({line_item}) AS line_item
  WHERE quarantine <> ''
) AS quarantined ON quarantined.row_number = {row_number}
