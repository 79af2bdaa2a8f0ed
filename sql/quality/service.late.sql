-- code: service.late
-- severity: warning
-- threshold: 36 h, how far a service may be behind the payer's newest usage
-- meaning: In a month that is not over, a service that was metered on each of the three days
--   before has no usage any more, while others go on: it posts late, or its rows are missing. The
--   money is its cost on its last day.
SELECT
  last.current_id,
  last.service AS subject,
  last.newest_day,
  delivery.newest_day AS payer_newest_day,
  SUM(day.metered_cost) AS amount,
  day.currency
FROM (
  SELECT current_id, service, MAX(day) AS newest_day, COUNT(DISTINCT day) AS days
  FROM quality_day
  WHERE role = 'current' AND metered > 0
  GROUP BY current_id, service
) AS last
JOIN quality_delivery AS delivery
  ON delivery.current_id = last.current_id AND delivery.role = 'current'
JOIN quality_day AS day
  ON day.current_id = last.current_id AND day.role = 'current' AND day.service = last.service
  AND day.day = last.newest_day
WHERE delivery.written_at < delivery.period_end
  AND last.newest_day + INTERVAL '24' HOUR + INTERVAL '{threshold}' HOUR
    <= delivery.newest_day + INTERVAL '24' HOUR
  AND (SELECT COUNT(DISTINCT recent.day)
       FROM quality_day AS recent
       WHERE recent.current_id = last.current_id AND recent.role = 'current'
         AND recent.service = last.service AND recent.metered > 0
         AND recent.day > last.newest_day - INTERVAL '3' DAY) = 3
GROUP BY last.current_id, last.service, last.newest_day, delivery.newest_day, day.currency
ORDER BY last.current_id, SUM(day.metered_cost) DESC, last.service
