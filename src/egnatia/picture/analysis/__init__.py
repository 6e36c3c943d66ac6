"""Raw events for analysts: Parquet files in the node's directory, crossed freely by DuckDB."""
