/* SPDX-License-Identifier: MIT */
/* plan_file.c - --plan FILE: the admin groups that are planned for clusters. */
#include "audit/plan_file.h"

#include <stdlib.h>
#include <string.h>

#include "audit/selector.h"
#include "support/arena.h"
#include "support/guid.h"
#include "support/match.h"
#include "support/str.h"
#include "support/yaml_fields.h"

/* What must hold; a condition that is not given is NULL or empty. */
struct plan_match {
    struct match *id;
    bool by_group;
    struct selector group;
    const char *tag;
    struct match *tag_value; /* NULL: any */
};

struct plan_file {
    struct arena *arena;
    struct plan_rule *rules;
    size_t n_rules;
};

/* A plan while it is read. */
struct plan_reader {
    struct plan_file *plan;
    const struct yaml_document *doc;
    struct err *e;
};

/* Puts the place before what is wrong with a pattern. */
static int
fail_value(const struct plan_reader *r, const struct yaml_node *node,
           const char *key, const struct err *trouble)
{
    if (trouble->code == ERR_NOMEM)
        return err_nomem(r->e);
    return yaml_fail(r->doc, node, r->e, "%s: %s", key, trouble->text);
}

static int
read_id(const struct plan_reader *r, const struct yaml_node *match,
        struct plan_match *m)
{
    const struct yaml_node *node;
    struct err own = { 0 };
    const char *text;

    if (yaml_fields_text(r->doc, match, "id", &text, &node, r->e) != 0)
        return -1;
    if (text && match_new(&m->id, text, &own) != 0)
        return fail_value(r, node, "id", &own);
    return 0;
}

static int
read_group(const struct plan_reader *r, const struct yaml_node *match,
           struct plan_match *m)
{
    const struct yaml_node *node;
    struct err own = { 0 };
    const char *text;

    if (yaml_fields_text(r->doc, match, "resource-group", &text, &node, r->e) !=
        0)
        return -1;
    m->by_group = text != NULL;
    if (text && selector_init(&m->group, text, r->plan->arena, &own) != 0)
        return fail_value(r, node, "resource-group", &own);
    return 0;
}

static int
read_tag(const struct plan_reader *r, const struct yaml_node *match,
         struct plan_match *m)
{
    const struct yaml_node *node;
    struct err own = { 0 };
    const char *text;
    size_t len;

    if (yaml_fields_text(r->doc, match, "tag", &text, &node, r->e) != 0)
        return -1;
    if (!text)
        return 0;
    len = strcspn(text, "=");
    if (len == 0)
        return yaml_fail(r->doc, node, r->e,
                         "tag: expected KEY or KEY=PATTERN, found '%s'", text);
    m->tag = arena_strndup(r->plan->arena, text, len);
    if (!m->tag)
        return err_nomem(r->e);
    if (text[len] && match_new(&m->tag_value, text + len + 1, &own) != 0)
        return fail_value(r, node, "tag", &own);
    return 0;
}

static int
read_match(const struct plan_reader *r, const struct yaml_node *rule,
           struct plan_match *m)
{
    static const char *const known[] = { "id", "resource-group", "tag", NULL };
    const struct yaml_node *match = yaml_get(rule, "match");

    if (!match)
        return yaml_fields_missing(r->doc, rule, "match", r->e);
    if (yaml_fields_check(r->doc, match, "conditions", known, r->e) != 0 ||
        read_id(r, match, m) != 0 || read_group(r, match, m) != 0 ||
        read_tag(r, match, m) != 0)
        return -1;
    if (!m->id && !m->by_group && !m->tag)
        return yaml_fail(r->doc, match, r->e,
                         "match: expected at least one condition (id, "
                         "resource-group or tag), found none");
    return 0;
}

/* A GUID that stands for something: AKS shows zeroes where there is nothing. */
static int
keep_guid(const struct plan_reader *r, const struct yaml_node *node,
          const char *key, const char **ret)
{
    if (node->kind != YAML_SCALAR || !guid_is(node->text) ||
        guid_is_zero(node->text))
        return yaml_fail(
            r->doc, node, r->e, "%s: expected a GUID, found %s%s%s", key,
            node->kind == YAML_SCALAR ? "'" : "",
            node->kind == YAML_SCALAR ? node->text : yaml_kind_name(node),
            node->kind == YAML_SCALAR ? "'" : "");
    *ret = arena_strdup(r->plan->arena, node->text);
    return *ret ? 0 : err_nomem(r->e);
}

static int
read_groups(const struct plan_reader *r, const struct yaml_node *rule,
            struct text_list *groups)
{
    static const char key[] = "admin-group-object-ids";
    const struct yaml_node *list;

    if (yaml_fields_sequence(r->doc, rule, key, &list, r->e) != 0)
        return -1;
    groups->items =
        arena_alloc(r->plan->arena, list->len * sizeof(*groups->items));
    if (!groups->items)
        return err_nomem(r->e);
    for (size_t i = 0; i < list->len; i++) {
        if (keep_guid(r, list->items[i], key, &groups->items[i]) != 0)
            return -1;
        groups->len++;
    }
    return 0;
}

static int
read_azure_rbac(const struct plan_reader *r, const struct yaml_node *rule,
                enum tri *ret)
{
    const struct yaml_node *node = yaml_get(rule, "azure-rbac");

