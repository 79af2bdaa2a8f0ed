-- How many rows of one stored file have a value in each of its tags and cost categories, and their
-- cost. {columns} are the tags and the cost by names of ours; {counts} has two aggregates for each
-- tag.
SELECT {counts}
FROM (SELECT {columns} FROM {rows}) AS delivered
