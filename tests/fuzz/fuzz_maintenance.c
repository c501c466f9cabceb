/* SPDX-License-Identifier: MIT */
/* fuzz_maintenance.c - a maintenance configuration in words. */
#include "fuzz.h"
#include "sources/maintenance.h"
#include "support/str.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *body = fuzz_json(data, size);
    struct arena *arena = arena_new();
    struct cluster c = { 0 };
    struct err e = { 0 };

    if (maintenance_add(arena, &c, body, &e) != 0)
        FUZZ_REQUIRE(e.code == ERR_INPUT && *e.text);
    for (size_t i = 0; i < c.maintenance_texts.len; i++)
        FUZZ_REQUIRE(!str_empty(c.maintenance_texts.items[i]));
    json_decref(body);
    arena_free(arena);
    return 0;
}