    if (!node)
        return 0;
    if (node->kind == YAML_SCALAR) {
        *ret = str_eq_fold(node->text, "true")    ? TRI_YES
               : str_eq_fold(node->text, "false") ? TRI_NO
                                                  : TRI_UNSET;
        if (*ret != TRI_UNSET)
            return 0;
    }
    return yaml_fail(r->doc, node, r->e,
                     "azure-rbac: expected true or false, found %s",
                     node->kind == YAML_SCALAR && !str_empty(node->text)
                         ? node->text
                         : yaml_kind_name(node));
}

static int
read_name(const struct plan_reader *r, const struct yaml_node *node,
          struct plan_rule *rule)
{
    const char *name;

    if (yaml_fields_text(r->doc, node, "name", &name, NULL, r->e) != 0)
        return -1;
    rule->planned.rule =
        name ? arena_strdup(r->plan->arena, name)
             : arena_printf(r->plan->arena, "rule %zu", rule->place + 1);
    return rule->planned.rule ? 0 : err_nomem(r->e);
}

static int
read_rule(const struct plan_reader *r, const struct yaml_node *node,
          struct plan_rule *rule)
{
    static const char *const known[] = {
        "name",       "match",     "admin-group-object-ids",
        "azure-rbac", "tenant-id", NULL
    };
    struct planned_integration *planned = &rule->planned;
    const struct yaml_node *tenant;

    rule->match = arena_alloc(r->plan->arena, sizeof(*rule->match));
    if (!rule->match)
        return err_nomem(r->e);
    if (yaml_fields_check(r->doc, node, "a rule", known, r->e) != 0 ||
        read_name(r, node, rule) != 0 ||
        read_match(r, node, rule->match) != 0 ||
        read_groups(r, node, &planned->admin_group_object_ids) != 0 ||
        read_azure_rbac(r, node, &planned->enable_azure_rbac) != 0)
        return -1;
    tenant = yaml_get(node, "tenant-id");
    return tenant ? keep_guid(r, tenant, "tenant-id", &planned->tenant_id) : 0;
}

static int
read_rules(const struct plan_reader *r)
{
    static const char *const known[] = { "plan", NULL };
    const struct yaml_node *root = yaml_root(r->doc), *list;
    struct plan_file *p = r->plan;

    if (yaml_fields_check(r->doc, root, "a plan", known, r->e) != 0 ||
        yaml_fields_sequence(r->doc, root, "plan", &list, r->e) != 0)
        return -1;
    p->rules = arena_alloc(p->arena, list->len * sizeof(*p->rules));
    if (!p->rules)
        return err_nomem(r->e);
    for (size_t i = 0; i < list->len; i++) {
        p->rules[i].place = i;
        p->n_rules++; /* before it is whole, so that it is freed */
        if (read_rule(r, list->items[i], &p->rules[i]) != 0)
            return -1;
    }
    return 0;
}

int
plan_file_read(struct plan_file **ret, const char *path, struct err *e)
{
    struct yaml_document *doc = NULL;
    struct plan_file *p = calloc(1, sizeof(*p));
    struct plan_reader r = { .plan = p, .e = e };

    if (!p || !(p->arena = arena_new())) {
        plan_file_free(p);
        return err_nomem(e);
    }
    if (yaml_read(&doc, path, e) == 0) {
        r.doc = doc;
        if (read_rules(&r) == 0) {
            *ret = p;
            p = NULL;
        }
        yaml_document_free(doc);
    }
    if (!p)
        return 0;
    plan_file_free(p);
    return -1;
}

static void
free_match(struct plan_match *m)
{
    if (!m)
        return;
    match_free(m->id);
    selector_free(&m->group);
    match_free(m->tag_value);
}

struct plan_file *
plan_file_free(struct plan_file *p)
{
    if (!p)
        return NULL;
    for (size_t i = 0; i < p->n_rules; i++)
        free_match(p->rules[i].match);
    arena_free(p->arena);
    free(p);
    return NULL;
}

size_t
plan_file_count(const struct plan_file *p)
{
    return p->n_rules;
}

const struct plan_rule *
plan_file_rule(const struct plan_file *p, size_t place)
{
    return &p->rules[place];
}

/* The functions below: 1, 0, or -1 as match_test(). */

static int
tag_holds(const struct plan_match *m, const struct tag *tags, size_t n_tags,
          struct err *e)
{
    for (size_t i = 0; i < n_tags; i++) {
        if (str_eq_fold(tags[i].key, m->tag))
            return m->tag_value
                       ? match_test(m->tag_value, str_or(tags[i].value, ""), e)
                       : 1;
    }
    return 0;
}

static int
group_holds(const struct plan_match *m, const char *resource_group,
            struct err *e)
{
    return resource_group ? selector_test(&m->group, resource_group, e) : 0;
}

static int
matches(const struct plan_match *m, const char *cluster_id,
        const char *resource_group, const struct tag *tags, size_t n_tags,
        struct err *e)
{
    int holds = m->id ? match_test(m->id, cluster_id, e) : 1;

    if (holds == 1 && m->by_group)
        holds = group_holds(m, resource_group, e);
    if (holds == 1 && m->tag)
        holds = tag_holds(m, tags, n_tags, e);
    return holds;
}

const struct plan_rule *
plan_file_find(const struct plan_file *p, const char *cluster_id,
               const char *resource_group, const struct tag *tags,
               size_t n_tags, struct err *e)
{
    for (size_t i = 0; i < p->n_rules; i++) {
        const struct plan_rule *rule = &p->rules[i];
        int found =
            matches(rule->match, cluster_id, resource_group, tags, n_tags, e);

        if (found == 1)
            return rule;
        if (found < 0) {
            err_wrap(e, "%s", rule->planned.rule);
            return NULL;
        }
    }
    return NULL;
}
