COPY (
  SELECT {columns} FROM ({rows}) AS quarantined
  ORDER BY "billwright/delivery", "billwright/file", "billwright/row"
) TO {to} (FORMAT csv, HEADER)
