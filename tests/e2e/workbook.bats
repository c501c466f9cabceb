#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# workbook.bats - the reports as outside programs read them: a spreadsheet
# program, a JSON Schema validator, a shell, a shell checker.

load common

setup() {
    export SOURCE_DATE_EPOCH=1700000000
    scan --from "$ROOT/fixtures/checks" -o none
}

# Converts every sheet of the workbook into $SHEETS/report-NAME.csv.
sheets() {
    SHEETS=$BATS_TEST_TMPDIR/sheets
    LC_ALL=C.UTF-8 soffice --headless "-env:UserInstallation=file://$BATS_TEST_TMPDIR/office" \
        --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' \
        --outdir "$SHEETS" "$REPORT/report.xlsx" >/dev/null 2>&1
}

# Compares a sheet with a CSV file cell by cell. A formula guard, TRUE and true,
# and the link's caption are the differences that are meant.
same_cells() { # SHEET CSV
    python3 - "$1" "$2" <<'PYTHON'
import csv, sys
csv.field_size_limit(1 << 30)
sheet, plain = (list(csv.reader(open(f, encoding="utf-8", newline="")))
                for f in sys.argv[1:3])
assert len(sheet) == len(plain), (len(sheet), len(plain))
bad = 0
for number, (a, b) in enumerate(zip(sheet, plain)):
    for heading, x, y in zip(plain[0], a, b):
        y = y.replace("\r\n", "\n").replace("\r", "?")
        if y[:1] == "'" and y[1:2] in tuple("=+-@\t\n"):
            y = y[1:]
        if y in ("true", "false"):
            y = y.upper()
        if number and heading == "Portal" and x == "Open":
            x = y
        if x.replace(",", "") != y.replace(",", ""):
            print(number, heading, repr(x), repr(y))
            bad += 1
sys.exit(bad != 0)
PYTHON
}

@test "a spreadsheet program opens the workbook and sees what the CSV files hold" {
    command -v soffice >/dev/null || skip "needs LibreOffice"
    command -v python3 >/dev/null || skip "needs python3"
    sheets
    same_cells "$SHEETS/report-Clusters.csv" "$REPORT/clusters.csv"
    same_cells "$SHEETS/report-Findings.csv" "$REPORT/findings.csv"
    same_cells "$SHEETS/report-Migration plan.csv" "$REPORT/migration-plan.csv"
    for name in Summary "Kubeconfig refresh" "Retirement dates" "Not assessed"; do
        [ -s "$SHEETS/report-$name.csv" ]
    done
    contains "$(cat "$SHEETS/report-Summary.csv")" \
        "$(result .summary.legacy) of $(result .summary.clusters) clusters still use"
    # A real date, and so in the words of the locale.
    contains "$(cat "$SHEETS/report-Retirement dates.csv")" "06/01/2023,No new"
    contains "$(cat "$SHEETS/report-Not assessed.csv")" "kubeconfigs"
}

# Every cell of a sheet that results.json has under its own key.
as_results() { # SHEET LIST HEADING=KEY...
    python3 - "$REPORT/results.json" "$@" <<'PYTHON'
import csv, json, sys
csv.field_size_limit(1 << 30)
results, sheet, name, *pairs = sys.argv[1:]
items = json.load(open(results))[name]
if name == "findings":
    items = [f for f in items if f["verdict"] != "not-applicable"]
rows = list(csv.DictReader(open(sheet, encoding="utf-8", newline="")))
assert len(rows) == len(items) > 0, (len(rows), len(items))
bad = 0
for number, (row, item) in enumerate(zip(rows, items)):
    for heading, key in (p.split("=") for p in pairs):
        value = item[key]
        text = "" if value is None else str(value).upper() if isinstance(value, bool) else str(value)
        if row[heading] != text:
            print(number, heading, repr(row[heading]), repr(text))
            bad += 1
sys.exit(bad != 0)
PYTHON
}

