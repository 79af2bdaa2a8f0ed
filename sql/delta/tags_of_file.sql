SELECT {name} AS file, {row_number} AS row_number, digest(ROW({tags})) AS tags
FROM {rows}
