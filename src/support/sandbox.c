/* SPDX-License-Identifier: MIT */
/* sandbox.c - rights that this process gives up for good. Sources: landlock(7),
 * seccomp(2), "Landlock: unprivileged access control" of the kernel's manual. */
#include "support/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "support/environment.h"
#include "support/log.h"

/* ---- from the beginning ---------------------------------------------------- */

/* Opened for the wrong direction: who uses it still gets an error. */
static void
occupy_standard_streams(void)
{
    static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };

    for (int fd = 0; fd < 3; fd++) {
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/dev/null", modes[fd]); /* takes the lowest number */
    }
}

void
sandbox_protect_process(void)
{
    const struct rlimit none = { 0 };

    occupy_standard_streams();
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    umask(077);
    /* A file that may grow no further is an error to be told, and no end. */
    signal(SIGXFSZ, SIG_IGN);
}

/* ---- system calls ---------------------------------------------------------- */

/* Looking into other processes, changing the kernel or what it shows, waiting
 * for connections, and starting programs. Names that a kernel or a machine does
 * not have are passed over. */
static const char *const refused[] = {
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "pidfd_getfd",
    "kcmp",
    "execve",
    "execveat",
    "fork",
    "vfork",
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "keyctl",
    "add_key",
    "request_key",
    "mount",
    "umount2",
    "move_mount",
    "open_tree",
    "mount_setattr",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "pivot_root",
    "chroot",
    "setns",
    "unshare",
    "open_by_handle_at",
    "personality",
    "acct",
    "reboot",
    "swapon",
    "swapoff",
    "settimeofday",
    "clock_settime",
    "sethostname",
    "mknod",
    "mknodat",
    "listen",
    "accept",
    "accept4",
    NULL,
};

static const char *const refused_offline[] = {
    "socket",
    "connect",
    NULL,
};

/* Those that cannot be had are passed over: it is a net below the trapeze. */
static int
refuse(scmp_filter_ctx filter, const char *const *names)
{
    for (; *names; names++) {
        int number = seccomp_syscall_resolve_name(*names);

        if (number != __NR_SCMP_ERROR &&
            seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0) ==
                -ENOMEM)
            return -ENOMEM;
    }
    return 0;
}

/* 0, or what went wrong as a negative errno. */
static int
filter_calls(bool offline)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    int rc;

    if (!filter)
        return -ENOMEM;
    rc = refuse(filter, refused);
    if (rc == 0 && offline)
        rc = refuse(filter, refused_offline);
    if (rc == 0)
        rc = seccomp_load(filter);
    seccomp_release(filter);
    return rc;
}

/* ---- files ----------------------------------------------------------------- */

/* What the first version of Landlock knows, and what later ones added. The
 * header may be older than the kernel. */
#define WRITING                                                      \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | \
     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |  \
     LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SYM)
#define NEVER                                                       \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |    \
     LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | \
     LANDLOCK_ACCESS_FS_MAKE_SOCK)
#define TRUNCATE ((uint64_t)1 << 14)
enum { VERSION_OF_TRUNCATE = 3 };

static int
allow_below(int rules, int base, const char *folder, uint64_t rights)
{
    struct landlock_path_beneath_attr below = { .allowed_access = rights };
    int rc;

    below.parent_fd = openat(base, folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (below.parent_fd < 0)
        return -errno;
    rc = (int)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
                      &below, 0);
    rc = rc != 0 ? -errno : 0;
    close(below.parent_fd);
    return rc;
}

/* Beside the folder nothing but taking an empty one away again. */
static int
allow_folder(int rules, const char *folder, uint64_t rights)
{
    int fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC), rc;

    if (fd < 0)
        return -errno;
    rc = allow_below(rules, fd, ".", rights);
    if (rc == 0)
        rc = allow_below(rules, fd, "..", LANDLOCK_ACCESS_FS_REMOVE_DIR);
    close(fd);
    return rc;
}

/* 0, or what went wrong as a negative errno. */
static int
confine_writing(const struct sandbox *s)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
                           LANDLOCK_CREATE_RULESET_VERSION);
    uint64_t rights = WRITING | (version >= VERSION_OF_TRUNCATE ? TRUNCATE : 0);
    const struct landlock_ruleset_attr attr = { .handled_access_fs =
                                                    rights | NEVER };
    int rules, rc = 0;

    if (version < 0)
        return -errno;
    rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
    if (rules < 0)
        return -errno;
    if (s->writable)
        rc = allow_folder(rules, s->writable, rights);
    if (rc == 0 && s->also_writable)
        rc = allow_folder(rules, s->also_writable, rights);
    if (rc == 0 && syscall(SYS_landlock_restrict_self, rules, 0) != 0)
        rc = -errno;
    close(rules);
    return rc;
}

/* ---- both ------------------------------------------------------------------ */

/* Why it is not for this process; NULL: it is. */
static const char *
unsuitable(void)
{
#ifdef AKSENTRA_UNCONFINED
    return "this build needs ptrace, or writes files of its own";
#else
    const char *preload = environment_get(&environment_system, "LD_PRELOAD");

    return preload && strstr(preload, "vgpreload")
               ? "valgrind does not know these system calls"
               : NULL;
#endif
}

static void
tell(const char *what, int rc)
{
    if (rc == 0)
        log_write(LOG_DEBUG, "sandbox: %s", what);
    else
        log_write(LOG_DEBUG, "sandbox: not %s: %s", what, strerror(-rc));
}

void
sandbox_enter(const struct sandbox *s)
{
    const char *why = unsuitable();
    int rc;

    if (why) {
        log_write(LOG_DEBUG, "sandbox: none: %s", why);
        return;
    }
    /* The other two need it. */
    rc = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : -errno;
    tell("without new privileges", rc);
    tell(s->writable ? "writing below the report folder alone"
                     : "writing no file",
         confine_writing(s));
    tell(s->offline ? "dangerous system calls and connections refused"
                    : "dangerous system calls refused",
         filter_calls(s->offline));
}
