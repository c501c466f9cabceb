/* SPDX-License-Identifier: MIT */
/* fuzz_json.c - a JSON object read piece by piece must be the same as read whole. */
#include <stdlib.h>

#include "fuzz.h"
#include "support/json.h"
#include "support/json_stream.h"

static int
take(void *arg, const char *key, size_t place, const json_t *value,
     struct err *e)
{
    json_t *copy = json_deep_copy(value);
    json_t *whole = arg;

    (void)e;
    FUZZ_REQUIRE(copy);
    if (place == JSON_MEMBER) {
        FUZZ_REQUIRE(!json_object_get(whole, key));
        FUZZ_REQUIRE(json_object_set_new(whole, key, copy) == 0);
    } else {
        FUZZ_REQUIRE(json_array_size(json_object_get(whole, key)) == place);
        FUZZ_REQUIRE(json_array_append_new(json_object_get(whole, key), copy) ==
                     0);
    }
    return 0;
}

static void
print(const json_t *value)
{
    char *text = json_dumps(value, JSON_INDENT(2)), *printed = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&printed, &len);
    json_t *again;

    FUZZ_REQUIRE(text && out);
    json_print(out, text, "");
    FUZZ_REQUIRE(fclose(out) == 0);
    again = json_read(printed, len, "printed", NULL);
    FUZZ_REQUIRE(again && json_equal(again, value));
    json_decref(again);
    free(printed);
    free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *whole = fuzz_json(data, size), *pieces = json_object();
    const struct json_listener listener = { .value = take, .arg = pieces };
    struct err e = { 0 };
    int rc = json_stream_read(fuzz_file(data, size), 1 << 20, &listener, &e);

    if (rc == 0) {
        FUZZ_REQUIRE(json_is_object(whole));
        FUZZ_REQUIRE(json_equal(whole, pieces));
        print(pieces);
    } else {
        FUZZ_REQUIRE(e.code != ERR_NONE && *e.text);
        FUZZ_REQUIRE(!json_is_object(whole));
    }
    json_decref(pieces);
    json_decref(whole);
    return 0;
}
