/* SPDX-License-Identifier: MIT */
/* secret.c - text that must not outlive its use. */
#include "support/secret.h"

#include <stdlib.h>
#include <string.h>

char *
secret_strdup(const char *text)
{
    return strdup(text);
}

char *
secret_free(char *text)
{
    if (text)
        secret_wipe(text, strlen(text));
    free(text);
    return NULL;
}

void
secret_wipe(void *data, size_t size)
{
    explicit_bzero(data, size);
}
