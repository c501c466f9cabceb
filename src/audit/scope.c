/* SPDX-License-Identifier: MIT */
/* scope.c - which subscriptions are audited. */
#include "audit/scope.h"

#include <string.h>

#include "support/guid.h"
#include "support/str.h"

/* The subscriptions chosen so far, each once. */
struct choice {
    struct snapshot *snapshot;
    struct vec chosen; /* struct subscription * */
    struct map known;  /* the same, by id */
};

static int
choose(struct choice *c, struct subscription *sub, struct err *e)
{
    if (map_get(&c->known, sub->id))
        return 0;
    if (map_put(&c->known, sub->id, sub) != 0 || vec_push(&c->chosen, sub) != 0)
        return err_nomem(e);
    return 0;
}

static int
choose_by_name(struct choice *c, const char *name, struct err *e)
{
    const struct vec *all = &c->snapshot->subscriptions;
    struct subscription *found = NULL;

    for (size_t i = 0; i < all->len; i++) {
        struct subscription *sub = all->items[i];

        if (!str_eq_fold(sub->name, name))
            continue;
        if (found)
            return err_set(e, ERR_NOT_FOUND,
                           "--subscription: the name '%s' stands for several "
                           "subscriptions, %s and %s among them: give the id",
                           name, found->id, sub->id);
        found = sub;
    }
    if (!found)
        return err_set(e, ERR_NOT_FOUND,
                       "--subscription: no subscription that the credential "
                       "sees is named '%s'",
                       name);
    return choose(c, found, e);
}

/* One that the list does not show may still exist: ask for it by itself. */
static int
choose_unlisted(struct choice *c, const struct arm *arm, const char *id,
                struct err *e)
{
    struct snapshot *s = c->snapshot;
    struct arm_outcome out;
    struct subscription *sub;

    if (arm_subscription_read(arm, s, id, &out, e) != 0)
        return -1;
    if (out.http_status == 404 || out.http_status == 400)
        return err_set(e, ERR_NOT_FOUND,
                       "--subscription: there is no subscription %s that the "
                       "credential can see (%s)",
                       id, out.code);
    sub = snapshot_subscription(s, id);
    if (!sub)
        return err_nomem(e);
    if (out.status != COVERAGE_AUDITED) {
        sub->status = out.status;
        sub->reason = arena_strdup(s->arena, out.reason);
        sub->remedy = "give the credential the role Reader on it";
        if (!sub->reason)
            return err_nomem(e);
    }
    return choose(c, sub, e);
}

static int
choose_named(struct choice *c, const struct arm *arm, const char *wanted,
             struct err *e)
{
    struct subscription *sub;

    if (!guid_is(wanted))
        return choose_by_name(c, wanted, e);
    sub = snapshot_find_subscription(c->snapshot, wanted);
    if (sub)
        return choose(c, sub, e);
    if (arm)
        return choose_unlisted(c, arm, wanted, e);
    return err_set(e, ERR_NOT_FOUND,
                   "--subscription: the export names no subscription %s",
                   wanted);
}

/* A subscription below a management group that the credential cannot list:
 * it is in scope, and not seen. */
static int
choose_below_group(struct choice *c, const char *id, struct err *e)
{
    struct subscription *sub = snapshot_find_subscription(c->snapshot, id);

    if (sub)
        return choose(c, sub, e);
    sub = snapshot_subscription(c->snapshot, id);
    if (!sub)
        return err_nomem(e);
    return choose(c, sub, e);
}

static int
choose_group(struct choice *c, const struct arm *arm, const char *group,
             struct err *e)
{
    struct arm_outcome out;
    struct vec ids = { 0 };
    int rc = arm_management_group_read(arm, c->snapshot, group, &ids, &out, e);

    if (rc == 0 && out.http_status == 404)
        rc = err_set(e, ERR_NOT_FOUND,
                     "--management-group: there is no management group '%s' "
                     "that the credential can see (%s)",
                     group, out.code);
    for (size_t i = 0; rc == 0 && i < ids.len; i++)
        rc = choose_below_group(c, ids.items[i], e);
    vec_free(&ids);
    if (rc == 0 && out.status != COVERAGE_AUDITED &&
        snapshot_add_coverage(
            c->snapshot, "management-group", group, out.status, out.reason,
            "give the credential the role Management Group Reader on it") != 0)
        return err_nomem(e);
    return rc;
}

static int
choose_all(struct choice *c, struct err *e)
{
    const struct vec *all = &c->snapshot->subscriptions;

    for (size_t i = 0; i < all->len; i++) {
        if (choose(c, all->items[i], e) != 0)
            return -1;
    }
    return 0;
}

static int
choose_requested(struct choice *c, const struct arm *arm,
                 const struct scope_request *request, struct err *e)
{
    const struct text_list *subs = &request->subscriptions;
    const struct text_list *groups = &request->management_groups;

    if (subs->len + groups->len == 0)
        return choose_all(c, e);
    for (size_t i = 0; i < subs->len; i++) {
        if (choose_named(c, arm, subs->items[i], e) != 0)
            return -1;
    }
    for (size_t i = 0; arm && i < groups->len; i++) {
        if (choose_group(c, arm, groups->items[i], e) != 0)
            return -1;
    }
    return 0;
}

