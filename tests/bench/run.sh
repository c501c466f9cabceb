#!/bin/bash
# SPDX-License-Identifier: MIT
# make bench: aksentra beside a curl script that fetches the same URLs in the
# same order, against the same server in the same run. Figures are medians.
# Environment: RUNS (5), LATENCY in ms (40).
set -euo pipefail
cd "$(dirname "$0")/../.."
build=build/release
work=$(mktemp -d)
runs=${RUNS:-5}
latency=${LATENCY:-40}
ca=build/test-ca/ca.pem
fake=

stop_fake() {
    [ -z "$fake" ] || kill "$fake" 2>/dev/null || true
    [ -z "$fake" ] || wait "$fake" 2>/dev/null || true
    fake=
}
trap 'stop_fake; rm -rf "$work"' EXIT

start_fake() { # SUBSCRIPTIONSxCLUSTERS LATENCY FAKE-ARGS...
    local size=$1 latency=$2
    shift 2
    stop_fake
    rm -f "$work/ready" "$work/journal"
    "$build/fakeazure" --generate "$size" --latency "$latency" --page-size 10 \
        --journal "$work/journal" "$@" --cert build/test-ca/server.pem --key build/test-ca/server.key \
        --ready-file "$work/ready" &
    fake=$!
    for _ in $(seq 200); do
        [ -s "$work/ready" ] && break
        sleep 0.05
    done
    url=$(sed -n 's/^url=//p' "$work/ready")
    export AZURE_TENANT_ID=00000000-0000-4000-8000-00000000ffff
    export AZURE_CLIENT_ID=00000000-0000-4000-8000-00000000c11e
    export AZURE_CLIENT_SECRET=generated-secret
    token=$(ask_token)
}

ask_token() {
    curl -sS --cacert $ca -d grant_type=client_credentials \
        -d client_id="$AZURE_CLIENT_ID" \
        -d client_secret="$AZURE_CLIENT_SECRET" \
        --data-urlencode "scope=$url/.default" \
        "$url/$AZURE_TENANT_ID/oauth2/v2.0/token" | jq -r .access_token
}

get() { curl -sS --compressed --cacert $ca -H "Authorization: Bearer $token" "$@"; }

# Every URL of the audit, in the order in which it asks: first pages first.
list_pages() {
    local subs="$url/subscriptions?api-version=2022-12-01" id next
    get "$subs" | jq -r '.value[].subscriptionId' >"$work/ids"
    : >"$work/urls"
    while read -r id; do
        next="$url/subscriptions/$id/providers/Microsoft.ContainerService/managedClusters?api-version=2024-09-01"
        while [ -n "$next" ]; do
            printf 'url = "%s"\noutput = /dev/null\n' "$next" >>"$work/urls"
            next=$(get "$next" | jq -r '.nextLink // ""')
        done
    done <"$work/ids"
}

curl_script() {
    local t
    get -o /dev/null "$url/metadata/endpoints?api-version=2022-09-01"
    t=$(ask_token)
    curl -sS --compressed --cacert $ca -H "Authorization: Bearer $t" \
        -o /dev/null "$url/subscriptions?api-version=2022-12-01"
    curl -sS --compressed --cacert $ca -H "Authorization: Bearer $t" \
        --parallel --parallel-max 16 --config "$work/urls" >/dev/null 2>&1
}

aksentra_scan() { # REPORT-OPTIONS...
    "$build/aksentra" scan --cloud "$url" --ca-file $ca --auth environment \
        --parallel 16 --fail-on never -q -o none -d "$work/report" "$@"
}

# Wall and CPU seconds and peak KiB of a command, one line a run.
measure() { # FILE COMMAND...
    local file=$1
    shift
    : >"$file"
    for _ in $(seq "$runs"); do
        /usr/bin/time -a -o "$file" -f '%e %U %S %M' "$@" >/dev/null
    done
}

median() { # FILE COLUMN-EXPRESSION
    awk "{ print $2 }" "$1" | sort -n | awk '{ v[NR] = $1 }
        END { print v[int((NR + 1) / 2)] }'
}

export -f curl_script aksentra_scan ask_token get
export build work ca

