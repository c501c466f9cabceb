#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# fakeazure.bats - the fake Azure, asked with curl: it refuses what Azure refuses
# and misbehaves as it is told.

load common
load fakeazure

API=api-version=2024-09-01
AKS=providers/Microsoft.ContainerService/managedClusters

teardown() {
    fake_stop
}

contoso() {
    fake_start --scenario "$ROOT/fixtures/contoso" "$@"
    fake_env "$ROOT/fixtures/contoso"
    token=$(fake_token)
}

generated() {
    fake_start --generate "$@"
    fake_env
    token=$(fake_token)
    sub=00000000-0000-4000-9000-000000000000
}

# ask PATH ARGS...: $code, $body; the headers are in the file `headers`.
ask() {
    local path=$1
    shift
    code=$(curl -sS --cacert "$FAKE_CA" -H "Authorization: Bearer $token" \
        -D "$BATS_TEST_TMPDIR/headers" -o "$BATS_TEST_TMPDIR/body" \
        -w '%{http_code}' "$@" "$FAKE_URL/$path") || code=curl:$?
    body=$(cat "$BATS_TEST_TMPDIR/body" 2>/dev/null | tr -d '\0')
}

# says STATUS CODE: an ARM error.
says() {
    equal "$code" "$1"
    equal "$(jq -r .error.code <<<"$body")" "$2"
}

# follow PATH: the names on all pages.
follow() {
    local next=$FAKE_URL/$1 page
    pages=0
    while [ -n "$next" ]; do
        page=$(curl -sS --cacert "$FAKE_CA" -H "Authorization: Bearer $token" "$next")
        jq -r '.value[].name // .value[].displayName' <<<"$page"
        next=$(jq -r '.nextLink // ""' <<<"$page")
        pages=$((pages + 1))
        [ $pages -lt 500 ]
    done
    echo "$pages" >"$BATS_TEST_TMPDIR/pages"
}

post_token() { # CURL-ARGS...
    curl -sS --cacert "$FAKE_CA" "$@" \
        "$FAKE_URL/$AZURE_TENANT_ID/oauth2/v2.0/token"
}

