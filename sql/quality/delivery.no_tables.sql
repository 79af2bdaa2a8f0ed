-- code: delivery.no_tables
-- severity: info
-- meaning: A delivery was taken in by an older Billwright, which left no days and fees with it:
--   most rules cannot look at it.
SELECT current_id, payer_account_id AS subject
FROM quality_delivery
WHERE role = 'current' AND NOT has_days
ORDER BY current_id
