/* SPDX-License-Identifier: MIT */
/* fuzz_token.c - replies of token endpoints, by every credential that asks over HTTP. */
#include <string.h>

#include "fuzz.h"
#include "fuzz_http.h"
#include "sources/token.h"

#define TENANT "11111111-2222-4333-8444-555555555555"

static const struct cloud cloud = {
    .name = "Example",
    .authority = FUZZ_HOST,
    .arm = FUZZ_HOST,
    .arm_scope = FUZZ_HOST "/.default",
};

struct variable {
    const char *name, *value;
};

static const struct variable secret[] = {
    { "AZURE_TENANT_ID", TENANT },
    { "AZURE_CLIENT_ID", "app" },
    { "AZURE_CLIENT_SECRET", "hunter2" },
    { NULL, NULL },
};
static const struct variable service[] = {
    { "IDENTITY_ENDPOINT", "http://localhost/token" },
    { "IDENTITY_HEADER", "header" },
    { NULL, NULL },
};
static const struct variable machine[] = { { NULL, NULL } };

static const char *
get(void *arg, const char *name)
{
    const struct variable *v = arg;

    for (; v->name; v++) {
        if (strcmp(v->name, name) == 0)
            return v->value;
    }
    return NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct variable *const sets[] = { secret, service, machine };
    static const char *const words[] = { "environment", "managed-identity",
                                         "managed-identity" };
    unsigned choice = fuzz_choice(&data, &size, 3);
    const struct environment env = { get, (void *)sets[choice] };
    struct http *h = fuzz_http_new(data, size);
    const char *authorization = NULL;
    const struct http_gate *gate;
    struct tokens *t = NULL;
    struct err e = { 0 };

    FUZZ_REQUIRE(tokens_new(&t, h, &cloud, words[choice], &env, &e) == 0);
    if (tokens_prepare(t, cloud.arm_scope, &e) == 0) {
        gate = tokens_gate(t, cloud.arm_scope, FUZZ_HOST, &e);
        FUZZ_REQUIRE(gate);
        if (gate->enter(gate->arg, FUZZ_HOST "/x", &authorization, NULL) ==
            HTTP_GATE_OPEN) {
            FUZZ_REQUIRE(strncmp(authorization, "Bearer ", 7) == 0);
            FUZZ_REQUIRE(!strpbrk(authorization, "\r\n"));
        }
        FUZZ_REQUIRE(gate->enter(gate->arg, "https://evil.example/",
                                 &authorization, NULL) == HTTP_GATE_REFUSED);
    } else {
        FUZZ_REQUIRE(e.code != ERR_NONE && *e.text);
    }
    fuzz_http_end(h);
    tokens_free(t);
    return 0;
}
