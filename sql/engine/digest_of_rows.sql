-- A digest of rows with every column; of their order only if they are numbered.
SELECT CAST(COUNT(*) AS VARCHAR) || ':' || CAST(SUM(CAST(digest(delivered) AS HUGEINT)) AS VARCHAR)
FROM {rows} AS delivered
