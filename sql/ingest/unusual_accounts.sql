-- Accepted rows of accounts of AWS, using or paying, that have not as many digits as AWS's own.
SELECT
  COUNT(DISTINCT account) AS account_count,
  MIN(account) AS first_account,
  BOOL_OR(LENGTH(account) < 12) AS has_shorter,
  SUM(row_count) AS row_count,
  SUM(unblended_cost) AS unblended_cost
FROM (
  SELECT
    CASE WHEN LENGTH(usage_account_id) <> 12 THEN usage_account_id ELSE payer_account_id END
      AS account,
    row_count,
    unblended_cost
  FROM examined
  WHERE quarantine = '' AND provider = 'aws'
) AS accounts
WHERE LENGTH(account) <> 12
HAVING COUNT(*) > 0
