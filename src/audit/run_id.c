/* SPDX-License-Identifier: MIT */
/* run_id.c - the name of one audit. */
#include "audit/run_id.h"

#include "support/buf.h"
#include "support/crypto.h"
#include "support/str.h"

static int
digest_of_input(const struct results *r, unsigned char out[32], struct err *e)
{
    auto_buf text = { 0 };

    buf_addf(&text, "%lld\n%s\n%s\n", (long long)r->run.started_at,
             str_or(r->run.tenant_id, ""), r->run.scope);
    for (size_t i = 0; i < r->snapshot.clusters.len; i++) {
        const struct cluster *c = r->snapshot.clusters.items[i];

        buf_adds(&text, c->id);
        buf_addc(&text, '\n');
    }
    for (size_t i = 0; i < r->snapshot.kubeconfigs.len; i++) {
        const struct kubeconfig_context *c = r->snapshot.kubeconfigs.items[i];

        buf_addf(&text, "%s#%s\n", c->file, c->name);
    }
    if (!buf_ok(&text))
        return err_nomem(e);
    if (crypto_sha256(buf_str(&text), text.len, out) != 0)
        return err_set(e, ERR_INTERNAL, "SHA-256 is not to be had");
    return 0;
}

int
run_id_make(struct results *r, const struct clock *clock, struct err *e)
{
    unsigned char bytes[32];

    if (clock->fixed) {
        if (digest_of_input(r, bytes, e) != 0)
            return -1;
    } else if (crypto_random(bytes, 16) != 0) {
        return err_set(e, ERR_INTERNAL, "no random numbers are to be had");
    }
    guid_format(r->run.id, bytes);
    return 0;
}
