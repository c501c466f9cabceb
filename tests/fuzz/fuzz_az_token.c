/* SPDX-License-Identifier: MIT */
/* fuzz_az_token.c - what `az account get-access-token` prints. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "fuzz_http.h"
#include "sources/az_process.h"
#include "sources/credential.h"
#include "support/str.h"

/* What the played `az` prints. */
static struct az_result result;

/* In place of sources/az_process. */
int
az_process_start(struct http *http, const struct environment *env,
                 const char *const *argv,
                 void (*done)(void *arg, const struct az_result *result),
                 void *arg, struct err *e)
{
    (void)http;
    (void)env;
    (void)argv;
    (void)e;
    done(arg, &result);
    return 0;
}

static const char *
no_variable(void *arg, const char *name)
{
    (void)arg;
    (void)name;
    return NULL;
}

static unsigned times;

static void
answered(void *arg, const struct credential_answer *answer)
{
    (void)arg;
    times++;
    if (answer->outcome == CREDENTIAL_GRANTED)
        FUZZ_REQUIRE(!str_empty(answer->token));
    else
        FUZZ_REQUIRE(!str_empty(answer->reason) && answer->code != ERR_NONE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct cloud cloud = { .name = "x", .authority = FUZZ_HOST };
    static const struct environment env = { .get = no_variable };
    unsigned status = fuzz_choice(&data, &size, 2);
    char *text = fuzz_text(data, size);
    struct http *h = fuzz_http_new(NULL, 0);
    const struct credential_ask ask = {
        .http = h,
        .cloud = &cloud,
        .env = &env,
        .scope = FUZZ_HOST "/.default",
        .done = answered,
    };

    result = (struct az_result){ AZ_EXITED, (int)status, text, strlen(text),
                                 status ? text : "" };
    times = 0;
    FUZZ_REQUIRE(credential_azure_cli.ask(&ask, NULL) == 0 && times == 1);
    fuzz_http_end(h);
    free(text);
    return 0;
}
