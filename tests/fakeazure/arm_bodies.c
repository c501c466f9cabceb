/* SPDX-License-Identifier: MIT */
/* arm_bodies.c - the clusters of a subscription, whether they were loaded or are
 * generated. Lists are put together as text, so that a page costs little. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

size_t
bodies_count(const struct fake *f, const json_t *sub)
{
    unsigned number;

    if (generate_number(sub, &number))
        return f->options.generate_clusters;
    return json_array_size(json_object_get(sub, "clusters"));
}

static json_t *
loaded(const json_t *sub, size_t i)
{
    return json_array_get(json_object_get(sub, "clusters"), i);
}

void
bodies_add(const struct fake *f, const json_t *sub, size_t i, struct text *out)
{
    unsigned number;
    char *body;

    if (generate_number(sub, &number)) {
        generate_cluster(f, number, i, out);
        return;
    }
    body = json_dumps(loaded(sub, i), JSON_COMPACT | JSON_ENCODE_ANY);
    text_addf(out, "%s", body ? body : "null");
    free(body);
}

/* The resource group in the id of a body; the caller frees it. */
static char *
group_of(const json_t *body)
{
    static const char name[] = "/resourcegroups/";
    const char *id = json_string_value(json_object_get(body, "id"));
    const char *group = id ? strcasestr(id, name) : NULL;

    if (!group)
        return text_copy("");
    group += strlen(name);
    return text_format("%.*s", (int)strcspn(group, "/"), group);
}

bool
bodies_in_group(const json_t *sub, size_t i, const char *group)
{
    unsigned number;
    char *own;
    bool same;

    if (!group)
        return true;
    own = generate_number(sub, &number) ? generate_group(i)
                                        : group_of(loaded(sub, i));
    same = strcasecmp(own, group) == 0;
    free(own);
    return same;
}

static json_t *
find_generated(const struct fake *f, const json_t *sub, unsigned number,
               const char *group, const char *name)
{
    struct text text = { 0 };
    json_t *body;
    size_t i;

    if (!generate_find(number, name, &i) || i >= bodies_count(f, sub) ||
        !bodies_in_group(sub, i, group))
        return NULL;
    generate_cluster(f, number, i, &text);
    body = json_loadb(text.data, text.len, 0, NULL);
    text_free(&text);
    return body;
}

json_t *
bodies_find(const struct fake *f, const json_t *sub, const char *group,
            const char *name)
{
    unsigned number;

    if (generate_number(sub, &number))
        return find_generated(f, sub, number, group, name);
    for (size_t i = 0; i < bodies_count(f, sub); i++) {
        const char *own =
            json_string_value(json_object_get(loaded(sub, i), "name"));

        if (own && strcasecmp(own, name) == 0 && bodies_in_group(sub, i, group))
            return json_incref(loaded(sub, i));
    }
    return NULL;
}
