-- code: delivery.behind
-- severity: warning
-- threshold: 48 h, how old the newest usage may be when the delivery is written
-- meaning: In a month that is not over, the newest usage of a delivery is old already: AWS wrote
--   the report again, and nothing came into it.
SELECT
  current_id,
  payer_account_id AS subject,
  newest_day,
  written_at
FROM quality_delivery
WHERE role = 'current'
  AND has_days
  AND written_at < period_end
  AND newest_day + INTERVAL '24' HOUR + INTERVAL '{threshold}' HOUR <= written_at
ORDER BY current_id
