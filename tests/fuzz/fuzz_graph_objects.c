/* SPDX-License-Identifier: MIT */
/* fuzz_graph_objects.c - objects of Microsoft Graph, one a line of input: the kind is the
 * first byte. */
#include <string.h>

#include "fuzz.h"
#include "sources/graph_objects.h"

#define GROUP "33333333-3333-4333-8333-333333333333"
#define APP "44444444-4444-4444-8444-444444444444"

static void
parse(struct snapshot *s, unsigned kind, const json_t *body)
{
    struct directory *d = &s->directory;
    struct app *a = directory_app(d, s->arena, APP);
    struct err e = { 0 };
    int rc = 0;

    switch (kind) {
    case 0:
        rc = graph_application_parse(s, body, NULL, &e);
        break;
    case 1:
        rc = graph_principal_parse(s, body, NULL, &e);
        break;
    case 2:
        rc = graph_delegated_grant_parse(s, body, &e);
        break;
    case 3:
        rc = graph_role_grant_parse(s, body, &e);
        break;
    case 4:
        rc = graph_owner_parse(s, a, body, &e);
        break;
    case 5:
        rc = graph_federated_parse(s, a, body, &e);
        break;
    case 6:
        rc = graph_deleted_parse(s, body, &e);
        break;
    case 7:
        rc = graph_group_parse(s, body, NULL, &e);
        break;
    case 8:
        rc = graph_policy_parse(s, body, &e);
        break;
    case 9:
        rc = graph_directory_object_parse(s, body, NULL, &e);
        break;
    default:
        rc = graph_deleted_principal_parse(s, body, &e);
    }
    FUZZ_REQUIRE(rc == 0 || (e.code == ERR_INPUT && *e.text));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct results r;
    struct snapshot *s = &r.snapshot;

    FUZZ_REQUIRE(results_init(&r, NULL) == 0);
    FUZZ_REQUIRE(directory_principal(&s->directory, s->arena, GROUP));
    while (size > 0) {
        const uint8_t *end = memchr(data, '\n', size);
        size_t len = end ? (size_t)(end - data) : size;
        unsigned kind = (unsigned)*data % 11;
        json_t *body = len > 0 ? fuzz_json(data + 1, len - 1) : NULL;

        if (body)
            parse(s, kind, body);
        json_decref(body);
        len += end != NULL;
        data += len;
        size -= len;
    }
    FUZZ_REQUIRE(snapshot_join_apps(s) == 0);
    FUZZ_REQUIRE(snapshot_list_apps(s) == 0);
    FUZZ_REQUIRE(snapshot_sort(s) == 0);
    results_free(&r);
    return 0;
}
