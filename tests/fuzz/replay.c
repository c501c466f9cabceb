/* SPDX-License-Identifier: MIT */
/* replay.c - runs a fuzz target over files, without a fuzzing engine, so that
 * every compiler and sanitizer can. With arguments: these files and folders.
 * Without: TAP of the kept findings, fixtures/fuzz/NAME, and of the seeds,
 * build/fuzz/seeds/NAME, where NAME is the program's without "fuzz_". */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"
#include "support/buf.h"
#include "support/files.h"

/* What of a crash is still to be told: the file under way. */
static void
run_file(const char *path)
{
    struct buf content = { 0 };
    struct err e = { 0 };
    uint8_t *exact;

    if (files_read(path, BUF_DEFAULT_LIMIT, &content, &e) != 0) {
        fprintf(stderr, "%s\n", e.text);
        exit(1);
    }
    fprintf(stderr, "# %s\n", path);
    exact = malloc(content.len ? content.len : 1);
    FUZZ_REQUIRE(exact);
    memcpy(exact, buf_str(&content), content.len);
    LLVMFuzzerTestOneInput(exact, content.len);
    free(exact);
    buf_free(&content);
}

/* How many files. */
static size_t
run_folder(const char *dir)
{
    struct vec paths = { 0 };
    struct err e = { 0 };
    size_t n = 0;

    if (files_list(dir, "", 2, &paths, &e) != 0) {
        fprintf(stderr, "%s\n", e.text);
        exit(1);
    }
    for (; n < paths.len; n++)
        run_file(paths.items[n]);
    files_free_list(&paths);
    return n;
}

static void
run_tap(const char *name)
{
    static const char *const folders[] = { "fixtures/fuzz",
                                           "build/fuzz/seeds" };

    printf("1..2\n");
    for (size_t i = 0; i < 2; i++) {
        char dir[256];

        snprintf(dir, sizeof(dir), "%s/%s", folders[i], name);
        if (files_is_dir(dir))
            printf("ok %zu - %s: %zu inputs\n", i + 1, dir, run_folder(dir));
        else
            printf("%s %zu - %s: there are %s\n", i == 0 ? "ok" : "not ok",
                   i + 1, dir, i == 0 ? "no findings" : "no seeds");
        fflush(stdout);
    }
}

int
main(int argc, char **argv)
{
    const char *name = strrchr(argv[0], '/');

    name = name ? name + 1 : argv[0];
    if (strncmp(name, "fuzz_", 5) == 0)
        name += 5;
    if (argc == 1)
        run_tap(name);
    for (int i = 1; i < argc; i++) {
        if (files_is_dir(argv[i]))
            run_folder(argv[i]);
        else
            run_file(argv[i]);
    }
    return 0;
}
