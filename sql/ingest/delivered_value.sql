-- One value as it was delivered, to show it to a person.
SELECT CAST({column} AS VARCHAR) AS delivered
FROM {rows}
WHERE {row} = {row_number}
