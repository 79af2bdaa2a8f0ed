-- How many rows of one stored file have a value in each of its tags and cost categories, and their
-- cost. {counts} has two aggregates for each column.
SELECT {counts}
FROM (SELECT *, {cost} AS cost FROM read_parquet({file})) AS delivered
