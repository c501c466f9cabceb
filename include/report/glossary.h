/* SPDX-License-Identifier: MIT */
/* glossary.h - what the words of the reports mean. */
#ifndef AKSENTRA_REPORT_GLOSSARY_H
#define AKSENTRA_REPORT_GLOSSARY_H

#include <stddef.h>

struct glossary_entry {
    const char *subject; /* "Integration": what the word says something of */
    const char *word;    /* as in results.json, or as people say it */
    const char *meaning;
};

/* In the order in which a reader meets them; entries of one subject follow one
 * another. */
extern const struct glossary_entry glossary[];
extern const size_t n_glossary;

#endif
