/* SPDX-License-Identifier: MIT */
/* soak.c - audits one after another against a server that misbehaves: memory,
 * descriptors and files must not grow. */
#include "audits.h"

#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "formats/report.h"

/* The first audits fill what libraries keep for ever. */
#define WARM_UP 5
/* What may come and go from one audit to the next: caches of OpenSSL above all. */
#define SLACK ((size_t)64 * 1024)

struct state {
    size_t bytes;
    size_t descriptors;
    size_t files;
};

static size_t
count(const char *folder)
{
    DIR *dir = opendir(folder);
    size_t n = 0;

    while (dir && readdir(dir))
        n++;
    if (dir)
        closedir(dir);
    return n;
}

static struct state
look(const char *folder)
{
    struct mallinfo2 m = mallinfo2();

    return (struct state){
        .bytes = m.uordblks + m.hblkhd,
        .descriptors = count("/proc/self/fd"),
        .files = count(folder),
    };
}

/* False: it could not be made, or its reports not be written. */
static bool
audit_and_report(const struct subject *s, const char *folder)
{
    struct report_options options = { .formats = "all" };
    struct results r;
    struct err e = { 0 };
    bool ok;

    if (subject_audit(s, &r, &e) != 0) {
        /* The fake may refuse the token or the list: an end like another. */
        return *e.text != '\0';
    }
    options.csv.delimiter = ',';
    ok = report_write_all(&r, folder, &options, &e) == 0;
    if (!ok)
        printf("# %s\n", e.text);
    results_free(&r);
    return ok;
}

/* URL CA-FILE TIMES FOLDER */
int
soak(int argc, char **argv)
{
    struct subject s = { 0 };
    struct state before = { 0 }, after;
    long times = argc == 4 ? strtol(argv[2], NULL, 10) : 0;

    if (times <= 0)
        return 64;
    s.cloud = argv[0];
    s.ca_file = argv[1];
    for (long i = 0; i < times + WARM_UP; i++) {
        if (i == WARM_UP)
            before = look(argv[3]);
        if (!audit_and_report(&s, argv[3]))
            return 1;
    }
    after = look(argv[3]);
    printf("# after %d and %ld audits: %zu and %zu bytes, %zu and %zu "
           "descriptors, %zu and %zu files\n",
           WARM_UP, times + WARM_UP, before.bytes, after.bytes,
           before.descriptors, after.descriptors, before.files, after.files);
    return after.bytes > before.bytes + SLACK ||
                   after.descriptors > before.descriptors ||
                   after.files > before.files
               ? 1
               : 0;
}
