-- The accepted line items of one version with what delta compares: digests of all that a row says
-- and of what it is about, and its tags.
SELECT
  *,
  digest(ROW({content})) AS first_digest,
  digest(ROW({content_backwards})) AS second_digest,
  digest(ROW({about})) AS about_digest,
  digest(ROW({about_backwards})) AS about_again
FROM ({line_item}) AS line_item
