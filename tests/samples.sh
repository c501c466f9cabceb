#!/bin/sh
# SPDX-License-Identifier: MIT
# samples.sh BUILD DIR: audits the sample tenant Contoso, which the fake Azure plays,
# with a fixed clock, and writes every format into DIR, and what goes to standard
# output as *.txt.
set -eu
build=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
cd "$(dirname "$0")/.."
export SOURCE_DATE_EPOCH=1795411800 LC_ALL=C.UTF-8 TZ=UTC # 2026-11-23T05:30:00Z
unset NO_COLOR COLUMNS
ready=$(mktemp)
trap 'kill $fake 2>/dev/null; wait $fake 2>/dev/null || true; rm -f "$ready"' EXIT INT TERM
"$build/fakeazure" --scenario fixtures/contoso \
    --cert build/test-ca/server.pem --key build/test-ca/server.key \
    --client-cert build/test-ca/client.pem --kube-dir build/test-ca \
    --ready-file "$ready" &
fake=$!
tries=0
while [ ! -s "$ready" ]; do
    tries=$((tries + 1))
    [ $tries -le 400 ] || { echo "samples: the fake Azure did not start" >&2; exit 1; }
    sleep 0.05
done

export AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET
AZURE_TENANT_ID=$(jq -r .tenantId fixtures/contoso/tenant.json)
AZURE_CLIENT_ID=$(jq -r '.clients[0].clientId' fixtures/contoso/tenant.json)
AZURE_CLIENT_SECRET=$(jq -r '.clients[0].secret' fixtures/contoso/tenant.json)
status=0
"$build/aksentra" scan --cloud "$(sed -n 's/^url=//p' "$ready")" --ca-file build/test-ca/ca.pem \
    --plan fixtures/contoso/plan.yaml --baseline fixtures/contoso/baseline.json \
    --kubeconfig fixtures/kubeconfigs --retries 1 \
    --allow-admin-credential --allow-run-command \
    --report-dir "$out" -f all -o none -q 2>/dev/null || status=$?
[ "$status" = 2 ] || { echo "samples: expected exit code 2, found $status" >&2; exit 1; }

# What a terminal and the logs of pipelines get.
for form in table tsv github azure-pipelines; do
    COLUMNS=80 "$build/aksentra" report "$out/results.json" -o $form -q >"$out/output-$form.txt" || [ $? = 2 ]
done