echo "## 50 subscriptions of 20 clusters, 10 a page, $latency ms, 16 in flight"
start_fake 50x20 "$latency"
export url token
list_pages
# The script asks Azure Resource Manager alone; so does this comparison.
export AKSENTRA_NO_APPS=true AKSENTRA_NO_BINDINGS=true
measure "$work/curl" bash -c curl_script
measure "$work/ours" bash -c 'aksentra_scan -f json'
measure "$work/all" bash -c 'aksentra_scan'
printf '%-34s %8s %8s %10s\n' '' 'wall s' 'CPU s' 'peak KiB'
for row in "curl:curl script (no parsing)" "ours:aksentra, results.json" \
    "all:aksentra, every report"; do
    file=$work/${row%%:*}
    printf '%-34s %8s %8s %10s\n' "${row#*:}" "$(median "$file" '$1')" \
        "$(median "$file" '$2 + $3')" "$(median "$file" '$4')"
done
ratio=$(awk -v a="$(median "$work/ours" '$1')" \
    -v b="$(median "$work/curl" '$1')" 'BEGIN { printf "%.2f", a / b }')
echo "wall, aksentra / curl: $ratio (to reach: at most 1.25)"
echo

echo "## memory for every further cluster, and reports for 10,000 clusters"
start_fake 50x200 0
runs=3
measure "$work/big" bash -c 'aksentra_scan'
measure "$work/big-none" bash -c 'aksentra_scan -f json'
start_fake 50x20 0
measure "$work/small" bash -c 'aksentra_scan'
awk -v big="$(median "$work/big" '$4')" -v small="$(median "$work/small" '$4')" \
    'BEGIN { printf "peak %d KiB at 1,000 clusters, %d KiB at 10,000: " \
        "%.2f KiB for every further one (to reach: at most 4)\n",
        small, big, (big - small) / 9000 }'
echo "CPU s at 10,000 clusters: every report $(median "$work/big" '$2 + $3')," \
    "results.json alone $(median "$work/big-none" '$2 + $3')" \
    "(to reach: reports under 5)"

echo
echo "## the directory: 1,000 legacy clusters, 400 apps, 2,000 left-overs," \
    "$latency ms"
unset AKSENTRA_NO_APPS
export AKSENTRA_NO_BINDINGS=true
start_fake 50x20 "$latency" --apps 400 --left-overs 2000
: >"$work/journal"
runs=1
measure "$work/apps" bash -c 'aksentra_scan'
asked=$(jq -r 'select(.path | startswith("/v1.0/")) | .path' "$work/journal" |
    wc -l)
echo "$asked requests to Microsoft Graph (to reach: at most 200)," \
    "$(median "$work/apps" '$1') s, peak $(median "$work/apps" '$4') KiB;" \
    "left-overs found: $(jq '.summary.checks["APP-012"].fail' \
        "$work/report/results.json")"

echo
echo "## who gets in: 500 clusters of 300 bindings, 5,000 principals, $latency ms"
unset AKSENTRA_NO_BINDINGS
export AKSENTRA_NO_APPS=true
start_fake 50x10 "$latency" --bindings 300 --principals 5000 \
    --kube-dir build/test-ca
: >"$work/journal"
measure "$work/bindings" bash -c 'aksentra_scan --allow-admin-credential'
asked=$(jq -r 'select(.path | startswith("/v1.0/")) | .path' "$work/journal" |
    wc -l)
named=$(jq '.principals | length' "$work/report/results.json")
twice=$(jq -r 'select(.path | startswith("/v1.0/")) | .path' "$work/journal" |
    grep -v 'batch\|getByIds' | sort | uniq -d | wc -l)
echo "$asked requests to Microsoft Graph for $named principals: one for" \
    "$(awk -v a="$named" -v b="$asked" 'BEGIN { printf "%.1f", a / b }')" \
    "(to reach: one for 15), $twice asked twice"
echo "$(median "$work/bindings" '$1') s, CPU $(median "$work/bindings" '$2 + $3') s," \
    "peak $(median "$work/bindings" '$4') KiB (to reach: below 262144);" \
    "bindings read: $(jq '[.clusters[].bindings.count] | add' \
        "$work/report/results.json")"
