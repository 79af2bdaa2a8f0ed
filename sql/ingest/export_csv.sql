COPY (
  SELECT {columns} FROM ({rows}) AS quarantined
  ORDER BY "billwright_delivery", "billwright_file", "billwright_row"
) TO {to} (FORMAT csv, HEADER)
