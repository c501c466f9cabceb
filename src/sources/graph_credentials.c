/* SPDX-License-Identifier: MIT */
/* graph_credentials.c - secrets and certificates, without their values. */
#include "sources/graph_credentials.h"

#include "support/clock.h"
#include "support/json.h"
#include "support/str.h"

static void
insert(struct app *a, struct app_credential *c)
{
    struct app_credential **place = &a->credentials;

    while (*place && (*place)->ends_at <= c->ends_at)
        place = &(*place)->next;
    c->next = *place;
    *place = c;
}

/* One certificate stands in keyCredentials twice where it both signs and
 * verifies; one key id is one credential. */
static bool
is_known(const struct app *a, const struct app_credential *c)
{
    for (const struct app_credential *k = a->credentials; k; k = k->next) {
        if (c->key_id && str_eq_fold(k->key_id, c->key_id) &&
            k->on_service_principal == c->on_service_principal)
            return true;
    }
    return false;
}

static void
read_list(struct fields *f, struct app *a, const char *key,
          const struct app_credential *form)
{
    const json_t *list = fields_array(f, key);
    const json_t *item;
    size_t i;

    json_array_foreach(list, i, item)
    {
        struct fields g = *f;
        struct app_credential *c;

        if (!fields_element(f, key, item))
            continue;
        c = arena_alloc(f->arena, sizeof(*c));
        if (!c) {
            f->out_of_memory = true;
            return;
        }
        *c = *form;
        g.object = item;
        g.path =
            form->certificate ? "keyCredentials[]." : "passwordCredentials[].";
        c->name = fields_text(&g, "displayName");
        c->key_id = fields_text(&g, "keyId");
        c->end = fields_text(&g, "endDateTime");
        c->ends_at = INT64_MAX;
        if (c->end && !clock_parse(c->end, &c->ends_at)) {
            c->end_unknown = true;
            fields_problem(&g, "endDateTime", "date and time (RFC 3339)",
                           json_get_fold(item, "endDateTime", NULL));
        }
        fields_join(f, &g);
        if (!is_known(a, c))
            insert(a, c);
    }
}

void
graph_credentials_read(struct fields *f, struct app *a,
                       bool on_service_principal)
{
    struct app_credential form = { .on_service_principal =
                                       on_service_principal };

    read_list(f, a, "passwordCredentials", &form);
    form.certificate = true;
    read_list(f, a, "keyCredentials", &form);
}
