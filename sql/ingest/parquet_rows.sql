SELECT CAST(num_rows AS BIGINT) AS row_count FROM parquet_file_metadata({file})
