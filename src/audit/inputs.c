/* SPDX-License-Identifier: MIT */
/* inputs.c - the files and patterns that the user gives beside the scope. */
#include "audit/inputs.h"

#include "checks/check.h"
#include "sources/results_file.h"

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
    if (inputs->fail_on.only_new && !request->baseline)
        return err_set(e, ERR_USAGE,
                       "--fail-on: 'new' needs --baseline: the earlier "
                       "results to compare with");
    if (request->plan && plan_file_read(&inputs->plan, request->plan, e) != 0)
        return err_wrap(e, "--plan");
    if (request->waivers &&
        waiver_file_read(&inputs->waivers, request->waivers, is_check, e) != 0)
        return err_wrap(e, "--waivers");
    if (request->baseline &&
        results_file_read(&inputs->baseline, request->baseline, e) != 0)
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
    audit_record_free(inputs->baseline);
}

static int
keep_app(struct snapshot *s, const char *app_id, const char *cluster)
{
    char *id;

    if (!app_id || !*app_id)
        return 0;
    id = arena_strdup(s->arena, app_id);
    return id ? map_put(&s->directory.baseline_apps, id, (void *)cluster) : -1;
}

int
inputs_apply_baseline(const struct audit_inputs *inputs, struct snapshot *s,
                      struct err *e)
{
    const struct audit_record *b = inputs->baseline;

    s->has_baseline = b != NULL;
    for (size_t i = 0; b && i < b->clusters.len; i++) {
        const struct record_cluster *c = b->clusters.items[i];
        char *id = arena_strdup(s->arena, c->id);

        if (!id || keep_app(s, c->server_app_id, id) != 0 ||
            keep_app(s, c->client_app_id, id) != 0)
            return err_nomem(e);
    }
    return 0;
}