@test "every sheet holds what its CSV file and results.json hold" {
    command -v soffice >/dev/null || skip "needs LibreOffice"
    command -v python3 >/dev/null || skip "needs python3"
    scan --from "$ROOT/fixtures/contoso/clusters" --kubeconfig "$ROOT/fixtures/kubeconfigs" \
        --baseline "$REPORT/results.json" -o none
    sheets
    same_cells "$SHEETS/report-Clusters.csv" "$REPORT/clusters.csv"
    same_cells "$SHEETS/report-Findings.csv" "$REPORT/findings.csv"
    same_cells "$SHEETS/report-App registrations.csv" "$REPORT/apps.csv"
    same_cells "$SHEETS/report-Left-over registrations.csv" "$REPORT/left-overs.csv"
    same_cells "$SHEETS/report-Bindings.csv" "$REPORT/bindings.csv"
    same_cells "$SHEETS/report-Azure roles.csv" "$REPORT/azure-roles.csv"
    same_cells "$SHEETS/report-Kubeconfigs.csv" "$REPORT/kubeconfigs.csv"
    same_cells "$SHEETS/report-Migration plan.csv" "$REPORT/migration-plan.csv"
    same_cells "$SHEETS/report-Since baseline.csv" "$REPORT/since-baseline.csv"
    as_results "$SHEETS/report-Clusters.csv" clusters Cluster=name "Resource group=resourceGroup" \
        Owner=owner Environment=environment Integration=integration Readiness=readiness \
        Why=integrationReason Kubernetes=kubernetesVersion Tier=skuTier Location=location \
        Provisioning=provisioningState Power=powerState "Resource id=id"
    as_results "$SHEETS/report-Findings.csv" findings Check=check Severity=severity \
        Verdict=verdict "What was found=message" Resource=resource
    as_results "$SHEETS/report-Kubeconfigs.csv" kubeconfigs Context=context Verdict=verdict \
        Why=why File=file Line=line Current=current Login=login "API server=server"
    # What is explained is what is said.
    contains "$(cat "$SHEETS/report-Definitions.csv")" "Readiness,action-needed,"
    contains "$(cat "$SHEETS/report-Summary.csv")" "In this workbook"
}

@test "names lead to their cluster, sheets repeat their header on paper" {
    command -v soffice >/dev/null || skip "needs LibreOffice"
    command -v python3 >/dev/null || skip "needs python3"
    python3 - "$REPORT/report.xlsx" <<'PYTHON'
import re, sys, zipfile
book = zipfile.ZipFile(sys.argv[1])
names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
strings = lambda sheet: dict(re.findall(r'<c r="(\w+)"[^>]*t="inlineStr"><is><t[^>]*>([^<]*)', sheet))
read = lambda name: book.read(f"xl/worksheets/sheet{names.index(name) + 1}.xml").decode()
clusters = strings(read("Clusters"))
links = re.findall(r'<hyperlink ref="(\w+)" location="\'Clusters\'!(A\d+)"', read("Findings"))
findings = strings(read("Findings"))
assert len(links) > 10, len(links)
for cell, place in links:
    assert findings[cell] == clusters[place], (cell, place)
to = re.findall(r'location="\'([^\']+)\'!A1"', read("Summary"))
assert sorted(to) == sorted(set(names) - {"Summary"}), (to, names)
titles = book.read("xl/workbook.xml").decode()
for name in set(names) - {"Summary"}:
    assert f"'{name}'!$1:$1" in titles or f"{name}!$1:$1" in titles, name
PYTHON
    soffice --headless "-env:UserInstallation=file://$BATS_TEST_TMPDIR/office" --convert-to pdf \
        --outdir "$BATS_TEST_TMPDIR" "$REPORT/report.xlsx" >/dev/null 2>&1
    equal "$(head -c 5 "$BATS_TEST_TMPDIR/report.pdf")" "%PDF-"
}

