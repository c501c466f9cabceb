/* SPDX-License-Identifier: MIT */
/* fuzz.h - what fuzz targets share. A target is one file, fuzz_NAME.c, with the
 * function that libFuzzer, AFL++ and replay.c call; it takes any bytes, and
 * whatever it finds wrong ends the process. docs/FUZZING.md explains it. */
#ifndef AKSENTRA_TESTS_FUZZ_H
#define AKSENTRA_TESTS_FUZZ_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold of every input; says where it did not, and aborts. */
#define FUZZ_REQUIRE(holds) \
    ((holds) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #holds))
void fuzz_broken(const char *file, int line, const char *what)
    __attribute__((noreturn));

/* The bytes as a text of its own, so that reading past its end is seen; free()
 * it. It ends at the first NUL. */
char *fuzz_text(const uint8_t *data, size_t size);

/* The path of a regular file that holds the bytes, for parsers that read files;
 * the same one is used again by the next call. */
const char *fuzz_file(const uint8_t *data, size_t size);

/* The bytes as JSON; NULL: they are none. */
json_t *fuzz_json(const uint8_t *data, size_t size);

/* The first byte, taken from the input, to choose between `n` things; 0 when
 * there is none. */
unsigned fuzz_choice(const uint8_t **data, size_t *size, unsigned n);

#endif
