/* SPDX-License-Identifier: MIT */
/* fuzz_yaml.c - YAML documents. */
#include "fuzz.h"
#include "support/yaml.h"

static void
walk(const struct yaml_node *node, unsigned depth)
{
    FUZZ_REQUIRE(depth <= YAML_DEFAULT_DEPTH + 1);
    FUZZ_REQUIRE((node->kind == YAML_SCALAR) == (node->text != NULL));
    FUZZ_REQUIRE(node->line > 0 && node->column > 0);
    for (size_t i = 0; node->kind != YAML_SCALAR && i < node->len; i++) {
        if (node->kind == YAML_MAPPING) {
            FUZZ_REQUIRE(node->keys[i]->kind == YAML_SCALAR);
            FUZZ_REQUIRE(yaml_get(node, node->keys[i]->text) == node->items[i]);
        }
        walk(node->items[i], depth + 1);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct yaml_limits limits = { 1 << 20, 2000 };
    struct yaml_document *d = NULL;
    struct err e = { 0 };

    if (yaml_parse_within(&d, (const char *)data, size, "input", &limits, &e) ==
        0)
        walk(yaml_root(d), 1);
    else
        FUZZ_REQUIRE(!d && *e.text &&
                     (e.code == ERR_INPUT || e.code == ERR_LIMIT));
    yaml_document_free(d);
    return 0;
}
