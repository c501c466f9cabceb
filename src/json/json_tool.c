/* SPDX-License-Identifier: MIT */
/* json_tool.c - one kubectl, kubelogin or az of the machine. */
#include "json/json_values.h"

#include "model/tool.h"

json_t *
json_from_tool(const struct tool *t)
{
    json_auto_t *o = json_object();

    if (json_put(o, "tool", json_string(tool_name(t->kind))) != 0 ||
        json_put(o, "path", json_from_text(t->path)) != 0 ||
        json_put(o, "realPath", json_from_text(t->real_path)) != 0 ||
        json_put(o, "used", json_boolean(t->is_used)) != 0 ||
        json_put(o, "version", json_from_text(t->version)) != 0 ||
        json_put(o, "foreign", json_boolean(t->is_foreign)) != 0 ||
        json_put(o, "logins",
                 t->logins_known ? json_from_list(&t->logins) : json_null()) !=
            0 ||
        json_put(o, "problem", json_from_text(t->problem)) != 0)
        return NULL;
    return json_incref(o);
}
