/* SPDX-License-Identifier: MIT */
/* vocabulary.c - looking words up. */
#include "redact/vocabulary.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_MAX = 64 };

bool
vocabulary_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

size_t
vocabulary_word(const char *text)
{
    size_t n = 0;

    while (vocabulary_is_letter(text[n]))
        n++;
    return n;
}

static int
compare(const void *key, const void *item)
{
    const char *const *word = item;

    return strcmp(key, *word);
}

/* "05", "23T05" and "00Z". */
static bool
is_number(const char *word, size_t len)
{
    return word[0] >= '0' && word[0] <= '9' &&
           strspn(word, "0123456789TZ") >= len;
}

bool
vocabulary_has(const char *word, size_t len)
{
    char folded[WORD_MAX];

    if (len == 0 || len >= sizeof(folded))
        return false;
    if (is_number(word, len))
        return true;
    for (size_t i = 0; i < len; i++)
        folded[i] = word[i] >= 'A' && word[i] <= 'Z'
                        ? (char)(word[i] - 'A' + 'a')
                        : word[i];
    folded[len] = '\0';
    return bsearch(folded, vocabulary_words, vocabulary_length,
                   sizeof(*vocabulary_words), compare) != NULL;
}

bool
vocabulary_has_all(const char *text)
{
    while (*text) {
        size_t n = vocabulary_word(text);

        if (n > 0 && !vocabulary_has(text, n))
            return false;
        text += n > 0 ? n : 1;
    }
    return true;
}
