/* SPDX-License-Identifier: MIT */
/* test_files_walk.c - every file below a folder, once, in order, and nothing
 * that goes in circles. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/buf.h"
#include "support/files_walk.h"

static char folder[] = "/tmp/aksentra-walk-XXXXXX";

static int
set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int
tear_down(void **state)
{
    char command[2 * sizeof(folder) + 32];

    (void)state;
    snprintf(command, sizeof(command), "chmod -R u+rwx %s; rm -r %s", folder,
             folder);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static int
visit(void *arg, const char *path, const struct err *trouble)
{
    struct buf *list = arg;

    buf_addf(list, "%s%s\n", path, trouble ? " !" : "");
    return 0;
}

static int
stop(void *arg, const char *path, const struct err *trouble)
{
    (void)path;
    (void)trouble;
    return ++*(int *)arg == 2 ? 5 : 0;
}

static void
touch(const char *path)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fclose(f);
}

static void
test_walk(void **state)
{
    auto_buf list = { 0 };
    int visited = 0;

    (void)state;
    assert_int_equal(mkdir("top", 0700) | mkdir("top/b", 0700) |
                         mkdir("top/.hidden", 0700) | mkdir("top/empty", 0700),
                     0);
    touch("top/c");
    touch("top/b/z");
    touch("top/b/a");
    touch("top/.hidden/config");
    assert_int_equal(symlink("c", "top/link"), 0);
    assert_int_equal(symlink("..", "top/b/up"), 0);
    assert_int_equal(symlink("nowhere", "top/dangling"), 0);
    assert_int_equal(symlink("itself", "top/itself"), 0);
    assert_int_equal(mkfifo("top/fifo", 0600), 0);
    assert_int_equal(files_walk("top", visit, &list, NULL), 0);
    assert_string_equal(buf_str(&list), "top/.hidden/config\n"
                                        "top/b/a\n"
                                        "top/b/z\n"
                                        "top/c\n"
                                        "top/dangling !\n"
                                        "top/fifo\n"
                                        "top/itself !\n"
                                        "top/link\n");
    /* A visit ends the walk. */
    assert_int_equal(files_walk("top", stop, &visited, NULL), 5);
    assert_int_equal(visited, 2);
}

static void
test_no_folder(void **state)
{
    auto_buf list = { 0 };

    (void)state;
    assert_int_equal(files_walk("absent", visit, &list, NULL), 0);
    assert_string_equal(buf_str(&list), "absent !\n");
}

static void
test_no_rights(void **state)
{
    auto_buf list = { 0 };

    const bool is_root = geteuid() == 0;

    (void)state;
    assert_int_equal(
        mkdir("shut", 0755) | mkdir("shut/in", 0) | chmod(folder, 0755), 0);
    touch("shut/open");
    /* root may read everything: nobody looks. */
    if (is_root)
        assert_int_equal(seteuid(65534), 0);
    assert_int_equal(files_walk("shut", visit, &list, NULL), 0);
    if (is_root)
        assert_int_equal(seteuid(0), 0);
    assert_string_equal(buf_str(&list), "shut/in !\nshut/open\n");
}

static void
test_depth(void **state)
{
    char path[4 * (FILES_WALK_DEPTH + 8)] = "deep";
    auto_buf list = { 0 };

    (void)state;
    for (int i = 0; i < FILES_WALK_DEPTH + 4; i++) {
        assert_int_equal(mkdir(path, 0700), 0);
        strcat(path, "/d");
    }
    assert_int_equal(files_walk("deep", visit, &list, NULL), 0);
    /* Told once, where it ends. */
    assert_non_null(strstr(buf_str(&list), " !\n"));
    assert_ptr_equal(strchr(buf_str(&list), '\n') + 1,
                     buf_str(&list) + list.len);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_walk),
        cmocka_unit_test(test_no_folder),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_no_rights),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
