/* SPDX-License-Identifier: MIT */
/* results_read.c - a whole results.json, member by member. */
#include "sources/results_read.h"

#include <string.h>

#include "sources/results_file.h"
#include "sources/results_read_private.h"
#include "support/json.h"
#include "support/json_stream.h"
#include "support/str.h"

static int
read_schema(struct results_reader *r)
{
    return results_check_schema(&r->members, r->members.object);
}

/* Rendered anew from the clusters. */
static int
pass_over(struct results_reader *r)
{
    (void)r;
    return 0;
}

/* The members, in the order in which they are written: what comes later refers
 * to what came before. */
static const struct section {
    const char *name;
    json_type type;
    bool may_be_null;
    const char *expected;
    /* Of the value, or of each element of the list. */
    int (*read)(struct results_reader *r);
} sections[] = {
    { "schema", JSON_STRING, false, "a string", read_schema },
    { "run", JSON_OBJECT, false, "an object", results_read_run },
    { "summary", JSON_OBJECT, false, "an object", results_read_summary },
    { "baseline", JSON_OBJECT, true, "an object or null",
      results_read_baseline },
    { "coverage", JSON_ARRAY, false, "an array", results_read_coverage },
    { "clusters", JSON_ARRAY, false, "an array", results_read_cluster },
    { "apps", JSON_ARRAY, false, "an array", results_read_app },
    { "principals", JSON_ARRAY, false, "an array", results_read_principal },
    { "groups", JSON_ARRAY, false, "an array", results_read_group },
    { "bindings", JSON_ARRAY, false, "an array", results_read_binding },
    { "roleAssignments", JSON_ARRAY, false, "an array",
      results_read_assignment },
    { "kubeconfigs", JSON_ARRAY, false, "an array", results_read_kubeconfig },
    { "tools", JSON_ARRAY, true, "an array or null", results_read_tool },
    { "findings", JSON_ARRAY, false, "an array", results_read_finding },
    { "instructions", JSON_ARRAY, false, "an array", pass_over },
};

enum { N_SECTIONS = sizeof(sections) / sizeof(sections[0]) };

struct reading {
    struct results_reader reader;
    size_t next; /* the section that is to come */
};

static const struct section *
find_section(const char *name)
{
    for (size_t i = 0; i < N_SECTIONS; i++) {
        if (strcmp(sections[i].name, name) == 0)
            return &sections[i];
    }
    return NULL;
}

/* A member begins: a list, or the whole of another value. */
static int
begin(struct reading *x, const struct section *section, const json_t *value)
{
    const struct members *m = &x->reader.members;
    const struct section *wanted = &sections[x->next];

    if (!section)
        return members_refuse(m, NULL, "a member that this version knows",
                              m->path);
    if (section != wanted)
        return err_set(m->e, ERR_INPUT,
                       "%s: /%s: expected /%s before it, as aksentra writes it",
                       m->file, section->name,
                       x->next < N_SECTIONS ? wanted->name : "nothing");
    x->next++;
    if (section->may_be_null && json_is_null(value))
        return 0;
    if (json_typeof(value) != section->type)
        return members_refuse(m, NULL, section->expected, json_kind(value));
    if (section->read == results_read_tool)
        x->reader.results->snapshot.has_tools = true;
    return json_is_array(value) ? 0 : section->read(&x->reader);
}

static int
take_value(void *arg, const char *key, size_t place, const json_t *value,
           struct err *e)
{
    struct reading *x = arg;
    struct members *m = &x->reader.members;
    const struct results_reading *how = x->reader.how;
    const struct section *section = find_section(key);

    m->e = e;
    members_enter(m, key, place, value);
    /* Only what is held by the stream is changed, and that is thrown away. */
    if (how->rewrite && how->rewrite(how->arg, key, (json_t *)value, e) != 0)
        return -1;
    if (place == JSON_MEMBER)
        return begin(x, section, value);
    if (!json_is_object(value))
        return members_refuse(m, NULL, "an object", json_kind(value));
    return section->read(&x->reader);
}

int
results_check_schema(const struct members *m, const json_t *value)
{
    if (str_eq(json_string_value(value), RESULTS_SCHEMA))
        return 0;
    return members_refuse(m, NULL,
                          "\"" RESULTS_SCHEMA
                          "\", the version of the format that this aksentra "
                          "reads",
                          json_string_value(value));
}

/* What one part of the file says of another one. */
static int
join(struct reading *x, const char *path, struct err *e)
{
    struct snapshot *s = &x->reader.results->snapshot;

    if (x->next < N_SECTIONS)
        return err_set(e, ERR_INPUT,
                       "%s: /%s: expected %s, found nothing: it is no whole "
                       "results.json of aksentra",
                       path, sections[x->next].name,
                       sections[x->next].expected);
    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];

        if (c->bindings.n_unlisted != c->bindings.n_system)
            return err_set(e, ERR_INPUT,
                           "%s: /clusters/%zu/bindings/count: expected as many "
                           "as /bindings has of the cluster, found %zu more",
                           path, i,
                           c->bindings.n_unlisted - c->bindings.n_system);
    }
    s->directory.tenant_id = x->reader.results->run.tenant_id;
    return results_join_baseline(&x->reader) == 0 ? 0 : err_nomem(e);
}

int
results_read(struct results *r, const char *path,
             const struct results_reading *how, struct err *e)
{
    struct reading x = {
        .reader = { .results = r,
                    .how = how,
                    .members = { .file = path, .arena = r->snapshot.arena } },
    };
    const struct json_listener listener = { NULL, take_value, &x };
    struct err why = { 0 };
    int rc;

    rc = json_stream_read(path, RESULTS_FILE_LIMIT, &listener, &why);
    if (rc == 0)
        rc = join(&x, path, &why);
    map_free(&x.reader.rules);
    map_free(&x.reader.changes);
    vec_free(&x.reader.change_list);
    if (rc == 0)
        return 0;
    return err_set(e, why.code == ERR_NOMEM ? ERR_NOMEM : ERR_USAGE, "%s",
                   why.text);
}
