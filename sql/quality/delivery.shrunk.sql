-- code: delivery.shrunk
-- severity: warning
-- meaning: A newer version of a delivery has fewer rows than the one before: files may be
--   missing. The money is the difference.
SELECT
  current.current_id,
  current.payer_account_id AS subject,
  before.version AS version_before,
  before.rows AS rows_before,
  before.unblended_cost AS cost_before,
  current.rows AS rows_now,
  current.unblended_cost - before.unblended_cost AS amount
FROM quality_delivery AS current
JOIN quality_delivery AS before
  ON before.current_id = current.current_id AND before.role = 'before'
WHERE current.role = 'current' AND current.rows < before.rows
ORDER BY current.current_id
