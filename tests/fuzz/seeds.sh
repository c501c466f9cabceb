#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes the seeds of every fuzz target from fixtures/, and from recorded replies
# where AKSENTRA_RECORDED names them. Usage: seeds.sh FOLDER
# Environment: AKSENTRA (build/dev/aksentra), which writes the results.json.
set -eu
cd "$(dirname "$0")/../.."
out=$1
bin=${AKSENTRA:-build/dev/aksentra}
fixtures=fixtures
graph=$fixtures/contoso/graph.json
access=$fixtures/contoso/authorization.json
rm -rf "$out"
mkdir -p "$out"

# The next seed of a target, from standard input.
seed() { # TARGET
    mkdir -p "$out/$1"
    cat >"$out/$1/$(ls "$out/$1" | wc -l)"
}

# The byte that fuzz_choice() takes for the K-th of N things.
pick() { # N K
    # shellcheck disable=SC2059 # the format is what is made
    printf "\\$(printf %03o $((96 - 96 % $1 + $2)))"
}

# Each line of standard input becomes a seed.
each_line() { # TARGET
    while IFS= read -r line; do
        printf '%s' "$line" | seed "$1"
    done
}

# Lines of JSON become replies of status 200.
as_replies() {
    awk 'NR > 1 { printf "\n%%%%\n" } { printf "200\n\n%s", $0 }'
}

# An array in a page.
page() { # FILTER FILE
    jq -c "{value: ($1)}" "$2"
}

# ---- ARM -------------------------------------------------------------------

