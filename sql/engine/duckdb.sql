-- What DuckDB lacks beside the functions in C++ (exact, quantity, decimal_places, …). One statement
-- ends at each semicolon at the end of a line.

-- A count since 1970 as an instant: of seconds, milliseconds, microseconds or nanoseconds, as its
-- size says; NULL if it would be before 2001 in all of them.
CREATE MACRO epoch_instant(x) AS
  CASE WHEN x < 1000000000 THEN NULL
       WHEN x < 100000000000 THEN make_timestamp(x * 1000000)
       WHEN x < 100000000000000 THEN make_timestamp(x * 1000)
       WHEN x < 100000000000000000 THEN make_timestamp(x)
       ELSE make_timestamp(x // 1000) END;

-- A text as an instant, with its offset (UtcTime::Parse says what is read), or a count since 1970;
-- NULL if it is none.
CREATE MACRO instant(x) AS COALESCE(written_instant(x), epoch_instant(TRY_CAST(x AS BIGINT)));

-- An instant of which there are bills; NULL for what stands for no time: infinity, 1900-01-01,
-- 9999-12-31, the end of a type's range.
CREATE MACRO billed_instant(x) AS
  CASE WHEN x >= TIMESTAMP '2000-01-01 00:00:00' AND x < TIMESTAMP '2100-01-01 00:00:00' THEN x END;

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
