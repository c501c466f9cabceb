#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# faults-tenant.bats - every status on the routes that a tenant has one of: the
# metadata, the tokens, the list of subscriptions, and Microsoft Graph.

load common
load fakeazure
load faults

setup_file() {
    faults_start --generate 2x2 --apps 2 --left-overs 1 --bindings 2 --principals 3
}

teardown_file() {
    fake_stop
}

# ---- without which there is no audit -------------------------------------------

refuses() { # ROUTE WORDS STATUS...
    local code
    for code in "${@:3}"; do
        faults "[{\"path\": \"$1\", \"status\": $code, \"retry-after\": \"0\"}]"
        within 20 --retries 1
        equal "$code $status" "$code 1"
        contains "$errors" "$2"
        [ ! -e "$REPORT/results.json" ]
    done
}

overcomes() { # ROUTE TIMES STATUS...
    local code
    for code in "${@:3}"; do
        faults "[{\"path\": \"$1\", \"status\": $code, \"times\": $2, \"retry-after\": \"0\"}]"
        within 20 --retries 10 --no-apps --no-bindings
        equal "$code $status" "$code 0"
        equal "$(result .run.complete)" true
    done
}

@test "metadata: each status for ever is exit 1, and names the URL" { refuses /metadata/endpoints /metadata/endpoints $STATUSES; }
@test "metadata: a passing status once and ten times" { overcomes /metadata/endpoints 1 $PASSING; overcomes /metadata/endpoints 10 $PASSING; }
@test "Entra, token: each status for ever is exit 1" { refuses /oauth2/v2.0/token "Microsoft Entra" $STATUSES; }
@test "Entra, token: a passing status once and ten times" { overcomes /oauth2/v2.0/token 1 $PASSING; overcomes /oauth2/v2.0/token 10 $PASSING; }
@test "ARM, subscriptions: each status for ever is exit 1" { refuses '/subscriptions[?]' "list of subscriptions" $STATUSES; }
@test "ARM, subscriptions: 401 once is answered with a new token" { overcomes '/subscriptions[?]' 1 401; }
@test "ARM, subscriptions: a passing status once and ten times" { overcomes '/subscriptions[?]' 1 $PASSING; overcomes '/subscriptions[?]' 10 $PASSING; }

@test "Entra, no token for Graph: each status for ever leaves the clusters audited" {
    local code
    for code in 400 401 403 404 429 500 503 599; do
        faults "[{\"path\": \"/oauth2/v2.0/token\", \"status\": $code, \"after\": 1, \"retry-after\": \"0\"}]"
        within 20 --retries 1
        not_whole 3
        equal "$(result .summary.clusters)" 4
        equal "$(covered subscription | grep -c ': audited')" 2
        equal "$(covered directory applications | grep -c ': audited')" 0
    done
}

# ---- Microsoft Graph ------------------------------------------------------------

