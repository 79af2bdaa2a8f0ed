-- What DuckDB lacks beside the functions in C++ (exact, quantity, instant, …). One statement
-- ends at each semicolon at the end of a line.

-- Maps that are written as JSON: whether the text is one, and the value of a key; NULL if the text
-- is no JSON object.
CREATE MACRO is_json_object(x) AS
  CASE WHEN json_valid(x) THEN json_type(x) = 'OBJECT' ELSE FALSE END;
CREATE MACRO json_text(x, key) AS
  CASE WHEN json_valid(x) THEN json_extract_string(x, '$."' || key || '"') END;

-- Whether a text has a character that nobody can see.
CREATE MACRO has_control_character(x) AS regexp_matches(x, '[\x00-\x1F\x7F]');

-- A number that two rows share only if they are the same, as far as anybody will see: of one or more
-- values as a row. The same within one run of the program only.
CREATE MACRO digest(x) AS hash(x);

-- Bits, by the names that Trino has for them.
CREATE MACRO bitwise_left_shift(x, n) AS x << n;
CREATE MACRO bitwise_or_agg(x) AS bit_or(x);

-- A text that no spreadsheet takes for a formula: what begins like one, and is no number, gets an
-- apostrophe before it. The same as CsvQuote (base/csv.h); a test holds one against the other.
CREATE MACRO cell_text(x) AS
  CASE WHEN regexp_matches(x, '^[=+@\t\r-]')
         AND NOT regexp_matches(x, '^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\z') THEN '''' || x
       ELSE x END;
