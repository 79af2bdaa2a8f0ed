-- How many providers have accepted rows in both of two deliveries.
SELECT COUNT(*) AS provider_count
FROM (
  SELECT provider FROM ({first}) AS first_row WHERE quarantine = ''
  INTERSECT
  SELECT provider FROM ({second}) AS second_row WHERE quarantine = ''
) AS common
