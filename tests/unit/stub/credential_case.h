/* SPDX-License-Identifier: MIT */
/* credential_case.h - one question to a credential method, over the stub. */
#ifndef AKSENTRA_TESTS_CREDENTIAL_CASE_H
#define AKSENTRA_TESTS_CREDENTIAL_CASE_H

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sources/credential.h"
#include "stub/http_stub.h"
#include "support/files.h"

#define TENANT "11111111-2222-4333-8444-555555555555"
#define CLIENT "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"

struct fixture {
    struct http *http;
    struct cloud cloud;
    const char *pairs[64]; /* the environment */
    struct environment env;
    char dir[64];
    /* What came of it: */
    int answers;
    enum credential_outcome outcome;
    enum err_code code;
    char token[256], tenant[64], reason[ERR_TEXT_MAX];
    int64_t lifetime_s;
    struct err e;
};

static inline int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    http_stub_clock_reset();
    f->http = http_stub_new();
    f->cloud.name = "Example";
    f->cloud.authority = "https://login.example";
    f->cloud.arm = "https://arm.example";
    f->cloud.arm_scope = "https://arm.example/.default";
    f->env = http_stub_environment(f->pairs);
    snprintf(f->dir, sizeof(f->dir), "/tmp/aksentra-credential-XXXXXX");
    *state = f;
    return mkdtemp(f->dir) ? 0 : -1;
}

static inline int
tear_down(void **state)
{
    struct fixture *f = *state;
    struct vec paths = { 0 };

    files_list(f->dir, "", 1, &paths, NULL);
    for (size_t i = 0; i < paths.len; i++)
        unlink(paths.items[i]);
    files_free_list(&paths);
    rmdir(f->dir);
    http_free(f->http);
    free(f);
    return 0;
}

static inline void
set_env(struct fixture *f, const char *name, const char *value)
{
    size_t n = 0;

    while (f->pairs[n] && strcmp(f->pairs[n], name) != 0)
        n += 2;
    assert_true(n + 2 < ARRAY_LEN(f->pairs));
    f->pairs[n] = name;
    f->pairs[n + 1] = value;
}

static inline void
set_app(struct fixture *f)
{
    set_env(f, "AZURE_TENANT_ID", TENANT);
    set_env(f, "AZURE_CLIENT_ID", CLIENT);
}

static inline void
write_file(const struct fixture *f, const char *name, const char *text,
           mode_t mode, char path[128])
{
    FILE *file;

    snprintf(path, 128, "%s/%s", f->dir, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    chmod(path, mode);
}

static inline void
answered(void *arg, const struct credential_answer *answer)
{
    struct fixture *f = arg;

    f->answers++;
    f->outcome = answer->outcome;
    f->code = answer->code;
    f->lifetime_s = answer->lifetime_s;
    snprintf(f->token, sizeof(f->token), "%s",
             answer->token ? answer->token : "");
    snprintf(f->tenant, sizeof(f->tenant), "%s",
             answer->tenant_id ? answer->tenant_id : "");
    snprintf(f->reason, sizeof(f->reason), "%s",
             answer->reason ? answer->reason : "");
}

static inline int
ask_scope(struct fixture *f, const struct credential_method *method,
          const char *scope, bool insist)
{
    struct credential_ask ask = {
        .http = f->http,
        .cloud = &f->cloud,
        .env = &f->env,
        .scope = scope,
        .insist = insist,
        .done = answered,
        .arg = f,
    };
    int rc;

    err_clear(&f->e);
    f->answers = 0;
    rc = method->ask(&ask, &f->e);
    if (rc != 0) {
        assert_int_equal(f->answers, 0);
        return rc;
    }
    http_run(f->http, NULL);
    assert_int_equal(f->answers, 1);
    return 0;
}

static inline int
ask(struct fixture *f, const struct credential_method *method)
{
    return ask_scope(f, method, f->cloud.arm_scope, false);
}

static inline void
expect_missing(struct fixture *f, const struct credential_method *method,
               const char *what)
{
    assert_int_equal(ask(f, method), -1);
    assert_int_equal(f->e.code, ERR_AUTH);
    assert_non_null(strstr(f->e.text, what));
}

static inline const struct http_stub_sent *
last(const struct fixture *f)
{
    return http_stub_sent(f->http, http_stub_count(f->http) - 1);
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

#endif