/* Of the subscriptions chosen those of the shard; none is no mistake. */
static int
choose_shard(struct choice *c, const struct shard *shard, struct err *e)
{
    struct choice part = { .snapshot = c->snapshot };

    for (size_t i = 0; i < c->chosen.len; i++) {
        struct subscription *sub = c->chosen.items[i];
        bool wanted;

        if (shard_has(shard, sub->id, &wanted, e) != 0 ||
            (wanted && choose(&part, sub, e) != 0)) {
            vec_free(&part.chosen);
            map_free(&part.known);
            return -1;
        }
    }
    vec_free(&c->chosen);
    map_free(&c->known);
    *c = part;
    return 0;
}

/* Puts what was chosen in the place of everything that was seen. */
static void
keep_chosen(struct choice *c)
{
    struct snapshot *s = c->snapshot;

    vec_free(&s->subscriptions);
    map_free(&s->by_id);
    s->subscriptions = c->chosen;
    s->by_id = c->known;
    memset(&c->chosen, 0, sizeof(c->chosen));
    memset(&c->known, 0, sizeof(c->known));
}

static int
resolve(struct snapshot *s, const struct arm *arm,
        const struct scope_request *request, struct err *e)
{
    struct choice c = { .snapshot = s };
    int rc = choose_requested(&c, arm, request, e);

    if (rc == 0 && c.chosen.len == 0)
        rc = err_set(e, ERR_DENIED,
                     "the credential sees no subscription; give it the role "
                     "Reader on those that are to be audited");
    if (rc == 0 && request->shard.of > 0)
        rc = choose_shard(&c, &request->shard, e);
    if (rc == 0)
        keep_chosen(&c);
    vec_free(&c.chosen);
    map_free(&c.known);
    return rc;
}

/* Until its last page was read, a subscription counts as not seen. */
static void
mark_unread(struct snapshot *s)
{
    for (size_t i = 0; i < s->subscriptions.len; i++) {
        struct subscription *sub = s->subscriptions.items[i];

        if (sub->status != COVERAGE_AUDITED)
            continue;
        if (str_eq_fold(sub->state, "Deleted")) {
            sub->status = COVERAGE_SKIPPED;
            sub->reason = "the subscription is deleted: Azure answers nothing "
                          "about it";
        } else {
            sub->status = COVERAGE_UNREACHABLE;
            sub->reason = "the audit ended before it was read";
            sub->remedy = "run the audit again";
        }
    }
}

int
scope_resolve(const struct arm *arm, struct snapshot *s,
              const struct scope_request *request, struct err *e)
{
    struct arm_outcome out;

    if (arm_subscriptions_read(arm, s, &out, e) != 0)
        return -1;
    /* Pages without anything on them that break off are no list at all. */
    if (out.status != COVERAGE_AUDITED &&
        (out.status != COVERAGE_PARTIAL || s->subscriptions.len == 0))
        return err_set(
            e, out.status == COVERAGE_DENIED ? ERR_DENIED : ERR_NETWORK,
            "the list of subscriptions cannot be read: %s", out.reason);
    if (out.status == COVERAGE_PARTIAL &&
        snapshot_add_coverage(s, "subscriptions", arm->endpoint, out.status,
                              out.reason, "run the audit again") != 0)
        return err_nomem(e);
    if (resolve(s, arm, request, e) != 0)
        return -1;
    mark_unread(s);
    return 0;
}

static bool
is_chosen(const struct snapshot *s, const struct cluster *c)
{
    return map_get(&s->by_id, c->subscription->id) != NULL;
}

int
scope_narrow(struct snapshot *s, const struct scope_request *request,
             struct err *e)
{
    size_t kept = 0;

    if (request->subscriptions.len == 0)
        return 0;
    if (resolve(s, NULL, request, e) != 0)
        return -1;
    for (size_t i = 0; i < s->clusters.len; i++) {
        if (is_chosen(s, s->clusters.items[i]))
            s->clusters.items[kept++] = s->clusters.items[i];
    }
    s->clusters.len = kept;
    return 0;
}

static void
add_words(struct buf *out, const char *what, const struct text_list *list)
{
    for (size_t i = 0; i < list->len; i++)
        buf_addf(out, "%s%s %s", out->len ? ", " : "", what, list->items[i]);
}

const char *
scope_describe(struct snapshot *s, const struct scope_request *request)
{
    auto_buf text = { 0 };

    add_words(&text, "subscription", &request->subscriptions);
    add_words(&text, "management group", &request->management_groups);
    if (text.len == 0)
        buf_adds(&text, "every subscription that the credential sees");
    if (request->shard.of > 0)
        buf_addf(&text, ", part %u of %u", request->shard.number,
                 request->shard.of);
    return buf_ok(&text) ? arena_strdup(s->arena, buf_str(&text)) : NULL;
}
