/* SPDX-License-Identifier: MIT */
/* inputs.c - the files and patterns that the user gives beside the scope. */
#include "audit/inputs.h"

#include "checks/check.h"

static bool
is_check(const char *id)
{
    return check_find(id) != NULL;
}

int
inputs_read(struct audit_inputs *inputs, const struct audit_request *request,
            struct err *e)
{
    if (fail_on_parse(&inputs->fail_on, request->fail_on, e) != 0 ||
        filter_new(&inputs->filter, &request->include, &request->exclude,
                   &request->tags, e) != 0)
        return -1;
    if (inputs_check_tags(inputs, request, e) != 0)
        return -1;
    if (request->plan && plan_file_read(&inputs->plan, request->plan, e) != 0)
        return err_wrap(e, "--plan");
    if (request->waivers &&
        waiver_file_read(&inputs->waivers, request->waivers, is_check, e) != 0)
        return err_wrap(e, "--waivers");
    if (request->baseline &&
        baseline_read(&inputs->baseline, request->baseline, e) != 0)
        return err_wrap(e, "--baseline");
    return 0;
}

void
inputs_free(struct audit_inputs *inputs)
{
    filter_free(inputs->filter);
    match_free(inputs->production);
    plan_file_free(inputs->plan);
    waiver_file_free(inputs->waivers);
    baseline_free(inputs->baseline);
}

int
inputs_apply_baseline(const struct audit_inputs *inputs, struct snapshot *s,
                      struct err *e)
{
    const struct baseline *b = inputs->baseline;

    for (size_t i = 0; b && i < b->apps.len; i++) {
        const struct baseline_app *a = b->apps.items[i];
        char *cluster = arena_strdup(s->arena, a->cluster);
        char *app_id = arena_strdup(s->arena, a->app_id);

        if (!cluster || !app_id ||
            map_put(&s->directory.baseline_apps, app_id, cluster) != 0)
            return err_nomem(e);
    }
    return 0;
}
