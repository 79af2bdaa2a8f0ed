-- code: delivery.file_twice
-- severity: error
-- meaning: Two files of a delivery have the same bytes: what is in them is billed twice. The money is
--   the cost of the second.
SELECT
  file.current_id,
  file.file AS subject,
  first.first_file,
  SUM(total.unblended_cost) AS amount
FROM quality_file AS file
JOIN (
  SELECT current_id, digest, MIN(file) AS first_file
  FROM quality_file
  GROUP BY current_id, digest
) AS first
  ON first.current_id = file.current_id AND first.digest = file.digest
  AND first.first_file < file.file
LEFT JOIN quality_total AS total
  ON total.current_id = file.current_id AND total.role = 'current' AND total.file = file.file
GROUP BY file.current_id, file.file, first.first_file
ORDER BY file.current_id, file.file
