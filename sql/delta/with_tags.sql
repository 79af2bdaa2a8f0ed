-- Line items with a digest of their tags, which the line_item view does not have.
SELECT line_item.*, tagged.tags
FROM ({line_item}) AS line_item
JOIN ({tags}) AS tagged
  ON tagged.file = line_item.file AND tagged.row_number = line_item.row_number
