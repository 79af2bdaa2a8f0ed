-- code: cost.anomaly
-- severity: warning
-- threshold: 10, how much more than usual a day must cost
-- meaning: A service of an account costs far more on some days than on the up to 60 days before
--   each of them, by a robust statistic (quality.md says which). The money is what is more than
--   usual.
SELECT
  day.current_id,
  day.usage_account_id,
  day.service,
  day.currency,
  day.day,
  MIN(account.first_day) AS account_first_day,
  SUM(day.metered_cost) AS cost
FROM quality_day AS day
JOIN (
  -- A day that costs less in all cannot cost that much more.
  SELECT DISTINCT current_id, usage_account_id, service, currency
  FROM (
    SELECT current_id, usage_account_id, service, currency, day
    FROM quality_day
    WHERE role = 'current' AND metered > 0
    GROUP BY current_id, usage_account_id, service, currency, day
    HAVING SUM(metered_cost) >= {threshold}
  ) AS days
) AS large
  ON large.current_id = day.current_id AND large.usage_account_id = day.usage_account_id
  AND large.service = day.service AND large.currency = day.currency
JOIN (
  SELECT current_id, usage_account_id, MIN(day) AS first_day
  FROM quality_day
  WHERE role <> 'before'
  GROUP BY current_id, usage_account_id
) AS account
  ON account.current_id = day.current_id AND account.usage_account_id = day.usage_account_id
WHERE day.role <> 'before' AND day.metered > 0
GROUP BY day.current_id, day.usage_account_id, day.service, day.currency, day.day
ORDER BY day.current_id, day.usage_account_id, day.service, day.currency, day.day
