-- What DuckDB lacks beside the functions in C++ (exact, quantity, decimal_places). One statement
-- ends at each semicolon at the end of a line.

-- A count since 1970 as an instant: of seconds, milliseconds, microseconds or nanoseconds, as its
-- size says; NULL if it would be before 2001 in all of them.
CREATE MACRO epoch_instant(x) AS
  CASE WHEN x < 1000000000 THEN NULL
       WHEN x < 100000000000 THEN make_timestamp(x * 1000000)
       WHEN x < 100000000000000 THEN make_timestamp(x * 1000)
       WHEN x < 100000000000000000 THEN make_timestamp(x)
       ELSE make_timestamp(x // 1000) END;

-- A text as an instant, NULL if it is none: "2018-10-01T00:00:00Z", "2018-10-01 00:00:00",
-- "2018-10-01T00:00Z", "2018-10-01 00:00:00 UTC", "1538352000000".
CREATE MACRO instant(x) AS
  COALESCE(TRY_CAST(x AS TIMESTAMP),
           TRY_CAST(regexp_replace(x, '^(.*\d:\d\d) ?(Z|UTC)$', '\1:00') AS TIMESTAMP),
           TRY_CAST(regexp_replace(x, ' ?UTC$', '') AS TIMESTAMP),
           epoch_instant(TRY_CAST(x AS BIGINT)));

-- The value of a key of a map that is written as JSON; NULL if the text is no JSON object.
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
-- apostrophe before it.
CREATE MACRO cell_text(x) AS
  CASE WHEN regexp_matches(x, '^[=+@\t-]') AND TRY_CAST(x AS DOUBLE) IS NULL THEN '''' || x
       ELSE x END;
