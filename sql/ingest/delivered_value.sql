-- One value as it was delivered, to show it to a person.
SELECT CAST({column} AS VARCHAR) AS delivered
FROM read_parquet({file}, file_row_number = true)
WHERE {row} = {row_number}
