/* SPDX-License-Identifier: MIT */
/* fuzz_cloud.c - what the metadata of a cloud says its endpoints are. */
#include "fuzz.h"
#include "fuzz_http.h"
#include "sources/cloud.h"
#include "support/str.h"

static const char *
no_variable(void *arg, const char *name)
{
    (void)arg;
    (void)name;
    return NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct environment env = { .get = no_variable };
    struct http *h = fuzz_http_new(data, size);
    struct arena *arena = arena_new();
    struct cloud cloud = { 0 };
    struct err e = { 0 };

    if (cloud_resolve(&cloud, arena, h, FUZZ_HOST, &env, &e) == 0) {
        /* Tokens go there: never over plain HTTP. */
        FUZZ_REQUIRE(str_has_prefix_fold(cloud.arm, "https://"));
        FUZZ_REQUIRE(str_has_prefix_fold(cloud.authority, "https://"));
        FUZZ_REQUIRE(!str_empty(cloud.arm_scope) && !str_empty(cloud.name));
        FUZZ_REQUIRE(!cloud.graph ||
                     str_has_prefix_fold(cloud.graph, "https://"));
    } else {
        FUZZ_REQUIRE(e.code != ERR_NONE && *e.text);
    }
    fuzz_http_end(h);
    arena_free(arena);
    return 0;
}
