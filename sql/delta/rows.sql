-- Rows of one version whose content the other version does not have at all.
SELECT line_item.*
FROM ({line_item}) AS line_item
JOIN delta_content
  ON delta_content.first_digest = line_item.first_digest
  AND delta_content.second_digest = line_item.second_digest
WHERE {own_rows} > 0 AND {other_rows} = 0