for file in "$fixtures"/checks/CLU-0*/*.json "$fixtures"/hostile/clusters.json; do
    jq -c '(if type == "object" then (.value? // .) else . end)
        | if type == "array" then . else [.] end | .[0:2]' "$file" |
        seed arm_cluster
done
jq -c 'if type == "object" then .value else . end | .[0:3]' \
    "$fixtures/contoso/clusters/production.json" >"$out/clusters"
{
    jq -c '{value: .[0:1], nextLink: "https://host.example/subscriptions/1?$skiptoken=2"}' \
        "$out/clusters"
    jq -c '{value: .[1:]}' "$out/clusters"
} | as_replies | seed arm_clusters
printf '400\n\n{"error":{"code":"InvalidResourceType","message":"The supported api-versions are '\''2023-01-01,2024-01-01'\''."}}\n%%%%\n200\n\n{"value":[]}' |
    seed arm_clusters
printf '429\nRetry-After: 7\n\n{"error":{"code":"Throttled","message":"wait"}}' |
    seed arm_clusters
{
    pick 3 0
    printf '200\n\n{"value":[{"id":"/subscriptions/11111111-1111-4111-8111-111111111111","subscriptionId":"11111111-1111-4111-8111-111111111111","displayName":"Prod","state":"Enabled","tenantId":"22222222-2222-4222-8222-222222222222"}],"nextLink":"https://host.example/subscriptions?x=2"}\n%%%%\n200\n\n{"value":[]}'
} | seed arm_subscriptions
{
    pick 3 1
    printf '200\n\n{"subscriptionId":"11111111-1111-4111-8111-111111111111","displayName":"Prod","state":"Disabled"}'
} | seed arm_subscriptions
{
    pick 3 2
    printf '200\n\n{"value":[{"type":"/subscriptions","name":"11111111-1111-4111-8111-111111111111"},{"type":"Microsoft.Management/managementGroups","name":"x"}]}'
} | seed arm_subscriptions
{ pick 4 0; page '.roleAssignments[0:4]' "$access" | as_replies; } | seed arm_access
{ pick 4 1; jq -c '.roleDefinitions | (if type == "object" then to_entries[0].value else .[0] end)' "$access" | as_replies; } | seed arm_access
{ pick 4 2; page '.locks | (if type == "object" then to_entries[0].value else . end)' "$access" | as_replies; } | seed arm_access
{ pick 4 3; page '[.maintenance[]] | flatten | .[0:3]' "$access" | as_replies; } | seed arm_access
jq -c '[.maintenance[]] | flatten | .[]' "$access" | each_line maintenance
find "$fixtures/checks" -name '*.maintenance.json' | sort | while read -r file; do
    jq -c '.value[]? // .[]?' "$file"
done | sort -u | head -20 | each_line maintenance
jq -c '.["shop-prod"].clusterrolebindings' "$fixtures/contoso/kube.json" >"$out/bindings"
{
    printf '202\nLocation: https://host.example/result\nRetry-After: 1\n\n\n%%%%\n202\n\n\n%%%%\n'
    jq -c '{properties: {exitCode: 0, provisioningState: "Succeeded", logs:
        ({total: length, items: .} | tojson)}}' "$out/bindings" | as_replies
} | seed run_command
printf '200\n\n{"properties":{"exitCode":1,"logs":"Error from server (Forbidden)"}}' |
    seed run_command
{
    pick 2 1
    printf 'apiVersion: v1\nkind: Config\nclusters:\n- cluster:\n    certificate-authority-data: LS0tLS1CRUdJTiBYLS0tLS0KQUFBQQo=\n    server: https://aks.example:443\n  name: aks\ncontexts:\n- context:\n    cluster: aks\n    user: u\n  name: aks\ncurrent-context: aks\nusers:\n- name: u\n  user:\n    client-certificate-data: LS0tLS1CRUdJTiBYLS0tLS0KQUFBQQo=\n    client-key-data: LS0tLS1CRUdJTiBYLS0tLS0KQUFBQQo=\n' |
        base64 -w0 | jq -cR '{kubeconfigs: [{name: "clusterAdmin", value: .}]}'
} | seed kube_credential
for file in "$fixtures"/kubeconfigs/*.yaml; do
    {
        pick 2 1
        base64 -w0 <"$file" |
            jq -cR '{kubeconfigs: [{name: "clusterAdmin", value: .}]}'
    } | seed kube_credential
done

# ---- Kubernetes ------------------------------------------------------------

{
    jq -c '{kind: "ClusterRoleBindingList", metadata: {continue: "more"}, items: .[0:2]}' "$out/bindings"
    jq -c '{kind: "ClusterRoleBindingList", metadata: {}, items: .[2:]}' "$out/bindings"
    jq -c '{kind: "RoleBindingList", metadata: {}, items: [.["shop-prod"].rolebindings[]?]}' "$fixtures/contoso/kube.json"
} | as_replies | seed kube_bindings
printf '410\n\n{"kind":"Status","reason":"Expired","code":410}\n%%%%\n403\n\n{"kind":"Status","message":"forbidden"}' |
    seed kube_bindings
find "$fixtures" -name '*.yaml' -path '*kube*' -o -name '*.kubeconfig' | sort |
    while read -r file; do
        { pick 2 1; cat "$file"; } | seed kubeconfig
        seed yaml <"$file"
    done

# ---- Graph -----------------------------------------------------------------

line() { # KIND FILTER
    jq -c "$2" "$graph" | head -4 | while IFS= read -r object; do
        pick 11 "$1"
        printf '%s\n' "$object"
    done
}
for filter in '0 .applications[]' '1 .servicePrincipals[]' \
    '2 .oauth2PermissionGrants[]' '3 .appRoleAssignments[]' '4 .users[]' \
    '6 .deletedItems[]' '7 .groups[]' '8 .conditionalAccessPolicies[]' \
    '9 .users[],.groups[]' '10 .deletedItems[]'; do
    line "${filter%% *}" "${filter#* }" | seed graph_objects
done
{
    pick 11 5
    printf '{"name":"ci","issuer":"https://token.actions.githubusercontent.com","subject":"repo:x/y","audiences":["api://AzureADTokenExchange"]}'
} | seed graph_objects
{ line 0 '.applications[]'; line 1 '.servicePrincipals[]'; line 3 '.appRoleAssignments[]'; } |
    seed graph_objects
number=0
for filter in '.applications' '.servicePrincipals' '.oauth2PermissionGrants' \
    '.appRoleAssignments' '.applications' '.conditionalAccessPolicies' \
    '.deletedItems' '.deletedItems' '.users'; do
    {
        pick 10 "$number"
        pick 10 $(((number + 1) % 9))
        {
            page "$filter | .[0:3]" "$graph" |
                jq -c '. + {"@odata.nextLink": "https://host.example/v1.0/next"}'
            page "$filter | .[3:6]" "$graph"
            page '.servicePrincipals | .[0:2]' "$graph"
        } | as_replies
    } | seed graph_directory
    number=$((number + 1))
done
jq -c '{responses: [
        {id: "1", status: 200, body: .applications[0]},
        {id: "2", status: 200, body: .servicePrincipals[0]},
        {id: "3", status: 200, body: {value: .users[0:2]}},
        {id: "4", status: 200, body: {value: []}},
        {id: "5", status: 200, body: .groups[0]},
        {id: "6", status: 404, body: {error: {code: "Request_ResourceNotFound"}}}]}' \
    "$graph" >"$out/batch"
{ pick 10 9; pick 10 9; as_replies <"$out/batch"; } | seed graph_directory
as_replies <"$out/batch" | seed graph_batch
printf '200\n\n{"responses":[{"id":"2","status":429,"headers":{"Retry-After":"3"},"body":{"error":{"code":"TooManyRequests"}}}]}\n%%%%\n200\n\n{"responses":[]}' |
    seed graph_batch
{
    jq -c '{value: [.users[0:2][], .groups[0:2][], .servicePrincipals[0]]
        | to_entries | map(.value + {id: ("\(.key + 1)" * 8 + "-" + "\(.key + 1)" * 4
            + "-4" + "\(.key + 1)" * 3 + "-8" + "\(.key + 1)" * 3 + "-" + "\(.key + 1)" * 12)})}' "$graph"
    jq -c '{responses: [{id: "1", status: 200, body: {value: .users}},
        {id: "2", status: 200, body: 7}]}' "$graph"
    jq -c '{responses: [{id: "1", status: 200, body: 7}, {id: "2", status: 200, body: 205}]}' "$graph"
} | as_replies | seed graph_principals

# ---- exports, results and files of the user -----------------------------------

# The place of a file's name in the list of fuzz_export.c.
export_place() { # NAME
    case $1 in
    *subscriptions.json) echo 1 ;;
    *apps/applications.json) echo 2 ;;
    *apps/service-principals.json) echo 3 ;;
    *apps/deleted-applications.json) echo 4 ;;
    *apps/oauth2-permission-grants.json) echo 5 ;;
    *apps/app-role-assignments.json) echo 6 ;;
    *apps/conditional-access-policies.json) echo 7 ;;
    *apps/*) echo 8 ;;
    *maintenance.json) echo 10 ;;
    *bindings/aks*) echo 9 ;;
    *principals.json) echo 12 ;;
    *role-assignments.json) echo 14 ;;
    *locks.json) echo 15 ;;
    *bindings/*) echo 13 ;;
    *) echo 0 ;;
    esac
}
for dir in "$fixtures"/checks/APP-00*/fail "$fixtures"/checks/RBAC-0*/fail \
    "$fixtures"/checks/RBAC-0*/unknown "$fixtures/hostile"; do
    [ -d "$dir" ] || continue
    find "$dir" -name '*.json' | sort | while read -r file; do
        pick 16 "$(export_place "$file")"
        jq -c . "$file"
        echo '%%'
    done | seed export
