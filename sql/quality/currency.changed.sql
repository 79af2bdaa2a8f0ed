-- code: currency.changed
-- severity: error
-- meaning: The payer is billed in another currency than in the month before: the two cannot be
--   compared, and prices and statements may not fit. The money is the delivery's.
SELECT
  current.current_id,
  current.payer_account_id AS subject,
  before.currency AS currency_before,
  current.currency,
  current.unblended_cost AS amount
FROM quality_delivery AS current
JOIN quality_delivery AS before
  ON before.current_id = current.current_id AND before.role = 'month_before'
WHERE current.role = 'current' AND current.currency <> before.currency
ORDER BY current.current_id
