/* SPDX-License-Identifier: MIT */
/* fuzz_waivers.c - --waivers FILE. */
#include "audit/waiver_file.h"
#include "fuzz.h"
#include "support/str.h"

static bool
is_check(const char *id)
{
    return str_eq(id, "CLU-009") || str_eq(id, "APP-002");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct waiver_rule *expired, *rule;
    struct waiver_file *w = NULL;
    struct err e = { 0 };

    if (waiver_file_read(&w, fuzz_file(data, size), is_check, &e) != 0) {
        FUZZ_REQUIRE(!w && e.code == ERR_USAGE && *e.text);
        return 0;
    }
    rule = waiver_file_find(w, "CLU-009", "/subscriptions/s/aks/lab",
                            "2026-11-23", &expired, &e);
    if (rule)
        FUZZ_REQUIRE(is_check(rule->check) && !str_empty(rule->waiver.owner) &&
                     !waiver_rule_expired(rule, "2026-11-23"));
    waiver_file_free(w);
    return 0;
}
