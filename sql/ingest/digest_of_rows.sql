-- A digest of all rows of a stored file: every column, and the order of the rows.
SELECT CAST(COUNT(*) AS VARCHAR) || ':' || CAST(SUM(CAST(digest(delivered) AS HUGEINT)) AS VARCHAR)
FROM {rows} AS delivered
