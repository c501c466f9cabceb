/* SPDX-License-Identifier: MIT */
/* binding.h - a ClusterRoleBinding or RoleBinding of a cluster, its subjects,
 * and what becomes of each when the cluster moves to managed integration.
 *
 * Source of the names: rbac.authorization.k8s.io/v1. Texts live in the arena of
 * the snapshot. */
#ifndef AKSENTRA_MODEL_BINDING_H
#define AKSENTRA_MODEL_BINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "model/principal.h"
#include "model/verdict.h"
#include "support/buf.h"

struct cluster;

/* The binding through which AKS itself gives the admin groups their rights. */
#define BINDING_AKS_ADMIN "aks-cluster-admin-binding-aad"
#define ROLE_CLUSTER_ADMIN "cluster-admin"

enum subject_kind {
    SUBJECT_USER,
    SUBJECT_GROUP,
    SUBJECT_SERVICE_ACCOUNT,
    SUBJECT_OTHER /* a kind that Kubernetes itself does not know */
};

/* What a name looks like, which decides whom it can stand for. */
enum name_form {
    NAME_UPN,    /* holds an @ */
    NAME_GUID,   /* an object id */
    NAME_SYSTEM, /* system:...: Kubernetes' own */
    NAME_OTHER
};

/* Why a subject does not do what somebody meant it to; a set of bits. */
enum trouble {
    TROUBLE_GUEST_BY_NAME = 1 << 0,
    TROUBLE_MEMBER_BY_ID = 1 << 1,
    TROUBLE_GROUP_BY_NAME = 1 << 2,
    TROUBLE_WRONG_ID = 1 << 3, /* an app's id instead of its principal's */
    TROUBLE_USER_MISSING = 1 << 4,
    TROUBLE_DISABLED = 1 << 5,
    TROUBLE_ID_UNKNOWN = 1 << 6,
    TROUBLE_CASE = 1 << 7,
    TROUBLE_MANY_GROUPS = 1 << 8,
    TROUBLE_WRONG_KIND = 1 << 9 /* a group named as a user, or the reverse */
};

/* What becomes of a subject. */
enum fate {
    FATE_UNKNOWN, /* nobody knows: why says what was not seen */
    FATE_KEEPS,   /* works today, and after the migration */
    FATE_STARTS,  /* does not work today, and will */
    FATE_STOPS,   /* works today, and will not */
    FATE_NEVER,   /* works neither today nor after */
    FATE_APART,   /* no name of Entra: the migration does not touch it */
    FATE_COUNT
};

struct binding_subject {
    enum subject_kind kind;
    const char *kind_text; /* as Kubernetes gave it */
    const char *name;
    const char *name_space;            /* of a service account */
    const struct principal *principal; /* NULL: none of Entra */
    enum tri today;                    /* unset: not known */
    enum tri after;
    enum fate fate;
    unsigned troubles; /* enum trouble */
    const char *why;
};

struct binding {
    bool cluster_wide;      /* ClusterRoleBinding */
    const char *name_space; /* of a RoleBinding */
    const char *name;
    const char *role_kind; /* ClusterRole, Role */
    const char *role_name;
    struct binding_subject *subjects;
    size_t n_subjects;
    bool system;   /* of Kubernetes or an add-on: left out of the noise */
    bool deleting; /* it has a deletionTimestamp */
};

/* A subject, and where it stands. */
struct subject_at {
    const struct cluster *cluster;
    const struct binding *binding;
    const struct binding_subject *subject;
};

/* The ways in which bindings can be read, least privilege first. */
enum binding_way {
    WAY_EXPORT,
    WAY_TOKEN,
    WAY_ADMIN_CREDENTIAL,
    WAY_RUN_COMMAND,
    WAY_COUNT
};

/* Why a way was not used, or did not lead anywhere. */
struct way_attempt {
    const char *reason; /* NULL: it was not even considered */
    const char *remedy;
    bool tried; /* something was asked of the cluster or of ARM */
};

/* What was seen of the bindings of one cluster. */
struct cluster_bindings {
    enum coverage_status status; /* AUDITED: all of them */
    const char *reason;
    const char *remedy;
    bool has_way;
    enum binding_way way; /* with has_way: how they were read */
    struct way_attempt attempts[WAY_COUNT];
    struct binding *items; /* by kind, namespace and name */
    size_t n;
    size_t n_system;
    /* Read by the audit, but not among items: results.json counts those of
     * Kubernetes and its add-ons and lists the others. */
    size_t n_unlisted;
    size_t fates[FATE_COUNT]; /* of the subjects of those that are not */
};

/* "export", "token", "admin-credential", "run-command" */
const char *binding_way_name(enum binding_way w);
/* The same for people: "the admin credential". */
const char *binding_way_label(enum binding_way w);

/* "works", "starts", "stops", "never", "unknown", "not-entra" */
const char *fate_name(enum fate f);
/* "works today and after", ...: for people. */
const char *fate_label(enum fate f);

enum name_form name_form_of(const char *name);
/* Whether the subject can be somebody of Entra. */
bool subject_is_of_entra(const struct binding_subject *s);
/* Names that stand for everyone who can reach the API server. */
bool subject_is_everyone(const struct binding_subject *s);

/* Whether the binding gives all rights on the whole cluster. */
bool binding_is_cluster_admin(const struct binding *b);

/* "ClusterRoleBinding", "RoleBinding" */
const char *binding_kind(const struct binding *b);
/* "ClusterRoleBinding/NAME", "RoleBinding/NAMESPACE/NAME" */
void binding_path(struct buf *out, const struct binding *b);

/* Whether Kubernetes or an add-on of AKS made it. `marked`: it carries a label
 * that says so (kubernetes.io/bootstrapping, kubernetes.io/cluster-service,
 * addonmanager.kubernetes.io/mode). A name alone is believed only when no
 * subject is of Entra: anybody can name a binding system:something. */
bool binding_is_system(const struct binding *b, bool marked);

/* How many were read. */
size_t cluster_bindings_total(const struct cluster_bindings *b);

/* The name of one trouble ("guest-by-name"), by its place from 0; *is_there says
 * whether the set holds it. NULL: there are no more. */
const char *trouble_name(size_t place, unsigned troubles, bool *is_there);

/* Sorts and counts what was read. */
void cluster_bindings_settle(struct cluster_bindings *b);

#endif
