"""Verifies a contract of Soda 4 on DuckDB; writes the scan results that it would send, and the outcomes in memory."""

import json
import os
import sys

import duckdb
from soda_core.common import soda_cloud
from soda_core.common.yaml import ContractYamlSource, DataSourceYamlSource
from soda_core.contracts.contract_verification import ContractVerificationSession

if os.path.exists("shop.db"):
    os.remove("shop.db")
connection = duckdb.connect("shop.db")
connection.execute(
    "create table orders as select i as id, case when i % 10 = 0 then null else 'c' || i end as customer,"
    " i * 1.5 as amount from range(1, 101) t(i)"
)
connection.close()
session = ContractVerificationSession.execute(
    contract_yaml_sources=[ContractYamlSource.from_file_path("contract.yml")],
    data_source_yaml_sources=[DataSourceYamlSource.from_file_path("data-source.yml")],
)
results = session.contract_verification_results
with open(sys.argv[1], "w") as file:
    json.dump(soda_cloud.to_jsonnable(soda_cloud._build_check_collection_results_json_dict(results)), file)
with open(sys.argv[2], "w") as file:
    json.dump([one.outcome.name for result in results for one in result.check_results], file)
