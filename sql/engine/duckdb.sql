-- What DuckDB lacks beside the functions in C++ (exact, quantity, decimal_places). One statement
-- ends at each semicolon at the end of a line.

-- A text as an instant, NULL if it is none. Both "2018-10-01T00:00:00Z" and "2018-10-01 00:00:00".
CREATE MACRO instant(x) AS TRY_CAST(x AS TIMESTAMP);

-- The value of a key of a map that is written as JSON; NULL if the text is no JSON object.
CREATE MACRO json_text(x, key) AS
  CASE WHEN json_valid(x) THEN json_extract_string(x, '$."' || key || '"') END;
