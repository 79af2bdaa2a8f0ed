-- code: period.unfinished
-- severity: error
-- threshold: 48 h, how long after the end of the month its last usage may come
-- meaning: A month is over, and its delivery has no usage of the last days; or none of the first
--   ones, or none at all, though the payer had usage in the month before. The money is what as many
--   days cost before.
SELECT
  edge.current_id,
  edge.payer_account_id AS subject,
  edge.currency,
  edge.period_start,
  edge.period_end,
  edge.first_day,
  edge.newest_day,
  (SELECT COALESCE(SUM(day.metered_cost), 0)
   FROM quality_day AS day
   WHERE day.current_id = edge.current_id AND day.role = 'current' AND day.metered > 0
     AND day.currency = edge.currency AND day.day < edge.period_end
     AND day.day > edge.newest_day - (edge.last_day - edge.newest_day)) AS cost_before_end,
  (SELECT COALESCE(SUM(day.metered_cost), 0)
   FROM quality_day AS day
   WHERE day.current_id = edge.current_id AND day.role = 'month_before' AND day.metered > 0
     AND day.currency = edge.currency AND day.day < edge.period_start
     AND day.day >= edge.period_start
       - (COALESCE(edge.first_day, edge.period_end) - edge.period_start)) AS cost_before_start
FROM (
  SELECT
    delivery.current_id,
    delivery.payer_account_id,
    delivery.currency,
    delivery.period_start,
    delivery.period_end,
    delivery.period_end - INTERVAL '1' DAY AS last_day,
    MIN(day.day) AS first_day,
    MAX(day.day) AS newest_day,
    bitwise_or_agg(day.hours) AS hours,
    (SELECT COUNT(DISTINCT before.day)
     FROM quality_day AS before
     WHERE before.current_id = delivery.current_id AND before.role = 'month_before'
       AND before.metered > 0) AS days_before
  FROM quality_delivery AS delivery
  LEFT JOIN quality_day AS day
    ON day.current_id = delivery.current_id AND day.role = 'current' AND day.metered > 0
    AND day.day >= delivery.period_start AND day.day < delivery.period_end
  WHERE delivery.role = 'current'
    AND delivery.has_days
    AND delivery.period_end + INTERVAL '{threshold}' HOUR <= {now}
  GROUP BY delivery.current_id, delivery.payer_account_id, delivery.currency,
    delivery.period_start, delivery.period_end
) AS edge
WHERE (edge.newest_day < edge.last_day
    OR edge.first_day > edge.period_start AND edge.days_before > 0
    OR edge.first_day IS NULL AND edge.days_before > 0)
  -- A report by months dates everything to the first.
  AND NOT COALESCE(edge.newest_day = edge.period_start AND edge.hours = 1 AND edge.days_before <= 1,
    FALSE)
ORDER BY edge.current_id