# Each route has its turn of each status: run i gives the k-th route the status
# i + k. A part whose status is not overcome is named with it.
each_route() { # TIMES OVERCOME STATUSES ROUTE=PART...
    local codes=($3) routes=("${@:4}") i k n code rules line
    n=${#codes[@]}
    for ((i = 0; i < n; i++)); do
        rules=
        for ((k = 0; k < ${#routes[@]}; k++)); do
            rules="$rules,{\"path\": \"${routes[k]%=*}\", \"status\": ${codes[(i + k) % n]}, \"times\": $1, \"retry-after\": \"0\"}"
        done
        faults "[${rules#,}]"
        within 20 --allow-admin-credential --retries $(($1 == 10 ? 10 : 1))
        jq -r '"\(.summary.exitCode) \(.summary.clusters) \(.run.complete)", (.coverage[] |
            select(.kind == "directory") | "\(.id): \(.status) \(.reason)")' \
            "$REPORT/results.json" >"$BATS_TEST_TMPDIR/said"
        read -r line <"$BATS_TEST_TMPDIR/said"
        [ -z "$2" ] || line="3 4 false" # some are overcome: one by one, below
        equal "$status $line" "$status 3 4 false"
        for ((k = 0; k < ${#routes[@]}; k++)); do
            code=${codes[(i + k) % n]}
            line=$(grep "^${routes[k]#*=}:" "$BATS_TEST_TMPDIR/said")
            case " $2 " in
            *" $code "*) [[ $line = *": audited"* ]] ;;
            *) [[ $line =~ (denied|unreachable).*$code ]] ;;
            esac || { echo "${routes[k]}, $code: $line"; return 1; }
        done
    done
}

COLLECTIONS="v1.0/applications[?]=applications v1.0/servicePrincipals[?]=servicePrincipals
oauth2PermissionGrants=oauth2PermissionGrants c000-000000000000').appRoleAssignedTo=appRoleAssignments
conditionalAccess/policies=conditionalAccessPolicies"
# Items of batches, and the batch of ids. An object that is gone is 404, no failure.
ITEMS="/owners=owners
directoryObjects/getByIds=directoryObjects"

without() { # STATUS: all others
    echo "$STATUSES" | tr -s ' \n' '\n' | grep -vx "$1" | tr '\n' ' '
}

# shellcheck disable=SC2086 # lists are several words
@test "Graph, collections: each status for ever" { each_route 1000000 "" "$STATUSES" $COLLECTIONS; }
@test "Graph, collections: each status once" { each_route 1 "$PASSING 401" "$PASSING 401 403 404 501" $COLLECTIONS; }
@test "Graph, collections: a passing status ten times" { each_route 10 "$PASSING" "$PASSING" $COLLECTIONS; }
@test "Graph, look-ups: each status for ever" { each_route 1000000 "" "$(without 404)" $ITEMS; }
@test "Graph, look-ups: a passing status once" { each_route 1 "$PASSING" "$PASSING" $ITEMS; }
@test "Graph, look-ups: a passing status ten times" { each_route 10 "$PASSING" "$PASSING" $ITEMS; }
# Where the whole collection is refused, it is read app by app, and refused there.
@test "Graph, federated credentials: statuses for ever" { each_route 1000000 "" "400 401 403 429 500 501 503" federatedIdentityCredentials=federatedIdentityCredentials; }
@test "Graph, batch as a whole: each status for ever" { each_route 1000000 "" "$STATUSES" '[$]batch=owners'; }
@test "Graph, batch as a whole: a passing status once and ten times" {
    each_route 1 "$PASSING 401" "$PASSING 401" '[$]batch=owners'
    each_route 10 "$PASSING" "$PASSING" '[$]batch=owners'
}

@test "Graph: a gateway's 404 proves no absence" {
    faults '[{"path": "[$]batch", "status": 404, "body-text": "<html>no such page</html>"}]'
    within 20 --retries 0
    not_whole 3
    equal "$(result '[.findings[] | select(.check == "APP-001" and .verdict == "fail")] | length')" 0
    contains "$(covered directory owners)" unreachable
    faults '[{"path": "appRoleAssignedTo", "status": 404, "body-text": "<html>no such page</html>"}]'
    within 20 --retries 0
    not_whole 3
    contains "$(covered directory appRoleAssignments)" unreachable
    faults '[{"path": "roleDefinitions", "status": 404, "body-text": "<html>no such page</html>"}]'
    within 20 --retries 0
    not_whole 3
    equal "$(result '[.findings[] | select(.message | contains("does not exist"))] | length')" 0
}

@test "Graph: an absurd Retry-After of an item is not waited for, or no wish" {
    local wait
    for wait in 315360000 99999999999999999999; do
        faults "[{\"path\": \"/owners\", \"status\": 429, \"times\": 1, \"retry-after\": \"$wait\"}]"
        within 20 --no-bindings
        not_whole 3
        contains "$(covered directory owners)" 429
    done
    for wait in -1 soon; do
        faults "[{\"path\": \"/owners\", \"status\": 429, \"times\": 1, \"retry-after\": \"$wait\"}]"
        within 20 --no-bindings
        whole
    done
}
