-- Where the rows of one cell are: by its keys only, so that little is read.
SELECT file, row_number, unblended_cost, amortised_cost
FROM ({line_items}) AS line_item
WHERE {condition}
ORDER BY file, row_number
