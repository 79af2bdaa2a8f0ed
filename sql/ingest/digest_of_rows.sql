-- A digest of all rows of a stored file: every column; the order of the rows only if they are numbered.
SELECT CAST(COUNT(*) AS VARCHAR) || ':' || CAST(SUM(CAST(digest(delivered) AS HUGEINT)) AS VARCHAR)
FROM {rows} AS delivered
