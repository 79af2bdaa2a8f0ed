-- Rows of one version whose content the other version has too, but less often: those in excess.
SELECT * EXCLUDE (copy, other_copies)
FROM (
  SELECT
    line_item.*,
    {other_rows} AS other_copies,
    ROW_NUMBER() OVER (PARTITION BY line_item.first_digest, line_item.second_digest) AS copy
  FROM ({line_item}) AS line_item
  JOIN delta_content
    ON delta_content.first_digest = line_item.first_digest
    AND delta_content.second_digest = line_item.second_digest
  WHERE {own_rows} > 0 AND {other_rows} > 0
) AS counted
WHERE copy > other_copies
