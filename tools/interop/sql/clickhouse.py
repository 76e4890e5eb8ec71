"""Counts log.parquet by clickhouse.sql into clickhouse.parquet."""

from chdb import session

clickhouse = session.Session()
clickhouse.query("CREATE DATABASE IF NOT EXISTS d ENGINE = Atomic")
clickhouse.query("USE d")
clickhouse.query("CREATE TABLE log ENGINE = MergeTree ORDER BY tuple() AS SELECT * FROM file('log.parquet', Parquet)")
with open("clickhouse.sql", encoding="utf-8") as file:
    query = file.read().rstrip().rstrip(";")
with open("clickhouse.parquet", "wb") as file:
    file.write(clickhouse.query(query, "Parquet").bytes())
