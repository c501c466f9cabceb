#!/bin/sh
# SPDX-License-Identifier: MIT
# make demo: starts the fake Azure with the sample tenant Contoso, audits it over
# HTTPS and says where the reports lie.
set -eu
out=$1
cd "$(dirname "$0")/.."
ready=$out/demo-ready
rm -f "$ready"

"$out/fakeazure" --scenario fixtures/contoso \
    --cert build/test-ca/server.pem --key build/test-ca/server.key \
    --client-cert build/test-ca/client.pem --kube-dir build/test-ca \
    --ready-file "$ready" &
fake=$!
trap 'kill $fake 2>/dev/null; wait $fake 2>/dev/null || true' EXIT INT TERM
tries=0
while [ ! -s "$ready" ]; do
    tries=$((tries + 1))
    if [ $tries -gt 200 ]; then
        echo "demo: the fake Azure did not start" >&2
        exit 1
    fi
    sleep 0.05
done
url=$(sed -n 's/^url=//p' "$ready")

echo "The fake Azure plays the tenant Contoso at $url."
echo "What follows is a real audit of it, over HTTPS:"
echo
# What a user would set: the credential in the environment, the rest as options.
export AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET
AZURE_TENANT_ID=$(jq -r .tenantId fixtures/contoso/tenant.json)
AZURE_CLIENT_ID=$(jq -r '.clients[0].clientId' fixtures/contoso/tenant.json)
AZURE_CLIENT_SECRET=$(jq -r '.clients[0].secret' fixtures/contoso/tenant.json)
status=0
"$out/aksentra" scan --cloud "$url" --ca-file build/test-ca/ca.pem \
    --plan fixtures/contoso/plan.yaml --retries 1 \
    --allow-admin-credential --allow-run-command \
    --report-dir build/demo-report || status=$?
echo
echo "The reports lie in build/demo-report:"
find build/demo-report -type f -exec basename {} \; | sort | sed "s/^/    /"
echo "Exit code $status, as a compliance job would see it (2: legacy clusters)."
[ "$status" = 2 ]
