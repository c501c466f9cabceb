/* SPDX-License-Identifier: MIT */
/* jwt.c - a look into an access token. */
#include "sources/jwt.h"

#include <string.h>

#include "support/buf.h"
#include "support/json.h"

static int
sextet(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *place = c ? strchr(digits, c) : NULL;

    return place ? (int)(place - digits) : -1;
}

/* base64url without padding (RFC 4648 5). */
static bool
decode(struct buf *out, const char *text, size_t len)
{
    unsigned bits = 0, n = 0;

    for (size_t i = 0; i < len; i++) {
        int value = sextet(text[i]);

        if (value < 0)
            return false;
        bits = bits << 6 | (unsigned)value;
        n += 6;
        if (n >= 8) {
            n -= 8;
            buf_addc(out, (char)(bits >> n & 0xff));
        }
    }
    return buf_ok(out);
}

bool
jwt_tenant_id(const char *token, char tenant[GUID_TEXT_SIZE])
{
    const char *claims = strchr(token, '.'), *end, *tid;
    auto_buf text = { .limit = 64 * 1024, .secret = true };
    json_t *body = NULL;
    bool found = false;

    end = claims ? strchr(claims + 1, '.') : NULL;
    if (end && decode(&text, claims + 1, (size_t)(end - claims - 1)))
        body = json_read_secret(buf_str(&text), text.len, "token", NULL);
    tid = json_get_text(body, "tid");
    if (tid && guid_is(tid)) {
        memcpy(tenant, tid, GUID_TEXT_SIZE);
        found = true;
    }
    json_free_secret(body);
    return found;
}
