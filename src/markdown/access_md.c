/* SPDX-License-Identifier: MIT */
/* access_md.c - access-after-migration.md. */
#include "markdown/documents.h"

#include "markdown/markdown.h"
#include "markdown/refresh_parts.h"
#include "model/access.h"
#include "model/command.h"
#include "model/fate.h"
#include "report/writer.h"
#include "support/str.h"

static void
add_head(struct buf *out, const struct snapshot *s)
{
    buf_adds(out,
             "# Who gets in after the migration\n\n"
             "For every legacy cluster: who will be admin, and what becomes of "
             "everybody whom a binding of Kubernetes names. Names of Entra: a "
             "member of the tenant by the user principal name, letter by "
             "letter; a guest, a group and a service principal by the object "
             "id. Bindings of Kubernetes itself and of add-ons are left "
             "out.\n\n");
    if (s->no_bindings)
        buf_adds(out, "Bindings were left out of this audit "
                      "(--no-bindings).\n");
}

/* ---- one line for the manager -------------------------------------------- */

static int
add_lines(struct buf *out, const struct snapshot *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];
        struct access a;
        char sentence[512];

        if (c->integration != INTEGRATION_LEGACY)
            continue;
        if (access_after(s, c, &a) != 0)
            return -1;
        access_sentence(&a, sentence, sizeof(sentence));
        buf_adds(out, "- ");
        markdown_code(out, c->name);
        buf_addf(out, ": %s%s.\n", a.locked_out == TRI_YES ? "**" : "",
                 sentence);
        /* The emphasis ends where it began. */
        if (a.locked_out == TRI_YES && buf_ok(out)) {
            out->len -= 2;
            out->data[out->len] = '\0';
            buf_adds(out, ".**\n");
        }
        n++;
    }
    buf_adds(out, n ? "\n" : "There is no legacy cluster.\n");
    return 0;
}

/* ---- the list for the admin ---------------------------------------------- */

static void
add_subject(struct buf *out, const struct binding *b,
            const struct binding_subject *x)
{
    auto_buf path = { 0 };

    binding_path(&path, b);
    buf_addf(out, "| %s ", fate_label(x->fate));
    buf_adds(out, "| ");
    markdown_code_in_table(out, x->name);
    buf_addf(out, " (%s) | ",
             x->kind == SUBJECT_GROUP ? "Group" : x->kind_text);
    markdown_code_in_table(out, b->role_name);
    buf_adds(out, " | ");
    markdown_code_in_table(out, buf_str(&path));
    buf_adds(out, " | ");
    markdown_text(out, str_or(x->why, ""));
    if (fate_right_name(x) && x->fate == FATE_NEVER &&
        !(x->troubles & TROUBLE_DISABLED)) {
        buf_adds(out, "; right would be ");
        markdown_code_in_table(out, fate_right_name(x));
    }
    buf_adds(out, " |\n");
    if (!buf_ok(&path))
        out->failed = true;
}

/* Which ways were not taken, and why. */
static void
add_ways(struct buf *out, const struct cluster_bindings *b)
{
    bool told = false;

    for (int i = WAY_TOKEN; i < (int)b->way; i++) {
        const struct way_attempt *a = &b->attempts[i];

        if (!a->reason)
            continue;
        buf_addf(out, "- not by %s: ", binding_way_label((enum binding_way)i));
        markdown_text(out, a->reason);
        buf_addc(out, '\n');
        told = true;
    }
    if (told)
        buf_addc(out, '\n');
}

static bool
names_entra(const struct cluster *c)
{
    for (int f = 0; f < FATE_COUNT; f++) {
        if (f != FATE_APART && c->bindings.fates[f] > 0)
            return true;
    }
    return false;
}

/* What changes first, what stays last. */
static void
add_list(struct buf *out, const struct cluster *c)
{
    static const enum fate order[] = { FATE_STOPS, FATE_NEVER, FATE_UNKNOWN,
                                       FATE_STARTS, FATE_KEEPS };

    buf_addf(out,
             "%zu bindings were read (%s), %zu of them of Kubernetes and "
             "add-ons.\n\n",
             cluster_bindings_total(&c->bindings),
             binding_way_label(c->bindings.way), c->bindings.n_system);
    add_ways(out, &c->bindings);
    if (!names_entra(c)) {
        buf_adds(out, "None of them names anybody of Entra.\n\n");
        return;
    }
    buf_adds(out, "| What becomes of it | Subject | Role | Binding | Why |\n"
                  "| --- | --- | --- | --- | --- |\n");
    for (size_t f = 0; f < sizeof(order) / sizeof(order[0]); f++) {
        for (size_t b = 0; b < c->bindings.n; b++) {
            const struct binding *item = &c->bindings.items[b];

            for (size_t k = 0; k < item->n_subjects && !item->system; k++) {
                if (item->subjects[k].fate == order[f])
                    add_subject(out, item, &item->subjects[k]);
            }
        }
    }
    buf_addc(out, '\n');
}

/* ---- what to set up ------------------------------------------------------ */

/* AKS makes such a binding itself from adminGroupObjectIDs; before the migration
 * it lets the admins of tomorrow in today, and it stays if AKS's is lost. */
