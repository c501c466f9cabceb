/* SPDX-License-Identifier: MIT */
/* fuzz.c - what fuzz targets share. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/json.h"

void
fuzz_broken(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

char *
fuzz_text(const uint8_t *data, size_t size)
{
    char *text = strndup((const char *)data, size);

    FUZZ_REQUIRE(text);
    return text;
}

const char *
fuzz_file(const uint8_t *data, size_t size)
{
    static char path[64];
    static int fd = -1;
    size_t done = 0;

    if (fd < 0) {
        fd = memfd_create("fuzz", MFD_CLOEXEC);
        FUZZ_REQUIRE(fd >= 0);
        snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    }
    FUZZ_REQUIRE(ftruncate(fd, 0) == 0);
    while (done < size) {
        ssize_t n = pwrite(fd, data + done, size - done, (off_t)done);

        FUZZ_REQUIRE(n > 0);
        done += (size_t)n;
    }
    return path;
}

json_t *
fuzz_json(const uint8_t *data, size_t size)
{
    return json_read((const char *)data, size, "input", NULL);
}

unsigned
fuzz_choice(const uint8_t **data, size_t *size, unsigned n)
{
    unsigned choice = *size > 0 ? (unsigned)**data % n : 0;

    if (*size > 0) {
        (*data)++;
        (*size)--;
    }
    return choice;
}
