/* SPDX-License-Identifier: MIT */
/* fuzz_csv.c - a cell of a table, read back by the rules of RFC 4180. */
#include <stdlib.h>
#include <string.h>

#include "formats/writers.h"
#include "fuzz.h"
#include "support/str.h"

struct row {
    const char *text;
};

static struct vec rows;

static const struct vec *
items(const struct overview *o)
{
    (void)o;
    return &rows;
}

static const struct column columns[] = {
    { .heading = "A", .key = "a", .kind = COLUMN_TEXT },
    { .heading = "B", .key = "b", .kind = COLUMN_TEXT },
};
static const struct column_set set = {
    .title = "T", .columns = columns, .n = 2, .items = items
};

/* One field; the place behind it. A quote within quotes stands twice. */
static const char *
read_field(struct buf *out, const char *p, char delimiter)
{
    if (*p != '"') {
        size_t len = strcspn(p, "\r\n\"\t,;|");

        buf_add(out, p, len);
        FUZZ_REQUIRE(p[len] == delimiter || strncmp(p + len, "\r\n", 2) == 0);
        return p + len;
    }
    for (p++; *p != '"' || p[1] == '"'; p++) {
        FUZZ_REQUIRE(*p);
        p += *p == '"';
        buf_addc(out, *p);
    }
    return p + 1;
}

/* The sign that keeps a formula from being one is put in front of it; without
 * these signs both must be the same. */
static void
compare(const char *text, const char *cell)
{
    size_t room = strlen(text) + 1;
    char *clean = malloc(room);
    const char *wanted = clean;

    FUZZ_REQUIRE(clean);
    str_sanitize_lines(clean, room, text);
    FUZZ_REQUIRE(!*cell || !strchr("=+-@\t\r\n", *cell));
    for (; *cell; cell++) {
        if (*cell == *wanted)
            wanted++;
        else
            FUZZ_REQUIRE(*cell == '\'' && strchr("=+-@\t\r\n\xef", wanted[0]));
    }
    FUZZ_REQUIRE(*wanted == '\0');
    free(clean);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = ",;\t|";
    char delimiter = delimiters[fuzz_choice(&data, &size, 4)];
    char *text = fuzz_text(data, size), *written = NULL;
    struct row row = { text };
    struct overview o = { .csv = { .delimiter = delimiter } };
    auto_buf cell = { 0 }, last = { 0 };
    size_t len = 0;
    FILE *out = open_memstream(&written, &len);
    const char *p;

    FUZZ_REQUIRE(out && vec_push(&rows, &row) == 0);
    FUZZ_REQUIRE(write_csv(out, &set, &o, NULL) == 0 && fclose(out) == 0);
    FUZZ_REQUIRE(written[1] == delimiter);
    FUZZ_REQUIRE(strncmp(written + 2, "B\r\n", 3) == 0);
    p = read_field(&cell, written + 5, delimiter);
    FUZZ_REQUIRE(*p == delimiter);
    p = read_field(&last, p + 1, delimiter);
    FUZZ_REQUIRE(strcmp(p, "\r\n") == 0);
    compare(text, buf_str(&cell));
    compare(text, buf_str(&last));
    vec_free(&rows);
    free(written);
    free(text);
    return 0;
}
