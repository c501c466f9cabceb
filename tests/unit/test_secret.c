/* SPDX-License-Identifier: MIT */
/* test_secret.c - what is left of a secret in memory after its use: nothing
 * that the whole of our own memory, as the kernel shows it, still holds. */
#include "unit.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/buf.h"
#include "support/json.h"
#include "support/secret.h"
#include "support/str.h"
#include "support/yaml.h"

enum { MARKER_LEN = 32, CHUNK = 1 << 20 };

/* ---- looking --------------------------------------------------------------- */

/* Made when it is needed, on the caller's stack, where nobody looks: it stands
 * nowhere in the program. */
static void
make_marker(char marker[MARKER_LEN + 1])
{
    for (int i = 0; i < MARKER_LEN; i++)
        marker[i] = (char)('A' + (i * 7 + 3) % 26);
    marker[MARKER_LEN] = '\0';
}

/* The address space that a test can read in a moment: sanitizers map terabytes
 * for themselves. */
static bool
is_of_interest(const char *line, unsigned long from, unsigned long to,
               const void *own)
{
    return strchr(line, 'r') && !strstr(line, "[stack]") &&
           !strstr(line, "[v") && to - from < ((unsigned long)1 << 30) &&
           !((unsigned long)own >= from && (unsigned long)own < to);
}

static bool
is_in_mapping(int mem, unsigned long from, unsigned long to, char *chunk,
              const char *marker)
{
    ssize_t n;

    for (unsigned long at = from; at < to; at += CHUNK - MARKER_LEN) {
        n = pread(mem, chunk, CHUNK, (off_t)at);
        if (n > 0 && memmem(chunk, (size_t)n < to - at ? (size_t)n : to - at,
                            marker, MARKER_LEN))
            return true;
    }
    return false;
}

static bool
is_in_memory(const char *marker)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    int mem = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    char line[512], *chunk = mmap(NULL, CHUNK, PROT_READ | PROT_WRITE,
                                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    unsigned long from, to;
    bool found = false;

    assert_non_null(maps);
    assert_true(mem >= 0 && chunk != MAP_FAILED);
    while (!found && fgets(line, sizeof(line), maps)) {
        if (sscanf(line, "%lx-%lx", &from, &to) == 2 &&
            is_of_interest(line, from, to, chunk))
            found = is_in_mapping(mem, from, to, chunk, marker);
    }
    munmap(chunk, CHUNK);
    close(mem);
    fclose(maps);
    return found;
}

/* ---- our own memory -------------------------------------------------------- */

/* The flags of the mapping that holds `data`, as smaps shows them. */
static void
flags_of(const void *data, char flags[256])
{
    FILE *maps = fopen("/proc/self/smaps", "re");
    char line[512];
    unsigned long from, to;
    bool here = false;

    *flags = '\0';
    assert_non_null(maps);
    while (!*flags && fgets(line, sizeof(line), maps)) {
        if (sscanf(line, "%lx-%lx", &from, &to) == 2)
            here = (unsigned long)data >= from && (unsigned long)data < to;
        else if (here && str_has_prefix_fold(line, "VmFlags:"))
            snprintf(flags, 256, "%.250s", line);
    }
    fclose(maps);
}

static void
a_secret_is_locked_and_in_no_dump_and_no_child(void **state)
{
    char *secret = secret_strdup("hush"), flags[256];

    (void)state;
    assert_string_equal(secret, "hush");
    flags_of(secret, flags);
#ifndef AKSENTRA_UNCONFINED /* ASan makes mlock() do nothing */
    assert_non_null(strstr(flags, " lo"));
#endif
    assert_non_null(strstr(flags, " dd"));
    assert_non_null(strstr(flags, " wf"));
    assert_null(secret_free(secret));
    assert_null(secret_free(NULL));
}

static void
a_secret_is_found_while_it_lives_and_not_afterwards(void **state)
{
    char marker[MARKER_LEN + 1], *secret;

    (void)state;
    make_marker(marker);
    secret = secret_strdup(marker);
    assert_true(is_in_memory(marker));
    secret_free(secret);
    assert_false(is_in_memory(marker));
}

