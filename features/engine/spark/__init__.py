"""The second engine: the same declarations on Spark. The one door to pyspark and sqlglot."""
