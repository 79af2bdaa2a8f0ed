-- The elements of a Parquet file's schema, in its order, and how many parts each has.
SELECT name, COALESCE(num_children, 0) AS part_count FROM parquet_schema({file})
