/* SPDX-License-Identifier: MIT */
/* test_sandbox.c - what a process cannot do any more once it gave up its
 * rights. Each case is a child: there is no way back. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/sandbox.h"

struct place {
    char dir[64]; /* the working folder of the children */
};

static int
set_up(void **state)
{
    struct place *p = calloc(1, sizeof(*p));

    assert_non_null(p);
    strcpy(p->dir, "/tmp/sandbox-test-XXXXXX");
    assert_non_null(mkdtemp(p->dir));
    assert_int_equal(chdir(p->dir), 0);
    assert_int_equal(mkdir("report", 0700), 0);
    assert_int_equal(mkdir("empty", 0700), 0);
    *state = p;
    return 0;
}

static int
tear_down(void **state)
{
    struct place *p = *state;
    char command[128];

    snprintf(command, sizeof(command), "rm -rf %s", p->dir);
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(system(command), 0);
    free(p);
    return 0;
}

/* The exit status of a child that gives up its rights and then does it. */
static int
confined(const struct sandbox *s, int (*act)(void))
{
    pid_t pid = fork();
    int status = 0;

    assert_true(pid >= 0);
    if (pid == 0) {
        sandbox_enter(s);
        _exit(act());
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void
skip_where_unconfined(void)
{
#ifdef AKSENTRA_UNCONFINED
    skip(); /* this build is not confined: see the Makefile */
#endif
}

static void
skip_without_landlock(void)
{
    skip_where_unconfined();
    if (syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
                LANDLOCK_CREATE_RULESET_VERSION) < 0)
        skip(); /* the kernel has none */
}

/* Each act returns the place of the first thing that was not as it should be,
 * 0: all was. */
#define EXPECT(number, condition) \
    if (!(condition))             \
    return number

static bool
can_create(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static int
write_files(void)
{
    int fd = open("report/a", O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    EXPECT(1, fd >= 0 && write(fd, "x", 1) == 1);
    EXPECT(2, rename("report/a", "report/b") == 0);
    EXPECT(3, !can_create("outside") && errno == EACCES);
    EXPECT(4, rename("report/b", "outside") != 0);
    EXPECT(5, link("report/b", "outside") != 0);
    EXPECT(6, symlink("report/b", "outside") != 0);
    EXPECT(7, mkdir("folder", 0700) != 0);
    EXPECT(8, mkfifo("report/fifo", 0600) != 0);
    EXPECT(9, !can_create("/tmp/aksentra-sandbox-test"));
    /* A link in the report folder does not lead out of it. */
    EXPECT(10, symlink("/tmp", "report/out") == 0);
    EXPECT(11, !can_create("report/out/aksentra-sandbox-test"));
    EXPECT(12, access("/etc/passwd", R_OK) == 0);
    EXPECT(13, open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0);
    EXPECT(14, unlink("report/out") == 0 && unlink("report/b") == 0);
    EXPECT(15, rmdir("report") == 0);
    return 0;
}

static void
files_are_written_in_one_folder_alone(void **state)
{
    const struct sandbox s = { .writable = "report" };

    (void)state;
    skip_without_landlock();
    assert_int_equal(confined(&s, write_files), 0);
}

static int
write_nothing(void)
{
    EXPECT(1, !can_create("outside") && !can_create("report/a"));
    EXPECT(2, rmdir("empty") != 0);
    return 0;
}

static void
without_a_folder_no_file_is_written(void **state)
{
    const struct sandbox s = { .offline = true };

    (void)state;
    skip_without_landlock();
    assert_int_equal(confined(&s, write_nothing), 0);
}

static int
start_programs(void)
{
    char name[] = "true", *const argv[] = { name, NULL };
    char *const none[] = { NULL };

    EXPECT(1, execve("/bin/true", argv, none) != 0);
    EXPECT(2, errno == EPERM || errno == EACCES);
    EXPECT(3, system("exit 0") != 0);
    return 0;
}

static int
call_what_is_refused(void)
{
    EXPECT(1, ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0 && errno == EPERM);
    EXPECT(2, syscall(SYS_bpf, 0, NULL, 0) != 0 && errno == EPERM);
    EXPECT(3, syscall(SYS_keyctl, 0, 0) != 0 && errno == EPERM);
    EXPECT(4, syscall(SYS_userfaultfd, 0) < 0 && errno == EPERM);
    EXPECT(5, syscall(SYS_io_uring_setup, 1, NULL) < 0 && errno == EPERM);
    EXPECT(6, syscall(SYS_unshare, 0) != 0 && errno == EPERM);
    EXPECT(7, listen(-1, 1) != 0 && errno == EPERM);
    EXPECT(8,
           syscall(SYS_process_vm_readv, getpid(), NULL, 0, NULL, 0, 0) != 0 &&
               errno == EPERM);
    EXPECT(9, prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
    return 0;
}

static int
ask_the_network(void)
{
    return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) < 0 && errno == EPERM;
}

static void
no_program_is_started(void **state)
{
    const struct sandbox s = { .writable = "report" };

    (void)state;
    skip_where_unconfined();
    assert_int_equal(confined(&s, start_programs), 0);
}

static void
dangerous_calls_are_refused(void **state)
{
    const struct sandbox s = { .writable = "report" };

    (void)state;
    skip_where_unconfined();
    assert_int_equal(confined(&s, call_what_is_refused), 0);
}

static void
offline_there_is_no_network(void **state)
{
    const struct sandbox offline = { .offline = true }, online = { 0 };

    (void)state;
    skip_where_unconfined();
    assert_int_equal(confined(&offline, ask_the_network), 1);
    assert_int_equal(confined(&online, ask_the_network), 0);
}

/* A folder that is gone, or a second time: no crash, and no right more. */
static int
enter_again(void)
{
    const struct sandbox wider = { .writable = "/" };

    sandbox_enter(&wider);
    return can_create("outside");
}

static void
there_is_no_way_back(void **state)
{
    const struct sandbox s = { .writable = "report" };

    (void)state;
    skip_without_landlock();
    assert_int_equal(confined(&s, enter_again), 0);
}

static int
look_at_the_process(void)
{
    struct rlimit core = { 1, 1 };
    struct stat st;

    close(0);
    close(1);
    close(2);
    sandbox_protect_process();
    EXPECT(1, getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0);
    EXPECT(2, prctl(PR_GET_DUMPABLE) == 0);
    EXPECT(3, can_create("report/mine") && stat("report/mine", &st) == 0);
    EXPECT(4, (st.st_mode & 077) == 0);
    EXPECT(5, umask(0) == 077);
    EXPECT(6, open("/dev/null", O_RDONLY | O_CLOEXEC) == 3);
    EXPECT(7, write(1, "x", 1) < 0 && write(2, "x", 1) < 0);
    EXPECT(8, read(0, &st, 1) < 0);
    return 0;
}

static void
a_process_is_protected_from_its_beginning(void **state)
{
    pid_t pid = fork();
    int status = 0;

    (void)state;
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(look_at_the_process());
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WEXITSTATUS(status), 0);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(files_are_written_in_one_folder_alone),
        CASE(without_a_folder_no_file_is_written),
        CASE(no_program_is_started),
        CASE(dangerous_calls_are_refused),
        CASE(offline_there_is_no_network),
        CASE(there_is_no_way_back),
        CASE(a_process_is_protected_from_its_beginning),
    };

    return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
