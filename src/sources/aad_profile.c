/* SPDX-License-Identifier: MIT */
/* aad_profile.c - properties.aadProfile, read with suspicion. */
#include "sources/aad_profile.h"

#include "support/guid.h"
#include "support/json.h"
#include "support/str.h"

/* The keys that decide; a second spelling with another value is a clash. */
static const char *const deciding_keys[] = { "managed", "serverAppID",
                                             "clientAppID", "tenantID" };

static bool
has_content(const json_t *profile)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)profile, key, value)
    {
        bool empty_text =
            json_is_string(value) && json_string_length(value) == 0;
        bool empty_list = json_is_array(value) && json_array_size(value) == 0;

        if (!json_is_null(value) && !empty_text && !empty_list)
            return true;
    }
    return false;
}

static const char *
find_clash(struct fields *f, const json_t *profile)
{
    for (size_t i = 0; i < sizeof(deciding_keys) / sizeof(*deciding_keys);
         i++) {
        bool clash = false;

        json_get_fold(profile, deciding_keys[i], &clash);
        if (clash)
            return arena_printf(f->arena,
                                "aadProfile.%s is there twice, in different "
                                "spelling and with different values",
                                deciding_keys[i]);
    }
    return NULL;
}

static void
read_groups(struct fields *f, struct aad_profile *p)
{
    const json_t *groups = fields_array(f, "adminGroupObjectIDs");
    size_t n = json_array_size(groups);
    struct text_list *list = &p->admin_group_object_ids;

    if (n == 0)
        return;
    list->items = arena_alloc(f->arena, n * sizeof(*list->items));
    if (!list->items) {
        f->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(groups, i);

        if (!json_is_string(item)) {
            fields_problem(f, "adminGroupObjectIDs[]", "string", item);
            continue;
        }
        list->items[list->len] =
            arena_intern(f->arena, json_string_value(item));
        if (list->items[list->len])
            list->len++;
        else
            f->out_of_memory = true;
    }
}

/* An app id of zeroes names no app. */
static const char *
read_app_id(struct fields *f, const char *key)
{
    const char *id = fields_text(f, key);

    return id && guid_is_zero(id) ? NULL : id;
}

int
aad_profile_parse(struct fields *properties, struct aad_profile *p)
{
    const json_t *profile =
        json_get_fold(properties->object, "aadProfile", NULL);
    struct fields f;

    if (profile && !json_is_null(profile) && !json_is_object(profile)) {
        p->trouble =
            fields_problem(properties, "aadProfile", "object", profile);
        return p->trouble ? 0 : -1;
    }
    if (!has_content(profile))
        return 0;
    p->present = true;
    f = fields_below(properties, "aadProfile");
    p->managed = fields_tri(&f, "managed");
    p->server_app_id = read_app_id(&f, "serverAppID");
    p->client_app_id = read_app_id(&f, "clientAppID");
    p->tenant_id = fields_text(&f, "tenantID");
    p->trouble = f.trouble;
    p->enable_azure_rbac = fields_tri(&f, "enableAzureRBAC");
    read_groups(&f, p);
    if (!p->trouble)
        p->trouble = find_clash(&f, profile);
    return f.out_of_memory ? -1 : 0;
}