static void
a_secret_buffer_leaves_nothing_behind_as_it_grows(void **state)
{
    struct buf b = { .secret = true };
    char marker[MARKER_LEN + 1];

    (void)state;
    make_marker(marker);
    buf_adds(&b, marker);
    for (int i = 0; i < 100000; i++)
        buf_addc(&b, '.');
    assert_true(buf_ok(&b));
    assert_memory_equal(buf_str(&b), marker, MARKER_LEN);
    memset(b.data, '-', MARKER_LEN);
    assert_false(is_in_memory(marker));
    buf_free(&b);
}

static void
a_secret_text_is_handed_over(void **state)
{
    struct buf b = { .secret = true };
    char *text;

    (void)state;
    buf_adds(&b, "hush");
    text = buf_take(&b);
    assert_string_equal(text, "hush");
    assert_string_equal(buf_str(&b), "");
    secret_free(text);
}

/* ---- other people's -------------------------------------------------------- */

static void
what_is_freed_for_others_is_overwritten(void **state)
{
    char marker[MARKER_LEN + 1], *data = malloc(MARKER_LEN + 1);

    (void)state;
    make_marker(marker);
    assert_non_null(data);
    memcpy(data, marker, MARKER_LEN + 1);
    data = secret_wiping_realloc(data, 100000);
    assert_string_equal(data, marker);
    data = secret_wiping_realloc(data, MARKER_LEN + 1);
    assert_string_equal(data, marker);
    secret_wiping_free(data);
    secret_wiping_free(NULL);
    assert_null(secret_wiping_realloc(secret_wiping_realloc(NULL, 8), 0));
    assert_false(is_in_memory(marker));
}

/* Escapes and length make jansson's buffers grow. */
static void
the_reply_of_a_token_endpoint_is_read_without_a_trace(void **state)
{
    struct buf text = { .secret = true };
    char marker[MARKER_LEN + 1];
    json_t *value;

    (void)state;
    make_marker(marker);
    buf_addf(&text, "{\"a\":\"%s\",\"access_token\":\"\\u0041%s", marker,
             marker);
    for (int i = 0; i < 3000; i++)
        buf_addc(&text, 'x');
    buf_addf(&text, "%s\"}", marker);
    value = json_read_secret(buf_str(&text), text.len, "token", NULL);
    buf_free(&text);
    assert_non_null(value);
    assert_true(is_in_memory(marker));
    json_free_secret(value);
    assert_false(is_in_memory(marker));
}

static void
a_body_with_a_token_is_written_without_a_trace(void **state)
{
    char marker[MARKER_LEN + 1], *text;
    json_t *value = json_object();

    (void)state;
    make_marker(marker);
    json_object_set_new(value, "t", json_string(marker));
    text = json_write_secret(value);
    json_free_secret(value);
    assert_non_null(strstr(text, marker));
    secret_free(text);
    assert_null(json_write_secret(NULL));
    assert_false(is_in_memory(marker));
}

/* libyaml may leave shorter copies of a text behind, never the whole. */
static void
a_kubeconfig_is_read_without_a_whole_copy_left(void **state)
{
    struct buf text = { .secret = true };
    struct yaml_document *d = NULL;
    char marker[MARKER_LEN + 1];

    (void)state;
    make_marker(marker);
    buf_adds(&text, "users:\n- user:\n    client-key-data: ");
    for (int i = 0; i < 3000; i++)
        buf_addc(&text, 'x');
    buf_addf(&text, "%s\n", marker);
    assert_int_equal(yaml_parse(&d, buf_str(&text), text.len, "it", NULL), 0);
    buf_free(&text);
    assert_true(is_in_memory(marker));
    yaml_document_free(d);
    assert_false(is_in_memory(marker));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_secret_is_locked_and_in_no_dump_and_no_child),
        cmocka_unit_test(a_secret_is_found_while_it_lives_and_not_afterwards),
        cmocka_unit_test(a_secret_buffer_leaves_nothing_behind_as_it_grows),
        cmocka_unit_test(a_secret_text_is_handed_over),
        cmocka_unit_test(what_is_freed_for_others_is_overwritten),
        cmocka_unit_test(the_reply_of_a_token_endpoint_is_read_without_a_trace),
        cmocka_unit_test(a_body_with_a_token_is_written_without_a_trace),
        cmocka_unit_test(a_kubeconfig_is_read_without_a_whole_copy_left),
    };

    return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