@test "names cannot become formulas, markup or commands" {
    local f=$BATS_TEST_TMPDIR/hostile.json
    jq '[.[] | select(.type)][0] as $c | [
        ["=1+1", "a", "it'\''s", "x;touch pwned", "$(touch pwned)", "`touch pwned`",
         "<script>", "a|b", "--admin", "@x", "_x0041_", "n\u001b[31m", "l\nm",
         "💥", ("x" * 1000)][] as $n |
        $c | .id |= sub("managedClusters/.*"; "managedClusters/" + $n) |
        .name = $n | .tags = {owner: $n}]' \
        "$ROOT/fixtures/checks/CLU-001/fail.json" >"$f"
    scan --from "$f" -o none
    equal "$status" 2
    equal "$(result '[.clusters[].owner] | sort | tostring')" \
        "$(jq '[.[].tags.owner] | sort | tostring' "$f" | jq -r .)"
    if grep -rl "$(printf '\033')" "$REPORT" --exclude='*.xlsx'; then
        return 1
    fi
    cd "$BATS_TEST_TMPDIR"
    sh "$REPORT/kubeconfig-refresh.sh" --list >list
    for name in '=1+1' "it's" 'x;touch pwned' '$(touch pwned)' '`touch pwned`'; do
        sh "$REPORT/kubeconfig-refresh.sh" --dry-run "$name" >steps
        # The last word of what it shows is the name again.
        eval "set -- $(sed -n 's/^+ az aks get-credentials //p' steps)"
        case " $* " in
        *" $name "*) ;;
        *) echo "$name came out as: $*"; return 1 ;;
        esac
    done
    [ ! -e pwned ]
    if command -v soffice >/dev/null && command -v python3 >/dev/null; then
        sheets
        same_cells "$SHEETS/report-Clusters.csv" "$REPORT/clusters.csv"
    fi
}

@test "results.json is what its schema says, and nothing else" {
    python3 -c 'from jsonschema import Draft202012Validator' 2>/dev/null ||
        skip "needs python3-jsonschema"
    python3 - "$ROOT/reports/schema/results.schema.json" \
        "$REPORT/results.json" <<'PYTHON'
import json, sys
from jsonschema import Draft202012Validator as Validator
schema, results = (json.load(open(f)) for f in sys.argv[1:3])
Validator.check_schema(schema)
errors = list(Validator(schema).iter_errors(results))
for e in errors[:10]:
    print("/".join(map(str, e.absolute_path)), e.message[:200])
if errors:
    sys.exit(1)
# An unknown member anywhere must be refused.
def objects(value):
    if isinstance(value, dict):
        yield value
        for v in value.values():
            yield from objects(v)
    elif isinstance(value, list) and value:
        yield from objects(value[0])
open_by_name = [results["clusters"][0]["tags"], results["summary"]["checks"]]
open_by_name += [f["evidence"] for f in results["findings"]]
for o in objects(results):
    if any(o is known for known in open_by_name):
        continue
    o["surprise"] = 1
    if Validator(schema).is_valid(results):
        sys.exit("accepted in " + ", ".join(o))
    del o["surprise"]
PYTHON
}

@test "the script is sound, and changes nothing by itself" {
    sh -n "$REPORT/kubeconfig-refresh.sh"
    if command -v shellcheck >/dev/null; then
        shellcheck "$REPORT/kubeconfig-refresh.sh"
    fi
    equal "$(stat -c %a "$REPORT/kubeconfig-refresh.sh")" 600
    contains "$(PATH=/usr/bin:/bin sh "$REPORT/kubeconfig-refresh.sh")" "--dry-run NAME"
}

@test "a report folder that cannot be written: exit 1, earlier reports intact" {
    cp -r "$REPORT" "$BATS_TEST_TMPDIR/before"
    # No file may grow beyond 4 KiB: what a full disk is to a writer.
    status=0
    (
        trap '' XFSZ
        ulimit -f 4
        aksentra scan --from "$ROOT/fixtures/checks" -o none -d "$REPORT"
    ) 2>"$BATS_TEST_TMPDIR/errors" || status=$?
    equal "$status" 1
    contains "$(cat "$BATS_TEST_TMPDIR/errors")" "$REPORT"
    diff -r "$REPORT" "$BATS_TEST_TMPDIR/before"
    scan -d "$REPORT/results.json/below" --from "$ROOT/fixtures/checks" -o none
    equal "$status" 1
    diff -r "$REPORT" "$BATS_TEST_TMPDIR/before"
}
