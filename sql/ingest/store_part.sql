-- The rows of one delivery out of a stored file that holds several, each with the number that it has
-- in the delivered file.
COPY (
  SELECT stored.* EXCLUDE (file_row_number), file_row_number + 1 AS {row}
  FROM {from} AS stored
  WHERE file_row_number + 1 IN (
    SELECT row_number FROM ({line_item}) AS line_item WHERE file = {name} AND ({condition}))
  ORDER BY file_row_number
) TO {to} (FORMAT parquet, COMPRESSION snappy)
