"""Counts log.parquet by spark.sql into the folder spark.parquet, and by parts into counted, as the guide to many machines says."""

from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
spark.read.parquet("log.parquet").createOrReplaceTempView("log")
with open("spark.sql", encoding="utf-8") as file:
    query = file.read().rstrip().rstrip(";")
counted = spark.sql(query)
counted.write.parquet("spark.parquet")
counted.repartition("part").write.mode("overwrite").partitionBy("part").parquet("counted")
spark.stop()