@test "what lacks a token, an api-version or a known resource is refused" {
    generated 1x3
    ask "subscriptions/$sub/$AKS?$API"
    equal "$code" 200
    journal_clean
    ask "subscriptions/$sub/$AKS"
    says 400 MissingApiVersionParameter
    ask "subscriptions/$sub/$AKS?api-version=1999"
    says 400 InvalidApiVersionParameter
    ask "subscriptions/$sub/$AKS?api-version=2016-03-30"
    says 400 NoRegisteredProviderFound
    contains "$body" "2024-09-01, "
    ask "subscriptions/ffffffff-0000-4000-9000-000000000000/$AKS?$API"
    says 404 SubscriptionNotFound
    ask "subscriptions/$sub/resourceGroups/none/$AKS?$API"
    says 404 ResourceGroupNotFound
    ask "subscriptions/$sub/resourceGroups/rg-1/$AKS/aks-00000-000?$API"
    says 404 ResourceNotFound
    ask "subscriptions/$sub/resourceGroups/rg-0/$AKS/aks-00000-000?$API"
    equal "$code" 200
    equal "$(jq -r .name <<<"$body")" aks-00000-000
    token=nonsense
    ask "subscriptions/$sub/$AKS?$API"
    says 401 InvalidAuthenticationToken
    contains "$(cat "$BATS_TEST_TMPDIR/headers")" "WWW-Authenticate: Bearer authorization_uri="
    token=$(fake_token https://graph.example)
    ask "subscriptions/$sub/$AKS?$API"
    says 401 InvalidAuthenticationTokenAudience
    equal "$(journal_count '.problem // "" | startswith("token for another audience")')" 1
    ask "metadata/endpoints?api-version=2022-09-01"
    equal "$(journal_count '.problem == "a token shown where none belongs"')" 1
}

@test "pages: all, of a subscription, of a group, of subscriptions, of descendants" {
    generated 2x23 --page-size 5
    equal "$(follow "subscriptions/$sub/$AKS?$API" | sort -u | wc -l)" 23
    equal "$(cat "$BATS_TEST_TMPDIR/pages")" 5
    # Seven groups: 2, 9 and 16 lie in rg-2.
    equal "$(follow "subscriptions/$sub/resourceGroups/RG-2/$AKS?$API" | tr '\n' ' ')" \
        "aks-00000-002 aks-00000-009 aks-00000-016 "
    fake_stop
    mkdir "$BATS_TEST_TMPDIR/many"
    jq '.subscriptionPageSize = 4 | .pageSize = 2 | del(.subscriptions[].clusters, .graph, .kube, .authorization)' \
        "$ROOT/fixtures/contoso/tenant.json" >"$BATS_TEST_TMPDIR/many/tenant.json"
    fake_start --scenario "$BATS_TEST_TMPDIR/many"
    fake_env "$BATS_TEST_TMPDIR/many"
    token=$(fake_token)
    equal "$(follow "subscriptions?api-version=2022-12-01" | wc -l)" \
        "$(jq '.subscriptions | length' "$BATS_TEST_TMPDIR/many/tenant.json")"
    equal "$(cat "$BATS_TEST_TMPDIR/pages")" 3
    equal "$(follow "providers/Microsoft.Management/managementGroups/contoso/descendants?api-version=2020-05-01" | wc -l)" 7
    equal "$(cat "$BATS_TEST_TMPDIR/pages")" 4
    journal_clean
}

@test "the tenant Contoso: what each subscription answers" {
    contoso
    local name id expected
    while IFS=: read -r name expected; do
        id=$(jq -r --arg n "$name" '.subscriptions[] | select(.displayName == $n).subscriptionId' \
            "$ROOT/fixtures/contoso/tenant.json")
        ask "subscriptions/$id/$AKS?$API"
        equal "$name $code" "$name $expected"
    done <<-END
	Contoso Production:200
	Contoso Restricted:403
	Contoso Fresh:409
	Contoso Busy:429
	Contoso Gone:404
	Contoso Empty:200
	Contoso Archive 2019:200
	END
    id=$(jq -r '.subscriptions[] | select(.state == "Disabled").subscriptionId' \
        "$ROOT/fixtures/contoso/tenant.json")
    ask "subscriptions/$id/resourceGroups/rg-archive/$AKS/archive-2019/listClusterUserCredential?$API" -d ''
    says 409 ReadOnlyDisabledSubscription
    journal_clean
}

# The kubeconfig of a cluster of the production subscription.
kubeconfig() { # GROUP NAME ACTION [QUERY]
    ask "subscriptions/54496911-16d3-5e1d-863b-277a200488b8/resourceGroups/$1/$AKS/$2/$3?$API$4" -d ''
    jq -r '.kubeconfigs[0].value' <<<"$body" | base64 -d 2>/dev/null || true
}

@test "kubeconfigs: legacy, managed and administrator forms" {
    contoso
    local text
    text=$(kubeconfig rg-shop-prod shop-prod listClusterUserCredential)
    contains "$text" "286e0e20-255c-5779-9814-83bc2013a977"
    contains "$text" "--legacy"
    text=$(kubeconfig rg-shop-prod shop-prod listClusterUserCredential '&format=azure')
    contains "$text" 'config-mode: "0"'
    text=$(kubeconfig rg-data data-lake-prod listClusterUserCredential)
    contains "$text" "6dae42f8-4368-4678-94ff-3960e28e3630"
    kubeconfig rg-data data-lake-prod listClusterAdminCredential >/dev/null
    ask "subscriptions/54496911-16d3-5e1d-863b-277a200488b8/resourceGroups/rg-data/$AKS/data-lake-prod/listClusterAdminCredential?$API" -d ''
    says 400 BadRequest
    contains "$body" "static credential"
    text=$(kubeconfig rg-shop-prod shop-prod listClusterAdminCredential)
    contains "$text" "client-certificate-data"
    ask "subscriptions/54496911-16d3-5e1d-863b-277a200488b8/resourceGroups/rg-data/$AKS/none/listClusterUserCredential?$API" -d ''
    says 404 ResourceNotFound
}

@test "Entra says no in its own words" {
    contoso
    local good=(-d grant_type=client_credentials -d "client_id=$AZURE_CLIENT_ID"
        --data-urlencode "scope=$FAKE_URL/.default")
    contains "$(post_token "${good[@]}" -d client_secret=x)" '"error_codes":[7000215]'
    contains "$(post_token "${good[@]}")" '[7000218]'
    contains "$(post_token -d grant_type=password "${good[@]:2}")" '[70003]'
    contains "$(post_token "${good[@]:0:4}" -d "client_secret=$AZURE_CLIENT_SECRET")" '[900144]'
    contains "$(post_token "${good[@]:0:4}" -d "client_secret=$AZURE_CLIENT_SECRET" -d scope=x)" '[1002012]'
    contains "$(post_token -d grant_type=client_credentials -d client_id=x)" '[700016]'
    contains "$(post_token -d grant_type=client_credentials -d client_id=f10dcb32-5765-5fa5-bb9e-e8cecaf474e1)" '[7000222]'
    contains "$(AZURE_TENANT_ID=elsewhere post_token "${good[@]}")" '[90002]'
    contains "$(post_token "${good[@]}" -d client_assertion=a.b.c)" '[900144]'
    contains "$(post_token "${good[@]}" -d client_assertion=a.b.c \
        -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer)" '[50027]'
    equal "$(curl -sS --cacert "$FAKE_CA" "$FAKE_URL/$AZURE_TENANT_ID/v2.0/.well-known/openid-configuration" |
        jq -r .token_endpoint)" "$FAKE_URL/$AZURE_TENANT_ID/oauth2/v2.0/token"
    equal "$(curl -sS --cacert "$FAKE_CA" "$FAKE_URL/adfs/.well-known/openid-configuration" |
        jq -r .token_endpoint)" "$FAKE_URL/adfs/oauth2/token"
    fake_stop
    contoso --fault 'path=oauth2,status=503,after=1'
    contains "$(post_token "${good[@]}")" '[90033]'
}

