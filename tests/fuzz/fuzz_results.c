/* SPDX-License-Identifier: MIT */
/* fuzz_results.c - results.json, as --baseline and the command kubeconfig read it. */
#include "fuzz.h"
#include "model/audit_diff.h"
#include "sources/results_clusters.h"
#include "sources/results_file.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = fuzz_file(data, size), *finished_at = NULL;
    struct audit_record *record = NULL;
    struct err e = { 0 };
    struct results r;

    if (results_file_read(&record, path, &e) != 0)
        FUZZ_REQUIRE(!record && e.code == ERR_USAGE && *e.text);
    audit_record_free(record);
    err_clear(&e);
    FUZZ_REQUIRE(results_init(&r, NULL) == 0);
    if (results_clusters_read(&r, path, &finished_at, &e) == 0)
        FUZZ_REQUIRE(finished_at);
    else
        FUZZ_REQUIRE(e.code == ERR_USAGE && *e.text);
    results_free(&r);
    return 0;
}
