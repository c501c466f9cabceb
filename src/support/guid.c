/* SPDX-License-Identifier: MIT */
/* guid.c - the GUIDs of Azure and Entra in their text form. */
#include "support/guid.h"

#include <stddef.h>
#include <string.h>

static bool
is_hyphen_place(size_t i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

bool
guid_is(const char *text)
{
    if (!text || strlen(text) != GUID_TEXT_SIZE - 1)
        return false;
    for (size_t i = 0; i < GUID_TEXT_SIZE - 1; i++) {
        if (is_hyphen_place(i) ? text[i] != '-'
                               : !strchr("0123456789abcdefABCDEF", text[i]))
            return false;
    }
    return true;
}

bool
guid_is_zero(const char *text)
{
    return text && strcmp(text, "00000000-0000-0000-0000-000000000000") == 0;
}

void
guid_format(char out[GUID_TEXT_SIZE], const unsigned char bytes[16])
{
    static const char digits[] = "0123456789abcdef";
    size_t used = 0;

    for (size_t i = 0; i < 16; i++) {
        unsigned char byte = bytes[i];

        if (i == 6) /* version 4: RFC 9562 5.4 */
            byte = (unsigned char)((byte & 0x0f) | 0x40);
        if (i == 8) /* variant: RFC 9562 4.1 */
            byte = (unsigned char)((byte & 0x3f) | 0x80);
        if (is_hyphen_place(used))
            out[used++] = '-';
        out[used++] = digits[byte >> 4];
        out[used++] = digits[byte & 0x0f];
    }
    out[used] = '\0';
}