# A client assertion, signed by openssl: ALGORITHM X5T-NAME AUDIENCE EXP.
assertion() {
    local header claims digest=-sha256 pss=()
    url64() { base64 -w0 | tr '+/' '-_' | tr -d '='; }
    [ "$2" = x5t ] && digest=-sha1
    [ "$1" = PS256 ] && pss=(-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32)
    header=$(printf '{"alg":"%s","typ":"JWT","%s":"%s"}' "$1" "$2" \
        "$(openssl x509 -in "$FAKE_CLIENT_CERT" -outform DER | openssl dgst $digest -binary | url64)" | url64)
    claims=$(printf '{"aud":"%s","iss":"%s","sub":"%s","jti":"1","exp":%d}' "$3" \
        "$AZURE_CLIENT_ID" "$AZURE_CLIENT_ID" "$4" | url64)
    printf '%s.%s.%s' "$header" "$claims" "$(printf '%s.%s' "$header" "$claims" |
        openssl dgst -sha256 -sign "$FAKE_CLIENT_CERT" "${pss[@]}" -binary | url64)"
}

# ASSERTION: the access token or the AADSTS code.
with_assertion() {
    post_token -d grant_type=client_credentials -d "client_id=$AZURE_CLIENT_ID" \
        --data-urlencode "scope=$FAKE_URL/.default" -d "client_assertion=$1" \
        -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer |
        jq -r '.token_type // .error_codes[0]'
}

