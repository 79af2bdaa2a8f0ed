COPY (
  SELECT {named_columns}
  FROM read_csv({from}, auto_detect = false, header = false, columns = {columns},
                delim = ',', quote = '"', escape = '"', new_line = '\n', comment = '',
                nullstr = '', allow_quoted_nulls = false, null_padding = false,
                ignore_errors = false, strict_mode = true)
) TO {to} (FORMAT parquet, COMPRESSION snappy)
