-- code: usage.silent
-- severity: warning
-- threshold: 72 h, how long the service was metered every hour before
-- meaning: A service of an account was metered every hour, fell silent for two hours or more,
--   and was metered every hour again for a day, while others went on: rows may be missing. The
--   money is what as many hours cost the day before.
SELECT
  day.current_id,
  day.usage_account_id,
  day.service,
  day.currency,
  day.day,
  bitwise_or_agg(day.hours) AS hours,
  SUM(day.metered_cost) AS cost
FROM quality_day AS day
JOIN (
  -- Only what was metered in every hour of some days and not of all can have fallen silent.
  SELECT current_id, usage_account_id, service
  FROM (
    SELECT current_id, usage_account_id, service, day, bitwise_or_agg(hours) AS hours
    FROM quality_day
    WHERE role = 'current' AND metered > 0
    GROUP BY current_id, usage_account_id, service, day
  ) AS days
  GROUP BY current_id, usage_account_id, service
  HAVING COUNT(CASE WHEN hours IN (16777215, 1) THEN 1 END) > 1
    AND (COUNT(CASE WHEN hours <> 16777215 THEN 1 END) > 0
      OR MIN(day) + INTERVAL '1' DAY * (COUNT(*) - 1) < MAX(day))
) AS broken
  ON broken.current_id = day.current_id AND broken.usage_account_id = day.usage_account_id
  AND broken.service = day.service
WHERE day.role = 'current' AND day.metered > 0
GROUP BY day.current_id, day.usage_account_id, day.service, day.currency, day.day
ORDER BY day.current_id, day.usage_account_id, day.service, day.currency, day.day
