/* SPDX-License-Identifier: MIT */
/* vocabulary.h - the words that the program's own texts are made of. A redacted
 * text keeps these and drops all others: what is not known to be harmless goes.
 * The list is made by src/redact/vocabulary.sh from the sources. */
#ifndef AKSENTRA_REDACT_VOCABULARY_H
#define AKSENTRA_REDACT_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>

/* Lower case, sorted by strcmp(). */
extern const char *const vocabulary_words[];
extern const size_t vocabulary_length;

/* Words are runs of ASCII letters, digits and bytes of other characters. */
bool vocabulary_is_letter(char c);
/* Length of the word at `text`; 0: there is none. */
size_t vocabulary_word(const char *text);

/* Whether `len` bytes are a word, or a GUID, of the program, or a number, or of a
 * time such as 2026-11-23T05:30:00Z. */
bool vocabulary_has(const char *word, size_t len);

/* Whether all words of the text are. */
bool vocabulary_has_all(const char *text);

#endif
