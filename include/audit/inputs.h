/* SPDX-License-Identifier: MIT */
/* inputs.h - the files and patterns that the user gives beside the scope, read
 * and checked before anything is asked. */
#ifndef AKSENTRA_AUDIT_INPUTS_H
#define AKSENTRA_AUDIT_INPUTS_H

#include "audit/audit.h"
#include "audit/filter.h"
#include "audit/plan_file.h"
#include "audit/waiver_file.h"
#include "model/audit_record.h"
#include "support/match.h"

struct audit_inputs {
    struct fail_on fail_on;
    struct filter *filter;
    struct match *production;      /* which environments are */
    struct plan_file *plan;        /* NULL: none */
    struct waiver_file *waivers;   /* NULL: none */
    struct audit_record *baseline; /* NULL: none, or handed on */
};

/* ERR_USAGE names the option or file, the place in it and what is wrong. */
int inputs_read(struct audit_inputs *inputs,
                const struct audit_request *request, struct err *e);
void inputs_free(struct audit_inputs *inputs);

/* Gives every cluster the groups that the plan names for it. */
int inputs_apply_plan(const struct audit_inputs *inputs, struct snapshot *s,
                      struct err *e);

/* The part of inputs_read() that is about tags. */
int inputs_check_tags(struct audit_inputs *inputs,
                      const struct audit_request *request, struct err *e);

/* Who owns each cluster, what it is for, and whether that is production, from
 * its tags; notes in the run which were looked at. */
int inputs_apply_tags(const struct audit_inputs *inputs,
                      const struct audit_request *request, struct results *r,
                      struct err *e);

/* Tells the directory which apps clusters of the baseline named, and the
 * snapshot that there is one. */
int inputs_apply_baseline(const struct audit_inputs *inputs, struct snapshot *s,
                          struct err *e);

/* Marks the findings that a waiver accepts on the report's day. Expired and
 * unused waivers are warned about and put into the coverage. */
int inputs_apply_waivers(const struct audit_inputs *inputs, struct results *r,
                         const struct clock *clock, struct err *e);

#endif
