"""Runs a scan of Soda 3 on DuckDB; writes its results, and the outcome of each check as Soda has it in memory."""

import json
import sys

import duckdb
from soda.scan import Scan

connection = duckdb.connect()
connection.execute(
    "create table orders as select i as id, case when i % 10 = 0 then null else 'c' || i end as customer,"
    " i * 1.5 as amount from range(1, 101) t(i)"
)
connection.execute("create table customers as select i as id, 'a@b' as email from range(1, 11) t(i)")
scan = Scan()
scan.set_scan_definition_name("nightly")
scan.set_data_source_name("shop")
scan.add_duckdb_connection(connection, "shop")
scan.add_sodacl_yaml_str(
    """
checks for orders:
  - row_count > 0
  - missing_count(customer) = 0:
      name: every order has a customer
      attributes: {owner: sales}
  - missing_percent(customer):
      warn: when > 5
      fail: when > 50
  - duplicate_count(id) = 0
  - max(amount) < 10:
      name: small amounts
  - failed rows:
      name: negative
      fail query: select * from orders where amount < 0
  - schema:
      fail:
        when required column missing: [zip]
checks for customers:
  - row_count > 0
  - duplicate_count(id) = 0
"""
)
scan.execute()
with open(sys.argv[1], "w") as file:
    json.dump(scan.get_scan_results(), file, default=str)
with open(sys.argv[2], "w") as file:
    json.dump([one.outcome.value if one.outcome else None for one in scan._checks], file)
