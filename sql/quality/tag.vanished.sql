-- code: tag.vanished
-- severity: warning
-- threshold: 50 %, by how much the rows with a value may become fewer
-- meaning: A tag or cost category that rows had is gone, or far fewer rows of this version have
--   it than of the version before; against the month before only one that is gone counts. The
--   money is the cost that had it and has it no more.
SELECT
  before.current_id,
  before.role AS compared_with,
  before.column AS subject,
  before.rows AS rows_before,
  COALESCE(current.rows, 0) AS rows_now,
  before.unblended_cost AS cost_before,
  before.unblended_cost - COALESCE(current.unblended_cost, 0) AS amount
FROM quality_column_use AS before
LEFT JOIN quality_column_use AS current
  ON current.current_id = before.current_id AND current.role = 'current'
  AND current.column = before.column
JOIN quality_delivery AS delivery
  ON delivery.current_id = before.current_id AND delivery.role = 'current' AND delivery.has_days
WHERE before.rows > 0
  AND (before.role = 'before' AND COALESCE(current.rows, 0) < before.rows
    OR before.role = 'month_before' AND COALESCE(current.rows, 0) = 0
      AND NOT EXISTS (
        SELECT 1
        FROM quality_column_use AS version
        WHERE version.current_id = before.current_id AND version.role = 'before'
          AND version.column = before.column AND version.rows > 0))
ORDER BY before.current_id, before.role, before.unblended_cost DESC, before.column
