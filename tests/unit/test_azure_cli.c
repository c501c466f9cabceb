/* SPDX-License-Identifier: MIT */
/* test_azure_cli.c - what is made of the words of `az`. */
#include "unit.h"

#include <stdio.h>
#include <time.h>

#include "stub/credential_case.h"
#include "stub/http_stub.c"

static void
write_az(struct fixture *f, const char *script)
{
    static char path[128];

    write_file(f, "az", script, 0700, path);
    snprintf(path, sizeof(path), "%s:/usr/bin:/bin", f->dir);
    set_env(f, "PATH", path);
}

static void
test_az(void **state)
{
    struct fixture *f = *state;

    write_az(f, "#!/bin/sh\n"
                "test \"$*\" = \"account get-access-token --output json "
                "--resource https://arm.example --tenant " TENANT
                " --only-show-errors\" || exit 1\n"
                "echo '{\"accessToken\":\"az.token\",\"expiresOn\":"
                "\"2000-01-01 00:00:00.000000\",\"expires_on\":1795415400,"
                "\"tenant\":\"" TENANT "\",\"tokenType\":\"Bearer\"}'\n"
                "echo WARNING: noise >&2\n");
    set_env(f, "AZURE_TENANT_ID", TENANT);
    assert_int_equal(ask(f, &credential_azure_cli), 0);
    assert_int_equal(f->outcome, CREDENTIAL_GRANTED);
    assert_string_equal(f->token, "az.token");
    assert_string_equal(f->tenant, TENANT);
    assert_int_equal(f->lifetime_s, 3600);
}

/* Before version 2.54 there is only a local time. */
static void
test_az_old(void **state)
{
    struct fixture *f = *state;
    time_t end = (time_t)clock_wall_time() + 1800;
    char script[256], local[64];
    struct tm tm;

    localtime_r(&end, &tm);
    strftime(local, sizeof(local), "%Y-%m-%d %H:%M:%S.123456", &tm);
    snprintf(script, sizeof(script),
             "#!/bin/sh\necho '{\"accessToken\":\"t\",\"expiresOn\":\"%s\"}'\n",
             local);
    write_az(f, script);
    assert_int_equal(ask(f, &credential_azure_cli), 0);
    assert_int_equal(f->outcome, CREDENTIAL_GRANTED);
    assert_int_equal(f->lifetime_s, 1800);
    write_az(f, "#!/bin/sh\necho '{\"accessToken\":\"t\"}'\n");
    assert_int_equal(ask(f, &credential_azure_cli), 0);
    assert_int_equal(f->lifetime_s, 300);
}

static void
test_az_complaints(void **state)
{
    static const struct {
        const char *script, *reason;
        enum credential_outcome outcome;
    } cases[] = {
        { "#!/bin/sh\necho \"ERROR: Please run 'az login' to setup account.\" "
          ">&2\nexit 1\n",
          "az account get-access-token (exit code 1): Please run 'az login' to "
          "setup account.",
          CREDENTIAL_UNAVAILABLE },
        { "#!/bin/sh\nprintf 'ERROR: AADSTS50173: revoked.\\nTrace ID: 1\\n"
          "Please run:\\naz login\\n' >&2\nexit 1\n",
          "az account get-access-token (exit code 1): AADSTS50173: revoked. "
          "Hint: the sign-in was revoked: run 'az login' again",
          CREDENTIAL_REFUSED },
        { "#!/bin/sh\nprintf 'one\\ntwo  \\n\\n' >&2\nexit 7\n",
          "az account get-access-token (exit code 7): two  ",
          CREDENTIAL_UNAVAILABLE },
        { "#!/bin/sh\nkill -9 $$\n",
          "az account get-access-token (exit code -1): it failed without a "
          "message",
          CREDENTIAL_UNAVAILABLE },
        { "#!/bin/sh\necho hello\n",
          "az account get-access-token printed no accessToken",
          CREDENTIAL_UNAVAILABLE },
        { "#!/bin/sh\nyes\n", "az printed far more than a token",
          CREDENTIAL_UNAVAILABLE },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        write_az(f, cases[i].script);
        assert_int_equal(ask(f, &credential_azure_cli), 0);
        assert_int_equal(f->outcome, cases[i].outcome);
        assert_string_equal(f->reason, cases[i].reason);
    }
}

static void
test_az_absent(void **state)
{
    struct fixture *f = *state;

    set_env(f, "PATH", f->dir);
    expect_missing(f, &credential_azure_cli, "az is not on PATH");
    set_env(f, "AZURE_TENANT_ID", "--debug");
    assert_int_equal(ask(f, &credential_azure_cli), -1);
    assert_int_equal(f->e.code, ERR_USAGE);
}

/* It hangs: ended with all it started, after the deadline of the played clock
 * or when the run is interrupted. */
static void
test_az_hangs(void **state)
{
    struct fixture *f = *state;

    write_az(f, "#!/bin/sh\nsleep 300 & sleep 300\n");
    http_stub_waiting_takes(f->http, 20000);
    assert_int_equal(ask(f, &credential_azure_cli), 0);
    assert_int_equal(f->outcome, CREDENTIAL_UNAVAILABLE);
    assert_string_equal(f->reason, "az gave no answer within 60 s");
    http_stub_interrupt(f->http);
    assert_int_equal(ask(f, &credential_azure_cli), 0);
    assert_int_equal(f->outcome, CREDENTIAL_REFUSED);
    assert_int_equal(f->code, ERR_INTERRUPTED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_az),        TEST(test_az_old),   TEST(test_az_complaints),
        TEST(test_az_absent), TEST(test_az_hangs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