done
for dir in contoso/clusters hostile; do
    "$bin" scan --from "$fixtures/$dir" --no-apps --no-bindings -q -o json \
        --fail-on never >"$out/results.json" 2>/dev/null || true
    jq -c '.clusters |= .[0:2] | .findings |= .[0:3] | .coverage |= .[0:4] | .apps |= (.[0:2]? // .) | .instructions |= []' \
        "$out/results.json" | seed results
    jq -c '{a: .clusters[0:1], b: {c: 1.5}, d: null, e: "\u00fc"}' \
        "$out/results.json" | seed json
done
seed plan <"$fixtures/contoso/plan.yaml"
seed yaml <"$fixtures/contoso/plan.yaml"
printf 'plan:\n  - name: p\n    match: { resource-group: /rg/, tag: env=prod }\n    admin-group-object-ids: [3f1d0a52-6a55-4c1c-9f1e-0c8f0b6a7d11]\n    azure-rbac: true\n    tenant-id: 3f1d0a52-6a55-4c1c-9f1e-0c8f0b6a7d11\n' |
    seed plan
printf 'waivers:\n  - check: CLU-009\n    resource: /lab$/\n    owner: team@example.com\n    reason: it goes in January\n    expires: 2027-01-31\n  - &a\n    check: APP-002\n    resource: /subscriptions/s/aks/lab\n    owner: me\n    reason: "x"\n    expires: 2020-02-29\n' |
    seed waivers
printf 'subscription: [a, b]\nfail-on: legacy,high\nparallel: 32\nno-apps: true\nformat: [json, csv]\ncsv-delimiter: ";"\ntag: env=prod\ntimeout: 30\n' |
    seed config
printf 'a: &x [1, "2", {b: ~}]\nc: *x\nd: |\n  text\n  more\ne: >-\n  folded\n? f\n: !!str 5\n' |
    seed yaml

# ---- texts -----------------------------------------------------------------

