-- Rows of one version whose content the other version does not have at all. A part of them: rows that
-- are about the same are in the same part.
SELECT line_item.*
FROM ({line_item}) AS line_item
JOIN (
  SELECT first_digest, second_digest
  FROM delta_content
  WHERE {own_rows} > 0 AND {other_rows} = 0 AND about_digest % {parts} = {part}
) AS content
  ON content.first_digest = line_item.first_digest
  AND content.second_digest = line_item.second_digest
