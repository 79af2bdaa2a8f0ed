-- Whose rows most of the accepted ones are; of several the first by name.
SELECT provider
FROM examined
WHERE quarantine = ''
GROUP BY provider
ORDER BY SUM(row_count) DESC, provider
LIMIT 1
