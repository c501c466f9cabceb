/* SPDX-License-Identifier: MIT */
/* arm_roles.c - custom roles: taken when they are as Azure wants them, and not
 * kept. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>

static bool
is_whole(const json_t *properties)
{
    const json_t *permission =
        json_array_get(json_object_get(properties, "permissions"), 0);
    const json_t *scopes = json_object_get(properties, "assignableScopes");

    return json_is_string(json_object_get(properties, "roleName")) &&
           json_array_size(json_object_get(permission, "actions")) > 0 &&
           json_array_size(scopes) > 0;
}

void
arm_role_definition(struct fake *f, const struct request *r,
                    struct reply *reply)
{
    json_t *body, *properties;

    if (!token_check(f, r, reply))
        return;
    body = json_loadb(r->body.data ? r->body.data : "", r->body.len, 0, NULL);
    properties = json_object_get(body, "properties");
    if (!is_whole(properties))
        reply_error(reply, 400, "InvalidRoleDefinition",
                    "The role definition needs a roleName, actions and "
                    "assignableScopes.");
    else
        reply_json(reply, 201,
                   json_pack("{s:s, s:s, s:s, s:O}", "id", r->path, "name",
                             strrchr(r->path, '/') + 1, "type",
                             "Microsoft.Authorization/roleDefinitions",
                             "properties", properties));
    json_decref(body);
}
