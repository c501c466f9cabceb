/* SPDX-License-Identifier: MIT */
/* directory.h - what was seen of the Microsoft Entra tenant: apps, groups and
 * Conditional Access policies, and how far each kind could be read. */
#ifndef AKSENTRA_MODEL_DIRECTORY_H
#define AKSENTRA_MODEL_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "model/app.h"
#include "model/principal.h"
#include "support/map.h"
#include "support/vec.h"

/* What Graph is asked for, each with a permission of its own. */
enum directory_part {
    DIRECTORY_APPLICATIONS,
    DIRECTORY_SERVICE_PRINCIPALS,
    DIRECTORY_DELEGATED_GRANTS, /* oauth2PermissionGrants */
    DIRECTORY_ROLE_GRANTS,      /* appRoleAssignments on the Graphs */
    DIRECTORY_FEDERATED,        /* federatedIdentityCredentials */
    DIRECTORY_OWNERS,
    DIRECTORY_DELETED_ITEMS,
    DIRECTORY_POLICIES, /* Conditional Access */
    DIRECTORY_GROUPS,
    DIRECTORY_APP_PARTS, /* those before it are what --no-apps leaves out */
    /* For bindings and role assignments. */
    DIRECTORY_PRINCIPALS = DIRECTORY_APP_PARTS,
    DIRECTORY_MEMBERSHIPS,
    DIRECTORY_DELETED_PRINCIPALS,
    DIRECTORY_PART_COUNT
};

enum group_presence {
    GROUP_UNKNOWN,
    GROUP_PRESENT,
    GROUP_DELETED,
    GROUP_GONE,
    GROUP_PRESENCE_COUNT
};

/* "unknown", "present", "deleted", "gone" */
const char *group_presence_name(enum group_presence p);

/* A group that is, or is to be, admin of a cluster. Counts of -1: not known. */
struct group {
    const char *id;
    enum group_presence presence;
    const char *reason; /* for unknown, and for counts that are not known */
    const char *display_name;
    enum tri security_enabled;
    bool unified; /* a Microsoft 365 group */
    bool dynamic;
    long members; /* transitive */
    long nested;  /* groups among its direct members */
    long guests;  /* transitive */
    /* Object ids of its transitive members; NULL: not asked for, or not seen
     * whole. Keys and values are texts of the snapshot. */
    struct map *member_ids;
};

/* A Conditional Access policy that names apps. */
struct access_policy {
    const char *id;
    const char *display_name;
    const char *state; /* enabled, disabled, enabledForReportingButNot... */
    struct text_list applications; /* includeApplications */
    struct text_list excluded;     /* excludeApplications */
};

struct directory {
    const char *tenant_id; /* whose directory it is; NULL: not known */
    bool skipped;          /* --no-apps */
    /* Of one part. AUDITED: all of it was seen. SKIPPED: nobody needed it, or it
     * was left out by choice. */
    struct coverage_view views[DIRECTORY_PART_COUNT];
    struct vec apps;             /* struct app *: every one known */
    struct map app_by_id;        /* the same, by app id */
    struct map app_by_object;    /* by the object id of the application */
    struct map app_by_principal; /* by that of the service principal */
    struct vec groups;           /* struct group * */
    struct map group_by_id;
    struct vec policies;      /* struct access_policy * */
    struct map baseline_apps; /* cluster ids (char *) by app id: --baseline */
    struct map outside_apps;  /* the same of clusters left out by a filter */
    struct vec principals;    /* struct principal *: every one asked for */
    struct map principal_by_id;
    struct map principal_by_name; /* user principal names, as asked */
    struct map principal_by_mail; /* users found by a mail address instead */
};

void directory_init(struct directory *d); /* nothing was seen yet */
void directory_free(struct directory *d); /* the lists alone */

/* The app with this id, made when it is not known; `app_id` is copied. NULL:
 * out of memory. */
struct app *directory_app(struct directory *d, struct arena *arena,
                          const char *app_id);
struct app *directory_find_app(const struct directory *d, const char *app_id);

/* The same for groups. */
struct group *directory_group(struct directory *d, struct arena *arena,
                              const char *id);
struct group *directory_find_group(const struct directory *d, const char *id);

/* The principal with this object id, made when it is not known. NULL: out of
 * memory. */
struct principal *directory_principal(struct directory *d, struct arena *arena,
                                      const char *id);
struct principal *directory_find_principal(const struct directory *d,
                                           const char *id);
/* The user with this name, to be looked up, made when it is not known. */
struct principal *directory_named_user(struct directory *d, struct arena *arena,
                                       const char *name);
/* The name turned out to be the user with this object id: from now on it leads
 * to the one principal that has the id, which is returned. NULL: no memory. */
struct principal *directory_settle_name(struct directory *d,
                                        struct arena *arena, const char *name,
                                        const char *id);

/* An id that is no object's may be of an app that was read: notes of which, and
 * which id would be right. True: it is. */
bool directory_explain_id(const struct directory *d, struct principal *p);

/* Marks a part; what was said first of it stays, unless that is AUDITED or
 * SKIPPED. Texts are borrowed. */
void directory_mark(struct directory *d, enum directory_part part,
                    enum coverage_status status, const char *reason,
                    const char *remedy);

/* "applications", "servicePrincipals", ...: as the coverage calls it. */
const char *directory_part_name(enum directory_part part);

/* The application permission of Microsoft Graph that a part needs, and its id
 * ("Permissions reference" of Microsoft Graph). */
const char *directory_part_permission(enum directory_part part);
const char *directory_permission_id(const char *permission);

bool directory_sees(const struct directory *d, enum directory_part part);

#endif