each_line retry_after <<'LINES'
7
0
-1
99999999999999999999
Sun, 06 Nov 1994 08:49:37 GMT
Mon, 23 Nov 2026 23:59:59 GMT
Sunday, 06-Nov-94 08:49:37 GMT
Sun Nov  6 08:49:37 1994
LINES
each_line url <<'LINES'
https://management.azure.com/subscriptions?api-version=2022-12-01
https://HOST.example:443/a?b#c
http://127.0.0.1:8443/
https://[::1]:8443/x
https://user:secret@host.example/
https://a\@b.example/
https://0x7f.1/
LINES
each_line azure_error <<'LINES'
{"error":{"code":"AuthorizationFailed","message":"The client '1' does not have authorization"}}
{"code":"NotFound","message":"no"}
{"odata.error":{"code":"x","message":{"lang":"en","value":"y"}}}
{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Trace ID: 1 Timestamp: 2","error_codes":[7000215]}
<html><head><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>
LINES
for file in "$out/azure_error"/*; do
    { printf '403\nx-ms-ratelimit-remaining-subscription-reads: 11\nx-ms-user-quota-remaining: 0\nx-ms-user-quota-resets-after: 00:00:05\n\n'; cat "$file"; } >"$file.new"
    mv "$file.new" "$file"
done
printf '429\n\n{"error":{"code":"x","message":"Please try again after '\''6'\'' seconds."}}' |
    seed azure_error
printf '200\n\n{"name":"Custom","portal":"https://portal.x","authentication":{"loginEndpoint":"https://login.x/","audiences":["https://management.x/"],"tenant":"common","identityProvider":"AAD"},"resourceManager":"https://host.example/","microsoftGraphResourceId":"https://graph.x/","suffixes":{}}' |
    seed cloud
for choice in 0 1 2; do
    {
        pick 3 $choice
        printf '200\n\n{"access_token":"a.eyJ0aWQiOiIxMTExMTExMS0yMjIyLTQzMzMtODQ0NC01NTU1NTU1NTU1NTUifQ.c","expires_in":"3599","expires_on":"1795478400","token_type":"Bearer"}\n%%%%\n200\n\n{"access_token":"b","expires_in":86399}'
    } | seed token
    {
        pick 3 $choice
        printf '401\n\n{"error":"invalid_client","error_description":"AADSTS7000215: Invalid","error_codes":[7000215]}'
    } | seed token
done
{
    pick 2 0
    printf '{"accessToken":"abc","expiresOn":"2026-11-23 10:00:00.000000","expires_on":1795478400,"subscription":"x","tenant":"11111111-2222-4333-8444-555555555555","tokenType":"Bearer"}'
} | seed az_token
{
    pick 2 1
    printf "ERROR: Please run 'az login' to setup account. AADSTS70043"
} | seed az_token
each_line jwt <<'LINES'
a.eyJ0aWQiOiIxMTExMTExMS0yMjIyLTQzMzMtODQ0NC01NTU1NTU1NTU1NTUifQ.c
..
eyJ0eXAiOiJKV1QifQ.eyJ0aWQiOjF9.
LINES
printf 'any \377 bytes' | seed base64
printf 'YW55IGJ5dGVz\r\nZm9v ' | seed base64
openssl req -x509 -newkey rsa:1024 -nodes -subj /CN=seed -days 3650 \
    -keyout "$out/key.pem" -out "$out/cert.pem" 2>/dev/null
{ pick 2 0; cat "$out/key.pem" "$out/cert.pem"; } | seed pem
openssl rsa -in "$out/key.pem" -aes128 -passout pass:secret \
    -out "$out/locked.pem" 2>/dev/null
{ pick 2 1; cat "$out/cert.pem" "$out/locked.pem"; } | seed pem
find "$fixtures" -path '*tools*' -type f | sort | while read -r file; do
    case $file in
    *kubectl) { pick 4 0; "$file" version --client --output json; } | seed tool_reply ;;
    *kubelogin)
        { pick 4 1; "$file" --version; } | seed tool_reply
        { pick 4 2; "$file" get-token --help; } | seed tool_reply ;;
    esac
done 2>/dev/null || true
{ pick 4 3; printf '{"azure-cli":"2.64.0","azure-cli-core":"2.64.0","extensions":{}}'; } | seed tool_reply
printf '^/subscriptions/1{3}.*(aks)-\\d+$\n/subscriptions/111/aks-1' | seed match
printf '(a+)+$\naaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | seed match
jq -r '.. | strings' "$fixtures/hostile/clusters.json" \
    "$fixtures"/hostile/*/*.json | sort -u | head -80 >"$out/texts"
for target in sanitize shell_quote html markdown; do
    each_line $target <"$out/texts"
    printf '\033[31m\302\233 ##[error] ::warning:: \342\200\256\r\n\t"' | seed $target
done
while IFS= read -r text; do
    { pick 4 0; printf '%s' "$text"; } | seed csv
done <"$out/texts"
{ pick 4 1; printf '=1+1;"@x,\r\n-2\t+3|=4'; } | seed csv

# ---- recorded replies --------------------------------------------------------

recorded=${AKSENTRA_RECORDED:-}
if [ -n "$recorded" ] && [ -d "$recorded" ]; then
    for file in "$recorded"/arm/*.json; do
        jq -c '.response.body? // .body? // .' "$file" | seed arm_cluster
    done
    for file in "$recorded"/errors/*.body.*; do
        { printf '403\n\n'; cat "$file"; } | seed azure_error
    done
fi
find "$out" -maxdepth 1 -type f -exec rm {} +
