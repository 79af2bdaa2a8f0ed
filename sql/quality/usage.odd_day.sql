-- code: usage.odd_day
-- severity: warning
-- threshold: 50 %, by how much a day may have fewer rows than usual, or the usual fewer than it
-- meaning: A day between the first and the newest with usage has far fewer or more metered rows
--   than the median day of the delivery: half of it may be missing, or be there twice. The money
--   is the day's cost.
SELECT
  odd.current_id,
  odd.day,
  odd.metered,
  usual.metered AS usual,
  odd.cost AS amount,
  odd.currency
FROM (
  SELECT
    day.current_id,
    day.day,
    delivery.currency,
    SUM(day.metered) AS metered,
    SUM(CASE WHEN day.currency = delivery.currency THEN day.metered_cost ELSE 0 END) AS cost,
    MIN(day.day) OVER (PARTITION BY day.current_id) AS first_day,
    MAX(day.day) OVER (PARTITION BY day.current_id) AS last_day
  FROM quality_day AS day
  JOIN quality_delivery AS delivery
    ON delivery.current_id = day.current_id AND delivery.role = 'current'
  WHERE day.role = 'current' AND day.metered > 0
    AND day.day >= delivery.period_start AND day.day < delivery.period_end
  GROUP BY day.current_id, day.day, delivery.currency
) AS odd
JOIN (
  SELECT
    current_id,
    SUM(metered) AS metered,
    ROW_NUMBER() OVER (PARTITION BY current_id ORDER BY SUM(metered), day) AS place,
    COUNT(*) OVER (PARTITION BY current_id) AS days
  FROM quality_day
  WHERE role = 'current' AND metered > 0
  GROUP BY current_id, day
) AS usual
  ON usual.current_id = odd.current_id AND 2 * usual.place IN (usual.days, usual.days + 1)
WHERE odd.day > odd.first_day
  AND odd.day < odd.last_day
  -- Of few days or few rows nothing is usual.
  AND usual.days >= 7
  AND usual.metered >= 50
ORDER BY odd.current_id, odd.day
