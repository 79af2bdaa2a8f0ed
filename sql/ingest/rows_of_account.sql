-- How many line items are of one account.
SELECT CAST(COUNT(*) AS VARCHAR) FROM ({line_item}) AS line_item WHERE usage_account_id = {account}
