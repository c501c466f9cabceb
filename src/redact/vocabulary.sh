#!/bin/sh
# SPDX-License-Identifier: MIT
# vocabulary.sh - every word, and every GUID, that stands in a text of the program
# itself, as a C file: vocabulary.sh FILE... >vocabulary_words.c
# What a redacted report says besides pseudonyms is made of these.
set -eu
# What Azure and Kubernetes themselves call states, audiences, schedules (AKS and
# Graph REST references), groups and roles (Kubernetes docs, "Using RBAC
# Authorization"); the program shows them as they come.
services() {
    cat <<'WORDS'
"Canceled Creating Deleting Failed Migrating Reconciling Running Scaling Starting"
"Stopped Stopping Succeeded Updating Upgrading"
"AzureADMyOrg AzureADMultipleOrgs AzureADandPersonalMicrosoftAccount"
"PersonalMicrosoftAccount SecurityGroup ApplicationGroup DirectoryRole"
"aksManagedAutoUpgradeSchedule aksManagedNodeOSUpgradeSchedule"
"system masters authenticated unauthenticated serviceaccounts nodes bootstrappers"
"discovery basic user public info viewer monitoring node proxier"
WORDS
}

{
    cat "$@"
    services
} |
    grep -v '^ *#include' |
    # The texts alone, without what they write otherwise than it is meant.
    grep -o '"\([^"\\]\|\\.\)*"' |
    sed 's/\\[0-7]\{1,3\}/ /g; s/\\x[0-9a-f]*/ /g; s/\\./ /g; s/%[-0-9.*]*[a-z]*/ /g' |
    tr '[:upper:]' '[:lower:]' |
    awk '
    {
        guid = "[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+"
        if (match($0, guid) && RLENGTH == 36)
            print substr($0, RSTART, RLENGTH)
        gsub(/[^a-z0-9]+/, "\n")
        print
    }' |
    grep . | LC_ALL=C sort -u |
    awk '
    BEGIN {
        print "/* Made by src/redact/vocabulary.sh. */"
        print "#include \"redact/vocabulary.h\""
        print "const char *const vocabulary_words[] = {"
    }
    { print "\"" $0 "\"," }
    END {
        print "};"
        print "const size_t vocabulary_length ="
        print "sizeof(vocabulary_words) / sizeof(vocabulary_words[0]);"
    }'
