"""Runs a checkpoint with two suites; writes its result, and what Great Expectations counts."""

import json

import great_expectations as gx
import pandas as pd

context = gx.get_context(mode="file", project_root_dir=".")
numbers = range(1, 101)
frame = pd.DataFrame(
    {
        "id": numbers,
        "customer": [None if i % 10 == 0 else f"c{i}" for i in numbers],
        "amount": [i * 1.5 for i in numbers],
    }
)
asset = context.data_sources.add_pandas("shop").add_dataframe_asset("orders")
batch = asset.add_batch_definition_whole_dataframe("all")
E = gx.expectations
first = context.suites.add(gx.ExpectationSuite("orders_suite"))
for expectation in [
    E.ExpectColumnValuesToNotBeNull(column="customer", severity="warning", meta={"owner": "sales"}),
    E.ExpectColumnValuesToNotBeNull(column="customer", mostly=0.5),
    E.ExpectColumnValuesToBeUnique(column="id"),
    E.ExpectTableRowCountToBeBetween(min_value=1, max_value=1000),
    E.ExpectColumnMaxToBeBetween(column="amount", max_value=10, description="amounts are small"),
    # These raise exceptions: they say nothing about the data.
    E.ExpectColumnValuesToBeInSet(column="nosuch", value_set=[1]),
    E.ExpectColumnMeanToBeBetween(column="customer", min_value=1),
]:
    first.add_expectation(expectation)
second = context.suites.add(gx.ExpectationSuite("second"))
second.add_expectation(E.ExpectColumnValuesToBeBetween(column="amount", min_value=0, max_value=100))
definitions = [
    context.validation_definitions.add(gx.ValidationDefinition(name=suite.name, data=batch, suite=suite))
    for suite in (first, second)
]
checkpoint = context.checkpoints.add(
    gx.Checkpoint(name="nightly", validation_definitions=definitions, result_format="SUMMARY")
)
result = checkpoint.run(batch_parameters={"dataframe": frame})

validations = list(result.run_results.values())
document = {
    "success": result.success,
    "run_results": {str(i): one.to_json_dict() for i, one in enumerate(validations)},
}
with open("checkpoint.json", "w") as file:
    json.dump(document, file)

results = [one for validation in validations for one in validation.results]
raised = [one for one in results if one.exception_info.get("raised_exception") is not False]
with_rows = [one.result for one in results if "unexpected_count" in one.result and one not in raised]
statistics = [one.statistics for one in validations]
passed = sum(one["successful_expectations"] for one in statistics)
tested = sum(one["element_count"] - one.get("missing_count", 0) for one in with_rows)
failed_rows = sum(one["unexpected_count"] for one in with_rows)
report = {
    "counts": {
        "passed": passed,
        "failed": sum(one["unsuccessful_expectations"] for one in statistics) - len(raised),
        "errors": len(raised),
        "skipped": 0,
    },
    "rows": {"passed": tested - failed_rows, "failed": failed_rows},
}
with open("report.json", "w") as file:
    json.dump(report, file)
