-- code: period.missing
-- about: arrivals
-- severity: warning
-- meaning: There are deliveries of a payer before and after a month, and none of the month
--   itself.
SELECT
  payer_account_id,
  payer_account_id AS subject,
  period_end AS first_missing,
  next_start
FROM (
  SELECT
    payer_account_id,
    period_end,
    LEAD(period_start) OVER (PARTITION BY payer_account_id ORDER BY period_start) AS next_start
  FROM (SELECT DISTINCT payer_account_id, period_start, period_end FROM quality_arrival) AS months
) AS pairs
WHERE next_start > period_end
ORDER BY payer_account_id, period_end
