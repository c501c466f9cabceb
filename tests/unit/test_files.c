/* SPDX-License-Identifier: MIT */
/* test_files.c - reading with a ceiling, listing, drafts that appear whole. */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/files.h"

static char folder[64];
static char original[4096];

static int
enter_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof(folder), "/tmp/test_files.XXXXXX");
    return !getcwd(original, sizeof(original)) || !mkdtemp(folder) ||
           chdir(folder) != 0;
}

static int
leave_folder(void **state)
{
    char command[128];

    (void)state;
    snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    return chdir(original) != 0 || system(command) != 0;
}

static void
put(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void
assert_holds(const char *path, const char *text)
{
    auto_buf b = { 0 };
    struct err e = { 0 };

    if (files_read(path, 1000, &b, &e) != 0)
        fail_msg("%s", e.text);
    assert_string_equal(buf_str(&b), text);
}

/* How many names stand in the folder, hidden ones included. */
static size_t
count_names(void)
{
    FILE *p = popen("ls -A | wc -l", "r");
    unsigned long n = 0;

    assert_non_null(p);
    assert_int_equal(fscanf(p, "%lu", &n), 1);
    pclose(p);
    return n;
}

static void
test_read(void **state)
{
    auto_buf b = { 0 };
    struct err e = { 0 };

    (void)state;
    put("a", "hello");
    assert_int_equal(files_read("a", 5, &b, &e), 0);
    assert_string_equal(b.data, "hello");
    assert_int_equal(files_read("a", 4, &b, &e), -1);
    assert_int_equal(e.code, ERR_LIMIT);
    assert_string_equal(e.text, "a: larger than 4 bytes");
    err_clear(&e);
    assert_int_equal(files_read("none", 5, &b, &e), -1);
    assert_int_equal(e.code, ERR_IO);
    assert_string_equal(e.text, "none: No such file or directory");
}

static void
test_read_more_than_one_chunk(void **state)
{
    static char text[200001];
    auto_buf b = { 0 };
    struct err e = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof(text) - 1; i++)
        text[i] = (char)('a' + i % 26);
    put("big", text);
    assert_int_equal(files_read("big", sizeof(text), &b, &e), 0);
    assert_int_equal(b.len, sizeof(text) - 1);
    assert_memory_equal(b.data, text, b.len);
}

/* Would hang for ever, were the FIFO opened the usual way. */
static void
test_read_refuses_what_is_no_file(void **state)
{
    auto_buf b = { 0 };
    struct err e = { 0 };

    (void)state;
    alarm(10);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(files_read("pipe", 5, &b, &e), -1);
    assert_int_equal(e.code, ERR_INPUT);
    assert_string_equal(e.text, "pipe: expected a file, found a pipe ('-' "
                                "reads standard input)");
    err_clear(&e);
    assert_int_equal(files_read("/dev/zero", 5, &b, &e), -1);
    assert_string_equal(e.text,
                        "/dev/zero: expected a file, found no regular file");
    err_clear(&e);
    assert_int_equal(files_read("/", 5, &b, &e), -1);
    assert_string_equal(e.text, "/: expected a file, found a folder");
    alarm(0);
}

static void
test_read_standard_input(void **state)
{
    int saved = dup(STDIN_FILENO), ends[2];
    auto_buf b = { 0 };
    struct err e = { 0 };

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "from a pipe", 11), 11);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    assert_int_equal(files_read("-", 100, &b, &e), 0);
    assert_string_equal(b.data, "from a pipe");
    dup2(saved, STDIN_FILENO);
    close(saved);
}

