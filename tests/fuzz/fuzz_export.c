/* SPDX-License-Identifier: MIT */
/* fuzz_export.c - a folder of exported JSON: the files of the input, each
 * with the letter of its name in front and a line "%%" between. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/collect_access.h"
#include "fuzz.h"
#include "sources/export.h"
#include "sources/export_apps.h"
#include "sources/export_bindings.h"

static char folder[64];

static void
make_folder(void)
{
    static const char *const parts[] = { "", "/apps", "/bindings",
                                         "/bindings/rg" };
    char path[128];

    snprintf(folder, sizeof(folder), "/dev/shm/aksentra-fuzz.%d",
             (int)getpid());
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        snprintf(path, sizeof(path), "%s%s", folder, parts[i]);
        mkdir(path, 0700);
    }
}

/* The names that mean something to the readers; "name" is one of these. */
static const char *const names[] = {
    "clusters.json",
    "subscriptions.json",
    "apps/applications.json",
    "apps/service-principals.json",
    "apps/deleted-applications.json",
    "apps/oauth2-permission-grants.json",
    "apps/app-role-assignments.json",
    "apps/conditional-access-policies.json",
    "apps/any.json",
    "bindings/aks.json",
    "bindings/aks.maintenance.json",
    "bindings/rg/aks.json",
    "bindings/principals.json",
    "bindings/any.json",
    "bindings/11111111-1111-4111-8111-111111111111.role-assignments.json",
    "bindings/11111111-1111-4111-8111-111111111111.locks.json",
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

static void
write_file(const char *name, const char *text, size_t len)
{
    char path[256];
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    f = fopen(path, "w");
    FUZZ_REQUIRE(f);
    FUZZ_REQUIRE(fwrite(text, 1, len, f) == len);
    FUZZ_REQUIRE(fclose(f) == 0);
}

/* Each file begins with the letter of its name, 'a' the first. */
static void
unpack(const char *text, const char *end)
{
    static const char mark[] = "\n%%\n";

    while (text < end) {
        const char *next = memmem(text, (size_t)(end - text), mark, 4);
        const char *stop = next ? next : end;

        if (stop > text)
            write_file(names[(unsigned char)*text % NAMES], text + 1,
                       (size_t)(stop - text - 1));
        text = next ? next + 4 : end;
    }
}

static void
clean_up(void)
{
    char path[256];

    for (size_t i = 0; i < NAMES; i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        unlink(path);
    }
}

static int
found(void *arg, struct cluster *c)
{
    return snapshot_add_cluster(arg, c);
}

static void
read_all(struct snapshot *s)
{
    const struct export_reader reader = { s, found, s };
    struct bindings_export *x = NULL;
    struct err e = { 0 };
    bool apps = false;

    if (export_read(&reader, folder, &e) != 0) {
        FUZZ_REQUIRE(e.code == ERR_USAGE && *e.text);
        return;
    }
    FUZZ_REQUIRE(export_settle(s, NULL) == 0);
    FUZZ_REQUIRE(export_apps_read(s, folder, &apps, NULL) == 0);
    FUZZ_REQUIRE(snapshot_sort(s) == 0);
    FUZZ_REQUIRE(snapshot_join_apps(s) == 0);
    export_apps_settle(s);
    FUZZ_REQUIRE(snapshot_list_apps(s) == 0);
    FUZZ_REQUIRE(export_bindings_read(&x, s, folder, NULL) == 0);
    FUZZ_REQUIRE(!x || export_bindings_give(x, NULL) == 0);
    FUZZ_REQUIRE(collect_access_register(s) == 0);
    FUZZ_REQUIRE(!x || export_bindings_settle(x, s, NULL) == 0);
    export_bindings_free(x);
    FUZZ_REQUIRE(collect_access_settle(s) == 0);
    FUZZ_REQUIRE(snapshot_sort(s) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct results r;

    if (!*folder)
        make_folder();
    unpack((const char *)data, (const char *)data + size);
    FUZZ_REQUIRE(results_init(&r, NULL) == 0);
    read_all(&r.snapshot);
    results_free(&r);
    clean_up();
    return 0;
}
