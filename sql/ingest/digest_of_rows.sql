-- A digest of all rows of a stored file: every column, and the order of the rows.
SELECT CAST(COUNT(*) AS VARCHAR) || ':' || CAST(SUM(CAST(digest(delivered) AS HUGEINT)) AS VARCHAR)
FROM read_parquet({file}, file_row_number = true) AS delivered