static void
test_list(void **state)
{
    static const char *const expected[] = { "./D.JSON", "./a.json",
                                            "./broken.json", "./link.json",
                                            "./sub/b.json" };
    struct vec paths = { 0 };
    struct err e = { 0 };

    (void)state;
    assert_int_equal(mkdir("sub", 0700), 0);
    assert_int_equal(mkdir("sub/deep", 0700), 0);
    assert_int_equal(mkdir("dir.json", 0700), 0);
    put("a.json", "");
    put("D.JSON", "");
    put("c.txt", "");
    put(".hidden.json", "");
    put("sub/b.json", "");
    put("sub/deep/e.json", "");
    assert_int_equal(symlink("sub", "loop.json"), 0);
    assert_int_equal(symlink("c.txt", "link.json"), 0);
    assert_int_equal(symlink("nowhere", "broken.json"), 0);
    assert_int_equal(files_list("./", ".json", 1, &paths, &e), 0);
    assert_int_equal(paths.len, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(paths.items[i], expected[i]);
    files_free_list(&paths);
    assert_int_equal(files_list("sub", ".json", 0, &paths, &e), 0);
    assert_int_equal(paths.len, 1);
    assert_string_equal(paths.items[0], "sub/b.json");
    files_free_list(&paths);
    assert_int_equal(files_list("/", "etc/passwd", 0, &paths, &e), 0);
    assert_int_equal(paths.len, 0);
    files_free_list(&paths);
    assert_int_equal(files_list("none", ".json", 0, &paths, &e), -1);
    assert_string_equal(e.text, "none: No such file or directory");
}

static void
test_make_dir(void **state)
{
    struct err e = { 0 };
    struct stat st;

    (void)state;
    assert_int_equal(files_make_dir("x/y//z/", &e), 0);
    assert_true(files_is_dir("x/y/z"));
    assert_int_equal(stat("x/y", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_int_equal(files_make_dir("x/y/z", &e), 0);
    assert_int_equal(files_make_dir("/", &e), 0);
    put("file", "");
    assert_false(files_is_dir("file"));
    assert_int_equal(files_make_dir("file", &e), -1);
    assert_int_equal(e.code, ERR_IO);
    assert_string_equal(e.text,
                        "file: the folder cannot be made: Not a directory");
    err_clear(&e);
    assert_int_equal(files_make_dir("file/below", &e), -1);
    assert_string_equal(e.text,
                        "file: the folder cannot be made: Not a directory");
}

static void
test_draft_replaces_whole(void **state)
{
    struct files_draft d;
    struct err e = { 0 };
    struct stat st;

    (void)state;
    put("report", "old");
    assert_int_equal(files_draft_open(&d, "report", &e), 0);
    assert_string_not_equal(d.temporary, "report");
    fputs("new", d.stream);
    fflush(d.stream);
    assert_holds("report", "old");
    assert_int_equal(files_draft_commit(&d, &e), 0);
    assert_holds("report", "new");
    assert_int_equal(stat("report", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(count_names(), 1);
    files_draft_abort(&d); /* harmless after a commit */
    assert_holds("report", "new");
}

static void
test_draft_for_writers_that_take_a_path(void **state)
{
    struct files_draft d;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(files_draft_open(&d, "book", &e), 0);
    put(d.temporary, "written by name");
    assert_int_equal(files_draft_commit(&d, &e), 0);
    assert_holds("book", "written by name");
}

static void
test_draft_abort_leaves_nothing(void **state)
{
    struct files_draft d, zero = { 0 };
    struct err e = { 0 };

    (void)state;
    put("report", "old");
    assert_int_equal(files_draft_open(&d, "report", &e), 0);
    fputs("half", d.stream);
    files_draft_abort(&d);
    files_draft_abort(&zero);
    assert_holds("report", "old");
    assert_int_equal(count_names(), 1);
}

static void
put_file(const char *name)
{
    FILE *file = fopen(name, "w");

    assert_non_null(file);
    fclose(file);
}

static void
test_draft_of_a_killed_process_goes(void **state)
{
    struct files_draft mine, other;
    struct err e = { 0 };

    (void)state;
    put_file(".report.AbC123");
    put_file(".report.AbC1234"); /* no such draft */
    put_file(".other.AbC123");
    assert_int_equal(files_draft_open(&other, "report", &e), 0);
    assert_int_equal(access(".report.AbC123", F_OK), -1);
    assert_int_equal(access(".report.AbC1234", F_OK), 0);
    assert_int_equal(access(".other.AbC123", F_OK), 0);
    /* One that is being written stays. */
    assert_int_equal(files_draft_open(&mine, "report", &e), 0);
    assert_int_equal(access(other.temporary, F_OK), 0);
    assert_int_equal(files_draft_commit(&other, &e), 0);
    assert_int_equal(files_draft_commit(&mine, &e), 0);
    assert_int_equal(unlink(".report.AbC1234"), 0);
    assert_int_equal(unlink(".other.AbC123"), 0);
    assert_int_equal(unlink("report"), 0);
}

static void
test_draft_cannot_be_opened(void **state)
{
    struct files_draft d;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(files_draft_open(&d, "none/report", &e), -1);
    assert_int_equal(e.code, ERR_IO);
    assert_string_equal(e.text, "none/report: cannot be written: No such file "
                                "or directory");
    files_draft_abort(&d);
}

static void
test_draft_over_a_folder(void **state)
{
    struct files_draft d;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(mkdir("report", 0700), 0);
    assert_int_equal(files_draft_open(&d, "report", &e), 0);
    assert_int_equal(files_draft_commit(&d, &e), -1);
    assert_string_equal(e.text, "report: cannot be written: Is a directory");
    assert_int_equal(count_names(), 1);
}

/* Writes `size` bytes under a ceiling of 4096 for any file. */
static int
write_limited(size_t size, struct err *e)
{
    struct rlimit before, limit;
    struct files_draft d;
    int status;

    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 4096;
    assert_int_equal(files_draft_open(&d, "report", e), 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    for (size_t i = 0; i < size; i++)
        putc('x', d.stream);
    status = files_draft_commit(&d, e);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    return status;
}

static void
test_draft_that_does_not_fit(void **state)
{
    struct err e = { 0 };

    (void)state;
    put("report", "old");
    /* Fails at the flush, where the reason is known ... */
    assert_int_equal(write_limited(4097, &e), -1);
    assert_int_equal(e.code, ERR_IO);
    assert_string_equal(e.text, "report: cannot be written: File too large");
    /* ... and in the middle, where it is not. */
    err_clear(&e);
    assert_int_equal(write_limited(100000, &e), -1);
    assert_int_equal(e.code, ERR_IO);
    assert_holds("report", "old");
    assert_int_equal(count_names(), 1);
}

#define in_folder(test) \
    cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(test_read),
        in_folder(test_read_more_than_one_chunk),
        in_folder(test_read_refuses_what_is_no_file),
        in_folder(test_read_standard_input),
        in_folder(test_list),
        in_folder(test_make_dir),
        in_folder(test_draft_replaces_whole),
        in_folder(test_draft_for_writers_that_take_a_path),
        in_folder(test_draft_abort_leaves_nothing),
        in_folder(test_draft_of_a_killed_process_goes),
        in_folder(test_draft_cannot_be_opened),
        in_folder(test_draft_over_a_folder),
        in_folder(test_draft_that_does_not_fit),
    };

    return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