static void
add_manifest(struct buf *out, const struct cluster *c)
{
    const struct text_list *ids =
        c->planned ? &c->planned->admin_group_object_ids : NULL;

    if (!ids || ids->len == 0) {
        buf_adds(out, "No admin group is planned: name one with --plan, then "
                      "a manifest for it stands here.\n\n");
        return;
    }
    buf_adds(out,
             "A binding for the planned admin group; it stays in force through "
             "the migration:\n\n```yaml\n"
             "apiVersion: rbac.authorization.k8s.io/v1\n"
             "kind: ClusterRoleBinding\n"
             "metadata:\n  name: entra-cluster-admins\n"
             "roleRef:\n  apiGroup: rbac.authorization.k8s.io\n"
             "  kind: ClusterRole\n  name: cluster-admin\n"
             "subjects:\n");
    for (size_t i = 0; i < ids->len; i++)
        buf_addf(out,
                 "- apiGroup: rbac.authorization.k8s.io\n  kind: Group\n"
                 "  name: %s\n",
                 ids->items[i]);
    buf_adds(out, "```\n\n");
}

/* The role of Azure RBAC that comes nearest; NULL: a custom one is needed. */
static const char *
azure_role(const struct binding *b)
{
    static const struct {
        const char *kubernetes;
        const char *azure;
    } rows[] = {
        { "cluster-admin", "Azure Kubernetes Service RBAC Cluster Admin" },
        { "admin", "Azure Kubernetes Service RBAC Admin" },
        { "edit", "Azure Kubernetes Service RBAC Writer" },
        { "view", "Azure Kubernetes Service RBAC Reader" },
    };

    for (size_t i = 0; str_eq(b->role_kind, "ClusterRole") &&
                       i < sizeof(rows) / sizeof(rows[0]);
         i++) {
        if (str_eq(b->role_name, rows[i].kubernetes))
            return rows[i].azure;
    }
    return NULL;
}

static const char *
principal_type(const struct principal *p)
{
    return p->kind == PRINCIPAL_GROUP     ? "Group"
           : p->kind == PRINCIPAL_SERVICE ? "ServicePrincipal"
                                          : "User";
}

static void
add_assignments(struct buf *out, const struct cluster *c)
{
    size_t custom = 0, told = 0;

    for (size_t b = 0; b < c->bindings.n; b++) {
        const struct binding *item = &c->bindings.items[b];
        const char *role = azure_role(item);

        for (size_t k = 0; k < item->n_subjects && !item->system; k++) {
            const struct binding_subject *x = &item->subjects[k];
            const struct principal *p = x->principal;

            if (x->after != TRI_YES || !p || !p->id)
                continue;
            if (!role) {
                custom++;
                continue;
            }
            if (told++ == 0)
                buf_adds(out, "The same access as Azure role assignments, for "
                              "the day Azure RBAC is turned on (migrate first, "
                              "turn it on later):\n\n```sh\n");
            command_assign(out, c, role, p->id, principal_type(p),
                           item->name_space);
            buf_addc(out, '\n');
        }
    }
    if (told > 0)
        buf_adds(out, "```\n\n");
    if (custom > 0)
        buf_addf(out,
                 "%zu more, bound to roles of the cluster's own, for "
                 "which Azure has no built-in role: a custom role with the "
                 "data actions would be needed.\n\n",
                 custom);
}

static void
add_cluster(struct buf *out, const struct cluster *c)
{
    buf_adds(out, "## ");
    markdown_code(out, c->name);
    buf_adds(out, "\n\n");
    markdown_code(out, c->id);
    buf_adds(out, "\n\n");
    if (c->bindings.status != COVERAGE_AUDITED) {
        buf_adds(out, "**The bindings could not be read");
        buf_adds(out, cluster_bindings_total(&c->bindings) ? " whole" : "");
        buf_adds(out, ".** ");
        markdown_text(out, str_or(c->bindings.reason, ""));
        buf_adds(out, "\n\nWhat helps: ");
        markdown_text(out, str_or(c->bindings.remedy, "see -v"));
        buf_adds(out, "\n\n");
    }
    if (c->bindings.has_way)
        add_list(out, c);
    add_manifest(out, c);
    add_assignments(out, c);
}

int
write_access_md(FILE *out, const struct overview *o, struct err *e)
{
    const struct snapshot *s = &o->results->snapshot;
    auto_buf text = { 0 };

    add_head(&text, s);
    if (!s->no_bindings && add_lines(&text, s) != 0)
        return err_nomem(e);
    for (size_t i = 0; i < s->clusters.len && !s->no_bindings; i++) {
        const struct cluster *c = s->clusters.items[i];

        if (c->integration == INTEGRATION_LEGACY)
            add_cluster(&text, c);
        if (!buf_ok(&text))
            return err_nomem(e);
        fwrite(buf_str(&text), 1, text.len, out);
        buf_reset(&text);
    }
    fwrite(buf_str(&text), 1, text.len, out);
    return writer_check(out, e);
}

void
refresh_access(struct buf *out, const struct overview *o)
{
    const struct snapshot *s = &o->results->snapshot;

    if (o->results->summary.by_integration[INTEGRATION_LEGACY] == 0)
        return;
    buf_adds(out, "## Who gets in after the migration\n\n");
    if (s->no_bindings)
        buf_adds(out, "Bindings were left out of this audit "
                      "(--no-bindings).\n\n");
    else if (add_lines(out, s) != 0)
        out->failed = true;
    else
        buf_adds(out, "The list, and what mends it, is in "
                      "`access-after-migration.md`.\n\n");
}
