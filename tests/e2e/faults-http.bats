#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# faults-http.bats - every status that the services are known to send, on every
# route: once, ten times and for ever; and what Retry-After may hold.

load common
load fakeazure
load faults

# The first cluster of each subscription is legacy, the second is managed.
setup_file() {
    faults_start --generate 37x2 --bindings 2 --principals 3
}

teardown_file() {
    fake_stop
}

times() { # PERSISTENCE
    case $1 in
    once) echo 1 ;;
    ten) echo 10 ;;
    ever) echo 1000000 ;;
    esac
}

# The statuses that are waited out, or answered with a new token, when they are
# met so often on this route.
overcome() { # ROUTE PERSISTENCE
    [ "$2" != ever ] || return 0
    echo "$PASSING"
    [ "$2" != once ] || case $1 in
    *-000/*) echo 410 ;; # a certificate is shown, and no token
    *bindings) echo 401 410 ;;
    *) echo 401 ;;
    esac
}

# ---- what there is one of for each subscription ------------------------------

# Each subscription but the last meets a status of its own on this route. What is
# overcome leaves no trace, every other status is named where WHERE looks.
per_subscription() { # ROUTE PERSISTENCE WHERE...
    local n=0 code id rules= retries=1 times
    times=$(times "$2")
    for code in $STATUSES; do
        printf -v id '%s%012x' "$SUB" $n
        rules="$rules,{\"path\": \"$id/.*$1\", \"status\": $code, \"times\": $times, \"retry-after\": \"0\"}"
        n=$((n + 1))
    done
    faults "[${rules#,}]"
    [ "$2" != ten ] || retries=10
    within 60 --allow-admin-credential --retries $retries
    not_whole 3
    "${@:3}" | judge_statuses "$(overcome "$1" "$2" | tr '\n' ' ')"
}

# Reads what was said of each subscription.
judge_statuses() { # OVERCOME
    awk -v statuses="$STATUSES" -v overcome=" $1 " -v prefix="$SUB" '
        {
            n = match($0, prefix) ? substr($0, RSTART + length(prefix), 12) : ""
            said[n] = said[n] $0 "\n"
        }
        END {
            count = split(statuses, list, " ")
            for (i = 1; i <= count; i++) {
                text = said[sprintf("%012x", i - 1)]
                word = list[i] == 401 || list[i] == 403 ? "denied" : "unreachable"
                # Kubernetes says 410 of a list that became too old.
                why = list[i] == 410 ? "410|too old" : list[i]
                if (index(overcome, " " list[i] " ")) {
                    if (text != "" && text !~ /: audited/)
                        { print list[i] " was not overcome: " text; bad = 1 }
                } else if (text !~ ": (" word "|unknown).*(" why ")") {
                    print list[i] " should be " word ": " text; bad = 1
                }
            }
            exit bad
        }'
}

@test "ARM, clusters: each status once" { per_subscription 'managedClusters[?]' once covered subscription; }
@test "ARM, clusters: each status ten times" { per_subscription 'managedClusters[?]' ten covered subscription; }
@test "ARM, clusters: each status for ever" { per_subscription 'managedClusters[?]' ever covered subscription; }
@test "ARM, role assignments: each status once" { per_subscription roleAssignments once covered roleAssignments; }
@test "ARM, role assignments: each status ten times" { per_subscription roleAssignments ten covered roleAssignments; }
@test "ARM, role assignments: each status for ever" { per_subscription roleAssignments ever covered roleAssignments; }
@test "ARM, locks: each status once" { per_subscription locks once unknown CLU-016; }
@test "ARM, locks: each status ten times" { per_subscription locks ten unknown CLU-016; }
@test "ARM, locks: each status for ever" { per_subscription locks ever unknown CLU-016; }
@test "ARM, maintenance windows: each status once" { per_subscription maintenanceConfigurations once unknown CLU-017; }
@test "ARM, maintenance windows: each status ten times" { per_subscription maintenanceConfigurations ten unknown CLU-017; }
@test "ARM, maintenance windows: each status for ever" { per_subscription maintenanceConfigurations ever unknown CLU-017; }
@test "ARM, admin credential: each status once" { per_subscription listClusterAdminCredential once covered bindings -000; }
@test "ARM, admin credential: each status ten times" { per_subscription listClusterAdminCredential ten covered bindings -000; }
@test "ARM, admin credential: each status for ever" { per_subscription listClusterAdminCredential ever covered bindings -000; }
@test "ARM, user credential: each status once" { per_subscription listClusterUserCredential once covered bindings -001; }
@test "ARM, user credential: each status ten times" { per_subscription listClusterUserCredential ten covered bindings -001; }
@test "ARM, user credential: each status for ever" { per_subscription listClusterUserCredential ever covered bindings -001; }
@test "Kubernetes, ClusterRoleBindings: each status once" { per_subscription 'aks-.*-001/.*/clusterrolebindings' once covered bindings -001; }
@test "Kubernetes, ClusterRoleBindings: each status ten times" { per_subscription 'aks-.*-001/.*/clusterrolebindings' ten covered bindings -001; }
@test "Kubernetes, ClusterRoleBindings: each status for ever" { per_subscription 'aks-.*-001/.*/clusterrolebindings' ever covered bindings -001; }
@test "Kubernetes, RoleBindings with a certificate: each status once" { per_subscription 'aks-.*-000/.*/rolebindings' once covered bindings -000; }
@test "Kubernetes, RoleBindings with a certificate: each status for ever" { per_subscription 'aks-.*-000/.*/rolebindings' ever covered bindings -000; }

# ---- Retry-After --------------------------------------------------------------

# One subscription is told to wait, in these words.
told_to_wait() { # TIMES ARGS... < RULE-MEMBERS
    faults "[{\"path\": \"${SUB}000000000003/.*managedClusters[?]\", \"times\": $1, $(cat)}]"
    within 60 --no-apps --no-bindings "${@:2}"
}

asked() { # how often that subscription was asked
    journal_count ".path | contains(\"${SUB}000000000003\")"
}

# What no clock of ours can wait for is not waited for, and named.
refused_to_wait() {
    not_whole 3
    contains "$(covered subscription 000000000003)" "it asks to wait"
    equal "$(asked)" 1
    equal "$(result .summary.clusters)" 72
}

# What makes no sense is no wish: the usual pauses are made.
waited_as_usual() {
    whole
    equal "$(asked)" 2
}

in_days() { # DAYS
    LC_ALL=C date -u -d "$1 days" '+%a, %d %b %Y %H:%M:%S GMT'
}

@test "429 without Retry-After is waited out" { told_to_wait 1 <<<'"status": 429, "body-text": "{}"'; waited_as_usual; }
@test "429 with Retry-After: 0 is asked again" { told_to_wait 1 <<<'"status": 429, "retry-after": "0"'; waited_as_usual; }
@test "429 with a Retry-After of 1 second is waited out" { told_to_wait 1 <<<'"status": 429, "retry-after": "1"'; waited_as_usual; }
@test "429 for ever ends after the retries" {
    told_to_wait 1000 --retries 3 <<<'"status": 429, "retry-after": "0"'
    not_whole 3
    contains "$(covered subscription 000000000003)" "still throttled after 4 attempts"
    equal "$(asked)" 4
}
@test "429 with a negative Retry-After" { told_to_wait 1 <<<'"status": 429, "retry-after": "-5"'; waited_as_usual; }
@test "429 with a broken number in Retry-After" { told_to_wait 1 <<<'"status": 429, "retry-after": "1.5e3"'; waited_as_usual; }
@test "429 with no number in Retry-After" { told_to_wait 1 <<<'"status": 429, "retry-after": "when it is quiet"'; waited_as_usual; }
@test "429 with an empty Retry-After" { told_to_wait 1 <<<'"status": 429, "retry-after": ""'; waited_as_usual; }
@test "429 with a Retry-After of years" { told_to_wait 1 <<<'"status": 429, "retry-after": "315360000"'; refused_to_wait; }
@test "429 with a Retry-After beyond every integer" { told_to_wait 1 <<<'"status": 429, "retry-after": "99999999999999999999999999"'; refused_to_wait; }
@test "429 with a Retry-After in the past" { told_to_wait 1 <<<"\"status\": 429, \"retry-after\": \"$(in_days -30)\""; waited_as_usual; }
@test "429 with a Retry-After of 1970" { told_to_wait 1 <<<'"status": 429, "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"'; waited_as_usual; }
@test "429 with a Retry-After in a month" { told_to_wait 1 <<<"\"status\": 429, \"retry-after\": \"$(in_days 30)\""; refused_to_wait; }
@test "429 with a Retry-After in the year 9999" { told_to_wait 1 <<<'"status": 429, "retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"'; refused_to_wait; }
@test "429 with a date that is none" { told_to_wait 1 <<<'"status": 429, "retry-after": "Xyz, 99 Foo 2026 25:61:61 GMT"'; waited_as_usual; }
@test "503 with a Retry-After of years" { told_to_wait 1 <<<'"status": 503, "retry-after": "315360000"'; refused_to_wait; }
@test "a quota of reads that makes no sense does not hold up the audit" {
    faults '[{"path": "managedClusters", "header": "x-ms-ratelimit-remaining-subscription-reads: -99999999999999999999"}]'
    within 60 --no-apps --no-bindings
    whole
}
