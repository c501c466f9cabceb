#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# resource-graph.bats - --inventory resource-graph: the same audit as by Azure Resource
# Manager, in fewer requests, and never less said than that.

bats_require_minimum_version 1.5.0
load common
load fakeazure

QUERY=/providers/Microsoft.ResourceGraph/resources

setup() {
    export SOURCE_DATE_EPOCH=1795400000
    cd "$BATS_TEST_TMPDIR"
}

teardown() {
    fake_stop
}

# audit DIR ARGS...
audit() {
    REPORT=$BATS_TEST_TMPDIR/$1 scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --retries 1 \
        --no-apps --no-bindings -f json -o none "${@:2}"
    REPORT=$BATS_TEST_TMPDIR/$1
}

# same A B: but for how the inventory was made.
same() {
    local what='del(.run) | .coverage |= map(select(.kind != "inventory"))'
    diff <(jq -S "$what" "$1/results.json") <(jq -S "$what" "$2/results.json")
}

# queries: how many were sent to Resource Graph.
queries() {
    journal_count ".path | startswith(\"$QUERY\")"
}

inventory() {
    result '.coverage[] | select(.kind == "inventory") | .status + ": " + .reason'
}

@test "the same audit as by Azure Resource Manager, subscriptions asked 300 at a time" {
    fake_start --generate 601x2
    fake_env
    audit arm
    equal "$(queries)" 0
    fake_start --generate 601x2
    audit graph --inventory resource-graph
    same arm graph
    equal "$(queries)" 3
    journal_clean
}

@test "a page has a thousand rows, and only the columns that are needed" {
    fake_start --generate 1x2500
    fake_env
    audit graph --inventory resource-graph
    equal "$(queries)" 3
    equal "$(result '.clusters | length')" 2500
    # The legacy ones are confirmed: one list costs less than a question for each.
    equal "$(journal_count '.method == "GET" and (.path | test("managedClusters/"))')" 0
    equal "$(journal_count '.method == "GET" and (.path | test("managedClusters[?]"))')" 250
    contains "$(inventory)" "audited: 1 of 1 subscriptions were listed by Resource Graph"
    journal_clean
}

@test "a subscription without a row is asked of Azure Resource Manager: empty, or not to be read" {
    fake_start --scenario "$ROOT/fixtures/contoso"
    fake_env "$ROOT/fixtures/contoso"
    audit graph --inventory resource-graph
    equal "$(result '.coverage[] | select(.name == "Contoso Restricted") | .status')" denied
    equal "$(result '.coverage[] | select(.name == "Contoso Busy") | .status')" unreachable
    equal "$(result '.coverage[] | select(.name == "Contoso Production") | .status')" audited
    # Fabrikam's list breaks off after three of five clusters; Resource Graph shows all.
    equal "$(result '[.clusters[] | select(.name | startswith("fabrikam-"))] | length')" 5
    equal "$(result '.coverage[] | select(.name == "Fabrikam (acquired)") | .status')" partial
    # What Azure Resource Manager says of them counts: odd-reply is not readable.
    equal "$(result '.clusters[] | select(.name == "odd-reply") | .integration')" unknown
    equal "$(result '.clusters[] | select(.name == "payments-prod") | .integration')" legacy
}

# broken EXPECTED FAULT...: an answer that is not whole costs nothing but time.
broken() {
    local expected=$1
    shift
    fake_start --generate 3x5
    fake_env
    audit arm
    fake_start --generate 3x5 "$@"
    audit graph --inventory resource-graph
    same arm graph
    contains "$(inventory)" "audited: 0 of 3 subscriptions were listed by Resource Graph"
    contains "$(inventory)" "an answer was not whole: $expected"
    contains "$errors" "3 subscriptions are listed through Azure Resource Manager instead"
}

# row ID TOKEN TOTAL TRUNCATED: an answer with one row.
row() {
    jq -n --arg id "$1" --arg token "$2" --argjson total "$3" --arg truncated "${4:-false}" '
        {totalRecords: $total, count: 1, resultTruncated: $truncated, facets: [], data: [
            {id: "/subscriptions/\($id)/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/one",
             name: "one", type: "microsoft.containerservice/managedclusters", location: "westeurope", properties: {}}]}
        + if $token == "" then {} else {"$skipToken": $token} end'
}

# Sets FIRST, the id of a generated subscription.
find_first() {
    fake_start --generate 3x5
    fake_env
    audit arm
    FIRST=$(result '[.coverage[] | select(.kind == "subscription") | .id][0]')
}

@test "a page that comes again and again" {
    find_first
    row "$FIRST" again 9 >answer.json
    broken "page 2 has a \$skipToken that an earlier one had, too" \
        --fault "path=ResourceGraph,status=200,body=answer.json"
}

@test "an answer that was cut short" {
    find_first
    row "$FIRST" "" 1 true >answer.json
    broken "the answer was cut short (resultTruncated)" \
        --fault "path=ResourceGraph,status=200,body=answer.json"
}

