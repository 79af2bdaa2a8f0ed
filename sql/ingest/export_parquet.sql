COPY (
  SELECT * FROM ({rows}) AS quarantined
  ORDER BY "billwright_delivery", "billwright_file", "billwright_row"
) TO {to} (FORMAT parquet, COMPRESSION snappy)
