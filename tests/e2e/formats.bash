# SPDX-License-Identifier: MIT
# formats.bash - readers of the report formats, for the tests of these.
# shellcheck shell=bash

# needs COMMAND...: skips the test where one is not installed.
needs() {
    local command
    for command in "$@"; do
        command -v "$command" >/dev/null || skip "$command is not installed"
    done
}

# sarif_valid FILE: as the published schema says, where a validator is installed.
sarif_valid() {
    python3 -c 'from jsonschema import Draft4Validator' 2>/dev/null || return 0
    python3 - "$ROOT/tests/data/sarif-2.1.0.schema.json" "$1" <<'PYTHON'
import json, sys
from jsonschema import Draft4Validator as Validator
schema, value = (json.load(open(f)) for f in sys.argv[1:3])
Validator.check_schema(schema)
errors = [e.json_path + ": " + e.message[:200] for e in Validator(schema).iter_errors(value)]
sys.exit("\n".join(errors[:10]) or 0)
PYTHON
}

# junit_valid FILE: as tests/data/junit.xsd says, and its counts are right.
junit_valid() {
    xmllint --noout --schema "$ROOT/tests/data/junit.xsd" "$1" 2>&1 || return 1
    local path
    path='count(//testsuite[@tests != count(testcase) or
        @failures != count(testcase/failure) or
        @errors != count(testcase/error) or
        @skipped != count(testcase/skipped)])'
    equal "$(xmllint --xpath "$path" "$1")" 0
}

# metrics_valid FILE: both as Prometheus text and as OpenMetrics, where their
# readers are installed.
metrics_valid() {
    if command -v promtool >/dev/null; then
        promtool check metrics <"$1" 2>&1 || return 1
    fi
    python3 -c 'import prometheus_client' 2>/dev/null || return 0
    python3 - "$1" <<'PYTHON'
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as prometheus
text = open(sys.argv[1]).read()
def flat(families):
    return sorted((s.name, sorted(s.labels.items()), s.value) for f in families for s in f.samples)
one, other = flat(openmetrics(text)), flat(prometheus(text))
sys.exit(0 if one and one == other else "the two formats read different samples")
PYTHON
}

# metric SERIES: its value in metrics.prom; nothing where there is none.
metric() {
    awk -v series="aksentra_$1" 'index($0, series " ") == 1 { print $NF }' "$REPORT/metrics.prom"
}

# csv_cells FILE DELIMITER: every cell as a line of JSON; a row that has another
# number of cells than the header is an error.
csv_cells() {
    python3 - "$1" "$2" <<'PYTHON'
import csv, json, sys
with open(sys.argv[1], encoding="utf-8-sig", newline="") as f:
    rows = list(csv.reader(f, delimiter=sys.argv[2], strict=True))
for row in rows:
    if len(row) != len(rows[0]):
        sys.exit("%s: %d cells, expected %d: %.300r" % (sys.argv[1], len(row), len(rows[0]), row))
    for name, cell in zip(rows[0], row):
        print(json.dumps([name, cell]))
PYTHON
}

# attention: how many findings of results.json a person should look at.
attention() {
    result '[.findings[] | select(.verdict != "not-applicable")] | length'
}

# md_findings FILE: the rows of all tables of findings in report.md.
md_findings() {
    sed -n '/^## Findings/,/^## [^F]/p' "$1" | grep -cE '^\| .* \| (fail|unknown|error)[^|]*\| .* \|$'
}
