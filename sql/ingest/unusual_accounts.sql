-- Accepted rows of accounts of AWS that are longer than AWS's own.
SELECT
  COUNT(DISTINCT usage_account_id) AS account_count,
  MIN(usage_account_id) AS first_account,
  SUM(row_count) AS row_count,
  SUM(unblended_cost) AS unblended_cost
FROM examined
WHERE quarantine = '' AND provider = 'aws' AND LENGTH(usage_account_id) > 12
HAVING COUNT(*) > 0
