SELECT COUNT(*) > 0 AS surplus FROM delta_content WHERE old_rows > 0 AND new_rows > 0
