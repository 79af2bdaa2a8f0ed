-- Rows of one version whose content the other version has too, but less often: those in excess, of
-- one part.
SELECT * EXCLUDE (copy, other_copies)
FROM (
  SELECT
    line_item.*,
    content.other_copies,
    ROW_NUMBER() OVER (PARTITION BY line_item.first_digest, line_item.second_digest) AS copy
  FROM ({line_item}) AS line_item
  JOIN (
    SELECT first_digest, second_digest, {other_rows} AS other_copies
    FROM delta_content
    WHERE {own_rows} > 0 AND {other_rows} > 0 AND about_digest % {parts} = {part}
  ) AS content
    ON content.first_digest = line_item.first_digest
    AND content.second_digest = line_item.second_digest
) AS counted
WHERE copy > other_copies
