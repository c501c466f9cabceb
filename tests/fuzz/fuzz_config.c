/* SPDX-License-Identifier: MIT */
/* fuzz_config.c - --config FILE. */
#include "cli/config.h"
#include "cli/settings.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct scan_settings settings = { 0 };
    struct option_values v = {
        .set = &scan_options,
        .target = &settings,
        .arena = arena_new(),
    };
    struct err e = { 0 };

    if (config_read(&v, fuzz_file(data, size), &e) != 0)
        FUZZ_REQUIRE(e.code == ERR_USAGE && *e.text);
    arena_free(v.arena);
    return 0;
}
