"""Tables with a report in each row: delimited, Excel, Parquet, JSON."""
