"""Counts of passes and fails of each series and day, by DuckDB: of a log as CSV, or `-` for one from standard input.

Usage: count.py LOG. Prints one JSON object; `readMs` is the query alone, without the start of Python.
"""

import json
import resource
import sys
import time

import duckdb

log = "/dev/stdin" if sys.argv[1] == "-" else sys.argv[1]
started = time.perf_counter()
days, passes, fails = (
    duckdb.connect(config={"threads": 2})
    .execute(
        """
        SELECT count(*), sum(passes), sum(fails) FROM (
          SELECT source, tenant_id, dataset_uuid, dataset_name, rule_code, business_date,
                 count(*) FILTER (WHERE contains(results, '"result": "Pass"')) AS passes,
                 count(*) FILTER (WHERE contains(results, '"result": "Fail"')) AS fails,
                 max(dataset_record_count) AS records, max(filtered_record_count) AS filtered
          FROM read_csv(?, header = true, columns = {
            'source': 'VARCHAR', 'tenant_id': 'VARCHAR', 'dataset_uuid': 'VARCHAR', 'dataset_name': 'VARCHAR',
            'business_date': 'DATE', 'dataset_record_count': 'BIGINT', 'rule_code': 'VARCHAR',
            'level_of_execution': 'VARCHAR', 'attribute_name': 'VARCHAR', 'results': 'VARCHAR',
            'context_id': 'VARCHAR', 'filtered_record_count': 'BIGINT' })
          GROUP BY ALL)
        """,
        [log],
    )
    .fetchone()
)
print(
    json.dumps(
        {
            "days": days,
            "passes": int(passes),
            "fails": int(fails),
            "readMs": round(1000 * (time.perf_counter() - started)),
            "peakMb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6),
        }
    )
)