@test "fewer rows than there are" {
    find_first
    row "$FIRST" "" 7 >answer.json
    broken "expected 7 rows in all, found 1" --fault "path=ResourceGraph,status=200,body=answer.json"
}

@test "a row of a subscription that nobody asked for" {
    row 99999999-9999-4999-8999-999999999999 "" 1 >answer.json
    broken "row 1: it is of a subscription that was not asked for" \
        --fault "path=ResourceGraph,status=200,body=answer.json"
}

@test "rows that are none, and answers that are none" {
    echo '{"totalRecords":1,"data":[7]}' >answer.json
    broken "row 1: " --fault "path=ResourceGraph,status=200,body=answer.json"
    echo '{"totalRecords":1,"data":{}}' >answer.json
    broken "data: expected an array, found object" --fault "path=ResourceGraph,status=200,body=answer.json"
    echo '{"data":[]}' >answer.json
    broken "totalRecords: expected a number, found nothing" --fault "path=ResourceGraph,status=200,body=answer.json"
    echo '<html>' >answer.json
    broken "https://localhost" --fault "path=ResourceGraph,status=200,body=answer.json"
}

@test "refused, failing, throttled, cut" {
    broken "HTTP 403" --fault path=ResourceGraph,status=403
    broken "HTTP 500" --fault path=ResourceGraph,status=500
    broken "HTTP 429" --fault path=ResourceGraph,status=429,retry-after=0
    broken "" --fault path=ResourceGraph,action=cut
}

@test "a quota that is used up is waited for" {
    fake_start --generate 3x5 --fault "path=ResourceGraph,status=429,times=1,header=x-ms-user-quota-remaining:0,header=x-ms-user-quota-resets-after:00:00:01"
    fake_env
    audit graph --inventory resource-graph
    equal "$(queries)" 2
    contains "$(inventory)" "3 of 3 subscriptions were listed by Resource Graph"
}

@test "what cannot be confirmed is not known, and what is gone is gone" {
    fake_start --generate 1x3
    fake_env
    audit arm
    local legacy
    legacy=$(result '[.clusters[] | select(.integration == "legacy") | .name] | join(" ")')
    [ "$legacy" = aks-00000-000 ]
    fake_start --generate 1x3 --fault "method=GET,path=managedClusters/$legacy[?],status=500"
    audit graph --inventory resource-graph
    equal "$(result ".clusters[] | select(.name == \"$legacy\") | .integration")" unknown
    contains "$(result ".clusters[] | select(.name == \"$legacy\") | .integrationReason")" \
        "Resource Graph says legacy, and Azure Resource Manager could not confirm it: HTTP 500"
    fake_start --generate 1x3 --fault "method=GET,path=managedClusters/$legacy[?],status=404"
    audit gone --inventory resource-graph
    equal "$(result ".clusters | length")" 2
}

@test "a list that breaks off loses nothing that Resource Graph shows" {
    fake_start --generate 1x25
    fake_env
    audit arm
    fake_start --generate 1x25 --fault "method=GET,path=managedClusters[?],after=1,status=500"
    audit graph --inventory resource-graph
    equal "$(result '.clusters | length')" 25
    equal "$(result '[.coverage[] | select(.kind == "subscription") | .status][0]')" partial
    contains "$(result '[.clusters[] | select(.integration == "unknown") | .integrationReason] | tostring')" \
        "Resource Graph says legacy, and Azure Resource Manager could not confirm it: broke off after page 1"
    equal "$(jq -c '[.clusters[] | select(.integration == "managed") | .name]' graph/results.json)" \
        "$(jq -c '[.clusters[] | select(.integration == "managed") | .name]' arm/results.json)"
}

@test "auto takes it where there are many subscriptions" {
    fake_start --generate 49x1
    fake_env
    audit few --inventory auto
    equal "$(queries)" 0
    fake_start --generate 50x1
    audit many --inventory auto
    equal "$(queries)" 1
}

@test "--dry-run says what it would ask" {
    run -0 aksentra scan --dry-run --inventory resource-graph --no-apps --no-bindings
    contains "$output" "POST /providers/Microsoft.ResourceGraph/resources"
    contains "$output" "GET {cluster}"
    run -0 aksentra scan --dry-run --no-apps --no-bindings
    case $output in *ResourceGraph*) false ;; esac
}

@test "interrupted: what was not read says so" {
    fake_start --generate 3x5 --fault path=ResourceGraph,action=hang
    fake_env
    "$BUILD/aksentra" scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --no-apps --no-bindings \
        --inventory resource-graph -f json -o none -d stopped 2>errors &
    local pid=$! tries=0
    while [ "$(queries)" = 0 ]; do
        sleep 0.05
        tries=$((tries + 1))
        [ $tries -lt 200 ]
    done
    kill -INT $pid
    local code=0
    wait $pid || code=$?
    equal "$code" 1
    equal "$(jq -r '[.coverage[] | select(.kind == "subscription") | .status] | unique[]' stopped/results.json)" unreachable
}
