/* SPDX-License-Identifier: MIT */
/* faults.c - what no shell can do to a program at an exact moment; for
 * LD_PRELOAD. Environment:
 *   FAULT_CLOCK_JUMP=SECONDS,MS  the time of day is off by so much, from so long
 *                                after the start on (MS may be 0)
 *   FAULT_CLOCK_BACK=MS          and right again after so long
 *   FAULT_SPEED=N                the monotonic clock runs N times as fast
 *   FAULT_KILL_AT_RENAME=N       SIGKILL instead of the N-th rename
 *   FAULT_FSYNC=N,ERRNO          the N-th fsync fails so */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* Defined again here, and called by nobody in this file. */
int clock_gettime(clockid_t id, struct timespec *now);
int gettimeofday(struct timeval *restrict now, void *restrict zone);
time_t time(time_t *now);
int rename(const char *from, const char *to);
int fsync(int fd);

static long long
number(const char *name, int place, long long otherwise)
{
    const char *text = getenv(name);
    char *end;
    long long n;

    for (; text; place--) {
        n = strtoll(text, &end, 10);
        if (place == 0)
            return n;
        text = *end == ',' ? end + 1 : NULL;
    }
    return otherwise;
}

static int
genuine(clockid_t id, struct timespec *now)
{
    return (int)syscall(SYS_clock_gettime, id, now);
}

static long long
monotonic_ms(void)
{
    struct timespec now;

    genuine(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static long long
jump(void)
{
    static atomic_llong started;
    long long passed, none = 0;

    atomic_compare_exchange_strong(&started, &none, monotonic_ms());
    passed = monotonic_ms() - started;
    if (passed < number("FAULT_CLOCK_JUMP", 1, 0) ||
        passed >= number("FAULT_CLOCK_BACK", 0, passed + 1))
        return 0;
    return number("FAULT_CLOCK_JUMP", 0, 0);
}

int
clock_gettime(clockid_t id, struct timespec *now)
{
    int rc = genuine(id, now);
    long long speed = number("FAULT_SPEED", 0, 1);

    if (rc == 0 && id == CLOCK_MONOTONIC && speed > 1) {
        long long ns = now->tv_nsec * speed;

        now->tv_sec = now->tv_sec * (time_t)speed + (time_t)(ns / 1000000000);
        now->tv_nsec = (long)(ns % 1000000000);
    }
    if (rc == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
        now->tv_sec += (time_t)jump();
    return rc;
}

int
gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec exact;

    (void)zone;
    clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t
time(time_t *now)
{
    struct timespec exact;

    clock_gettime(CLOCK_REALTIME, &exact);
    if (now)
        *now = exact.tv_sec;
    return exact.tv_sec;
}

int
rename(const char *from, const char *to)
{
    static atomic_llong calls;

    if (++calls == number("FAULT_KILL_AT_RENAME", 0, 0))
        kill(getpid(), SIGKILL);
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
fsync(int fd)
{
    static atomic_llong calls;

    if (++calls == number("FAULT_FSYNC", 0, 0)) {
        errno = (int)number("FAULT_FSYNC", 1, EIO);
        return -1;
    }
    return (int)syscall(SYS_fsync, fd);
}
