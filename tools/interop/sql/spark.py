"""Counts log.parquet by spark.sql into the folder spark.parquet."""

from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
spark.read.parquet("log.parquet").createOrReplaceTempView("log")
with open("spark.sql", encoding="utf-8") as file:
    query = file.read().rstrip().rstrip(";")
spark.sql(query).write.parquet("spark.parquet")
spark.stop()
