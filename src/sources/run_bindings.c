/* SPDX-License-Identifier: MIT */
/* run_bindings.c - the bindings of one cluster through run command. */
#include "sources/run_bindings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/buf.h"
#include "support/json.h"
#include "support/str.h"

/* A binding is about 250 bytes when written compactly. */
enum { SLICE_FIRST = 1000, RESTARTS_MAX = 3 };

struct reading {
    struct run_bindings r;
    size_t from;
    size_t slice;
    long long total; /* -1: not known yet */
    unsigned restarts;
};

/* In two steps, so that a list that kubectl could not make whole is no list. */
void
run_bindings_command(struct buf *out, size_t from, size_t to)
{
    buf_addf(out,
             "kubectl get clusterrolebindings,rolebindings -A -o json "
             ">/tmp/bindings.json && jq -c "
             "'{total:(.items|length),items:[.items[%zu:%zu][]|{kind,"
             "metadata:{name:.metadata.name,namespace:.metadata.namespace,"
             "labels:.metadata.labels,"
             "deletionTimestamp:.metadata.deletionTimestamp},"
             "roleRef:{kind:.roleRef.kind,name:.roleRef.name},"
             "subjects:[.subjects[]?|{kind,name,namespace}]}]}' "
             "/tmp/bindings.json",
             from, to);
}

static void
finish(struct reading *r, const struct arm_refusal *why)
{
    r->r.end(r->r.arg, why);
    free(r);
}

static void
fail(struct reading *r, const char *reason)
{
    const struct arm_refusal why = { COVERAGE_UNREACHABLE, reason, "", false };

    finish(r, &why);
}

static void slice_done(void *arg, const char *logs, size_t len,
                       const struct arm_refusal *why);

static int
ask(struct reading *r, struct err *e)
{
    auto_buf command = { 0 };
    struct arm_run_call call = {
        .arm = r->r.arm,
        .cluster = r->r.cluster,
        .cluster_gate = r->r.cluster_gate,
        .done = slice_done,
        .arg = r,
    };

    run_bindings_command(&command, r->from, r->from + r->slice);
    if (!buf_ok(&command))
        return err_nomem(e);
    call.command = buf_str(&command);
    return arm_run_start(&call, e);
}

/* 1: there is more, 0: that was all, -1: *e says what is wrong. */
static int
take_slice(struct reading *r, const json_t *body, struct err *e)
{
    const json_t *items = json_object_get(body, "items");
    const json_t *total = json_object_get(body, "total");
    const json_t *item;
    size_t i;

    if (!json_is_array(items) || !json_is_integer(total))
        return err_set(e, ERR_INPUT,
                       "run command: expected an object with total and items, "
                       "found %s",
                       json_kind(body));
    if (r->total >= 0 && r->total != json_integer_value(total)) {
        if (r->restarts++ == RESTARTS_MAX)
            return err_set(e, ERR_LIMIT,
                           "run command: the bindings changed %d times while "
                           "they were read",
                           RESTARTS_MAX + 1);
        r->from = 0;
        r->total = -1;
        binding_list_free(r->r.list);
        return 1;
    }
    r->total = json_integer_value(total);
    json_array_foreach(items, i, item)
    {
        if (binding_list_add(r->r.list, item, NULL, e) != 0)
            return -1;
    }
    if (r->r.list->refused > 0)
        return err_set(e, ERR_INPUT, "run command: %s", r->r.list->trouble);
    r->from += r->slice;
    if (r->from < (size_t)r->total)
        return 1;
    if (r->r.list->items.len != (size_t)r->total)
        return err_set(e, ERR_INPUT,
                       "run command: expected %lld bindings, found %zu",
                       r->total, r->r.list->items.len);
    return 0;
}

static void
slice_done(void *arg, const char *logs, size_t len,
           const struct arm_refusal *why)
{
    struct reading *r = arg;
    struct err e = { 0 };
    json_auto_t *body = NULL;
    int more;

    if (why) {
        finish(r, why);
        return;
    }
    body = json_read(logs, len, "the output of the command", &e);
    /* Cut off: less is asked for. A little below the ceiling, since nobody says
     * in which unit it is counted. */
    if (!body && len >= ARM_RUN_OUTPUT_MAX * 9 / 10 && r->slice > 1) {
        r->slice /= 2;
        err_clear(&e);
        more = 1;
    } else {
        more = body ? take_slice(r, body, &e) : -1;
    }
    if (more > 0 && ask(r, &e) == 0)
        return;
    if (more == 0)
        finish(r, NULL);
    else
        fail(r, e.text);
}

int
run_bindings_start(const struct run_bindings *form, struct err *e)
{
    struct reading *r = calloc(1, sizeof(*r));

    if (!r)
        return err_nomem(e);
    r->r = *form;
    r->slice = SLICE_FIRST;
    r->total = -1;
    if (ask(r, e) == 0)
        return 0; // NOLINT(clang-analyzer-unix.Malloc)
    free(r);
    return -1;
}