@test "assertions: two algorithms, and every part is looked at" {
    contoso
    local url=$FAKE_URL/$AZURE_TENANT_ID/oauth2/v2.0/token now good
    now=$(date +%s)
    equal "$(with_assertion "$(assertion RS256 x5t "$url" $((now + 300)))")" Bearer
    equal "$(with_assertion "$(assertion PS256 x5t#S256 "$url" $((now + 600)))")" Bearer
    equal "$(with_assertion "$(assertion PS256 x5t#S256 "$url" $((now - 1)))")" 700024
    equal "$(with_assertion "$(assertion PS256 x5t#S256 "$url" $((now + 700)))")" 700024
    equal "$(with_assertion "$(assertion PS256 x5t#S256 "$FAKE_URL" $((now + 300)))")" 50027
    equal "$(with_assertion "$(assertion HS256 x5t "$url" $((now + 300)))")" 50027
    equal "$(with_assertion "$(assertion RS256 kid "$url" $((now + 300)))")" 700027
    good=$(assertion RS256 x5t "$url" $((now + 300)))
    equal "$(with_assertion "${good%?????}AAAAA")" 50012
    equal "$(with_assertion contoso.federated.token)" Bearer
}

@test "managed identities: both listeners, the right headers, texts for numbers" {
    contoso --http-port 0
    local imds="metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F"
    local answer
    for base in "$FAKE_HTTP_URL" "$FAKE_URL"; do
        answer=$(curl -sS --cacert "$FAKE_CA" -H Metadata:true "$base/$imds")
        equal "$(jq -r '.expires_in | type' <<<"$answer")" string
    done
    token=$(jq -r .access_token <<<"$answer")
    ask "subscriptions?api-version=2022-12-01"
    equal "$code" 200
    contains "$(curl -sS "$FAKE_HTTP_URL/$imds")" "Required metadata header"
    contains "$(curl -sS -H Metadata:true "$FAKE_HTTP_URL/$imds&client_id=nobody")" "Identity not found"
    contains "$(curl -sS -H X-IDENTITY-HEADER:contoso-identity-header \
        "$FAKE_HTTP_URL/msi/token?api-version=2019-08-01&resource=x")" expires_on
    contains "$(curl -sS -H secret:contoso-identity-header \
        "$FAKE_HTTP_URL/MSI/token/?api-version=2017-09-01&resource=x")" expires_on
    contains "$(curl -sS -H secret:wrong \
        "$FAKE_HTTP_URL/MSI/token/?api-version=2017-09-01&resource=x")" "secret header"
    # Nothing else is there without TLS.
    equal "$(curl -sS -o /dev/null -w '%{http_code}' "$FAKE_HTTP_URL/subscriptions?api-version=2022-12-01")" 404
    equal "$(journal_count '.problem == "asked without TLS"')" 1
}

@test "gzip, headers, connections and the journal" {
    generated 1x40 --page-size 10
    local list="subscriptions/$sub/$AKS?$API" plain
    ask "$list"
    plain=$body
    if grep -qi content-encoding "$BATS_TEST_TMPDIR/headers"; then false; fi
    ask "$list" --compressed
    grep -qi 'content-encoding: gzip' "$BATS_TEST_TMPDIR/headers"
    equal "$(md5sum <<<"$body")" "$(md5sum <<<"$plain")"
    equal "$(jq '.value | length' <<<"$body")" 10
    # About nine kilobytes a cluster, as Azure has it.
    [ ${#body} -gt 80000 ] && [ ${#body} -lt 110000 ]
    [ "$(journal_count '.bytes < 20000 and .acceptEncoding != null')" = 1 ]
    ask "metadata/endpoints?api-version=2015-01-01" --compressed
    if grep -qi content-encoding "$BATS_TEST_TMPDIR/headers"; then false; fi
    if grep -q x-ms-ratelimit "$BATS_TEST_TMPDIR/headers"; then false; fi
    ask "$list"
    grep -q 'x-ms-ratelimit-remaining-subscription-reads: 2[0-9][0-9]' "$BATS_TEST_TMPDIR/headers"
    grep -q 'x-ms-request-id: ' "$BATS_TEST_TMPDIR/headers"
    equal "$(jq -r 'select(.path | contains("managedClusters")) | .audience' "$FAKE_JOURNAL" | sort -u)" "$FAKE_URL"
    # Two requests, one connection.
    curl -sS --cacert "$FAKE_CA" -H "Authorization: Bearer $token" \
        -o /dev/null "$FAKE_URL/$list" -o /dev/null "$FAKE_URL/$list&second=1"
    equal "$(tail -n2 "$FAKE_JOURNAL" | jq .connection | sort -u | wc -l)" 1
}

@test "the bucket of reads runs empty and refills" {
    generated 2x1 --reads-bucket 3,2 --enforce-bucket
    local list="subscriptions/$sub/$AKS?$API"
    for _ in 1 2 3; do ask "$list"; equal "$code" 200; done
    ask "$list"
    says 429 SubscriptionRequestsThrottled
    grep -qi '^retry-after: 1' "$BATS_TEST_TMPDIR/headers"
    # Another subscription has its own.
    ask "subscriptions/00000000-0000-4000-9000-000000000001/$AKS?$API"
    equal "$code" 200
    sleep 0.7
    ask "$list"
    equal "$code" 200
}

@test "faults: statuses with genuine bodies, times and after" {
    generated 1x3 --fault 'path=managedClusters,method=GET,status=403,times=1,after=1' \
        --fault 'path=managedClusters,status=429,retry-after=7,times=1,after=1' \
        --fault 'path=tenants,status=502'
    local list="subscriptions/$sub/$AKS?$API"
    ask "$list"
    equal "$code" 200
    ask "$list"
    says 403 AuthorizationFailed
    contains "$body" "'Microsoft.ContainerService/managedClusters/read' over scope '/subscriptions/$sub'"
    ask "$list"
    says 429 SubscriptionRequestsThrottled
    contains "$body" "after '7' seconds"
    ask "$list"
    equal "$code" 200
    ask "tenants?api-version=2022-12-01"
    equal "$code" 502
    contains "$body" "<html>"
    grep -qi '^content-type: text/html' "$BATS_TEST_TMPDIR/headers"
}

@test "faults: what goes wrong on the wire" {
    local list="subscriptions/00000000-0000-4000-9000-000000000000/$AKS?$API"
    generated 1x3 --fault 'path=managedClusters,action=reset'
    ask "$list"
    equal "$code" curl:35 || equal "$code" curl:56 || equal "$code" curl:52
    fake_stop
    generated 1x3 --fault 'path=managedClusters,action=cut'
    ask "$list"
    equal "$code" curl:18 || equal "$code" curl:56
    fake_stop
    generated 1x3 --fault 'path=managedClusters,action=hang'
    ask "$list" -m 1
    equal "$code" curl:28
    fake_stop
    generated 1x3 --fault 'path=managedClusters,action=slow'
    ask "$list" -m 1
    equal "$code" curl:28
    [ -s "$BATS_TEST_TMPDIR/body" ]
    fake_stop
    generated 1x3 --fault 'path=managedClusters,action=endless'
    ask "$list" -m 1
    equal "$code" curl:28
    [ "$(stat -c %s "$BATS_TEST_TMPDIR/body")" -gt 100000 ]
    fake_stop
    generated 1x3 --fault 'path=managedClusters,delay=700,times=1'
    ask "$list" -m 0.5
    equal "$code" curl:28
}

@test "faults: bodies, links, redirects, tokens" {
    echo '{"from": "a file"}' >"$BATS_TEST_TMPDIR/reply"
    generated 1x30 --fault "path=tenants,body=$BATS_TEST_TMPDIR/reply,status=418,header=X-One: 1,header=X-Two:2" \
        --fault 'path=descendants,body-text=a\,b,content-type=text/plain' \
        --fault 'path=managedClusters,action=loop-nextlink,times=1' \
        --fault 'path=managedClusters,action=foreign-nextlink,times=1' \
        --fault 'path=managedClusters,action=redirect,status=307,location=https://evil.example/,times=1' \
        --fault 'path=managedClusters,expire-tokens,times=1'
    local list="subscriptions/$sub/$AKS?$API"
    ask "tenants?$API"
    equal "$code" 418
    equal "$(jq -r .from <<<"$body")" "a file"
    grep -q '^X-One: 1' "$BATS_TEST_TMPDIR/headers"
    grep -q '^X-Two: 2' "$BATS_TEST_TMPDIR/headers"
    ask "providers/Microsoft.Management/managementGroups/x/descendants?$API"
    equal "$body" "a,b"
    ask "$list"
    equal "$(jq -r .nextLink <<<"$body")" "$FAKE_URL/$list"
    ask "$list"
    equal "$(jq -r .nextLink <<<"$body")" "https://evil.example/next?page=2"
    ask "$list"
    equal "$code" 307
    grep -q '^Location: https://evil.example/' "$BATS_TEST_TMPDIR/headers"
    ask "$list"
    says 401 ExpiredAuthenticationToken
    token=$(fake_token)
    ask "$list"
    equal "$code" 200
}

@test "faults: values changed where a pointer leads, pages without end, a body encoded already" {
    printf 'no gzip' >"$BATS_TEST_TMPDIR/body"
    generated 1x3 --fault 'path=managedClusters,action=mutate,at=/value/0/properties/nodeResourceGroup,value={"a": [1]},times=1' \
        --fault 'path=managedClusters,action=mutate,at=/value/1,times=1' \
        --fault 'path=managedClusters,action=endless-pages' \
        --fault "path=tenants,header=Content-Encoding:gzip,body=$BATS_TEST_TMPDIR/body"
    local list="subscriptions/$sub/$AKS?$API" first
    ask "$list"
    equal "$(jq -c '.value[0].properties.nodeResourceGroup' <<<"$body")" '{"a":[1]}'
    first=$(jq -c '.value | length' <<<"$body")
    ask "$list"
    equal "$(jq '.value | length' <<<"$body")" $((first - 1))
    ask "$list"
    equal "$(jq -c .value <<<"$body")" '[]'
    first=$(jq -r .nextLink <<<"$body")
    ask "${first#"$FAKE_URL/"}"
    equal "$(jq -c .value <<<"$body")" '[]'
    [ "$(jq -r .nextLink <<<"$body")" != "$first" ]
    ask "tenants?$API"
    equal "$body" "no gzip"
    grep -qi '^content-encoding: gzip' "$BATS_TEST_TMPDIR/headers"
}

@test "faults: other rules while it runs" {
    generated 1x1 --fault 'path=tenants,status=500'
    ask "tenants?$API"
    equal "$code" 500
    equal "$(curl -sS --cacert "$FAKE_CA" -o "$BATS_TEST_TMPDIR/body" -w '%{http_code}' -T - \
        "$FAKE_URL/fake/faults" <<<'[{"path": "tenants", "status": 404, "times": 1}]')" 204
    ask "tenants?$API"
    equal "$code" 404
    ask "tenants?$API"
    equal "$code" 200
    equal "$(curl -sS --cacert "$FAKE_CA" -o "$BATS_TEST_TMPDIR/body" -w '%{http_code}' -T - "$FAKE_URL/fake/faults" <<<'{}')" 400
}

@test "traps: ports on which no HTTP is spoken" {
    local kind trap
    generated 1x1 --trap closed --trap full --trap silent --trap slam --trap noise
    for kind in closed:7 full:28 silent:28 slam:35,7,56 noise:35; do
        trap=$(sed -n "s/^${kind%:*}_url=//p" "$BATS_TEST_TMPDIR/fake-ready")
        run curl -sSk -m 1 "$trap/"
        contains ",${kind#*:}," ",$status,"
    done
}

@test "rules and options that make no sense are refused" {
    local args=(--cert "$ROOT/build/test-ca/server.pem" --key "$ROOT/build/test-ca/server.key")
    for rule in path=[ action=dance status=9 times=many colour=red action=redirect body=/nonexistent action=mutate at=/x action=mutate,at=/x,value=; do
        run "$BUILD/fakeazure" "${args[@]}" --generate 1x1 --fault "$rule"
        equal "$status" 64
    done
    for option in "--generate 0x1" "--generate 1" "--port 70000" "--latency soon" "--generate 1x1 --trap mouse" "" "--generate 1x1 --scenario x"; do
        # shellcheck disable=SC2086 # several words
        run "$BUILD/fakeazure" "${args[@]}" $option
        equal "$status" 64
    done
    run "$BUILD/fakeazure" "${args[@]}" --scenario /nonexistent
    equal "$status" 1
}

@test "faults.json of a scenario, its own api-versions, and a replay in order" {
    local dir=$BATS_TEST_TMPDIR/tenant id
    cp -r "$ROOT/fixtures/scenarios/minimal" "$dir"
    id=$(jq -r '.subscriptions[0].subscriptionId' "$dir/tenant.json")
    jq '.apiVersions = ["2031-01-01"]' "$dir/tenant.json" >"$dir/new" && mv "$dir/new" "$dir/tenant.json"
    echo '[{"path": "tenants", "body": "reply.json", "times": 1}]' >"$dir/faults.json"
    echo '"hello"' >"$dir/reply.json"
    cat >"$BATS_TEST_TMPDIR/recording" <<END
{"interactions": [
 {"request": {"method": "GET", "uri": "https://management.azure.com:443/subscriptions/s/resourceGroups/g/$AKS?api-version=2020-01-01"},
  "response": {"status": {"code": 200}, "headers": {"content-type": ["application/json"], "x-mark": ["one"]},
   "body": {"value": [], "nextLink": "https://management.azure.com:443/subscriptions/s/resourceGroups/g/$AKS?api-version=2020-01-01&skipToken=1"}}},
 {"request": {"method": "GET", "uri": "https://management.azure.com/subscriptions/s/resourceGroups/g/$AKS?api-version=2020-01-01"},
  "response": {"status": {"code": 503}, "headers": {}, "body": "later"}}]}
END
    fake_start --scenario "$dir" --replay "$BATS_TEST_TMPDIR/recording"
    fake_env "$dir"
    token=$(fake_token)
    ask "tenants?$API"
    equal "$body" '"hello"'
    ask "subscriptions/$id/$AKS?$API"
    says 400 NoRegisteredProviderFound
    contains "$body" "'2031-01-01'"
    ask "subscriptions/s/resourceGroups/g/$AKS?$API"
    equal "$(jq -r .nextLink <<<"$body")" \
        "$FAKE_URL/subscriptions/s/resourceGroups/g/$AKS?api-version=2020-01-01&skipToken=1"
    grep -q '^x-mark: one' "$BATS_TEST_TMPDIR/headers"
    ask "subscriptions/s/resourceGroups/g/$AKS?$API"
    equal "$code $body" "503 later"
    ask "subscriptions/s/resourceGroups/g/$AKS?$API"
    equal "$code $body" "503 later"
}

@test "a tenant of 1000 subscriptions with 100 clusters each" {
    generated 1000x100
    ask "subscriptions?api-version=2022-12-01" --compressed
    equal "$(jq '.value | length' <<<"$body")" 1000
    equal "$(jq -r '.value | map(.subscriptionId) | unique | length' <<<"$body")" 1000
    ask "subscriptions/00000000-0000-4000-9000-0000000003e7/resourceGroups/rg-1/$AKS/aks-00999-099?$API"
    equal "$code" 200
    equal "$(follow "subscriptions/00000000-0000-4000-9000-0000000003e7/$AKS?$API" | wc -l)" 100
}
