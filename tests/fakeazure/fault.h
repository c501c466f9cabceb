/* SPDX-License-Identifier: MIT */
/* fault.h - rules of misbehaviour; docs/FAKE-AZURE.md describes them. */
#ifndef FAKE_FAULT_H
#define FAKE_FAULT_H

#include <regex.h>
#include <stdbool.h>

#include "reply.h"

enum action {
    ACTION_NONE,
    ACTION_RESET,
    ACTION_HANG,
    ACTION_CUT,
    ACTION_SLOW,
    ACTION_ENDLESS,
    ACTION_REDIRECT,
    ACTION_LOOP_NEXT_LINK,
    ACTION_FOREIGN_NEXT_LINK,
    ACTION_ENDLESS_PAGES,
    ACTION_MUTATE,
    ACTION_EXPIRE_TOKENS
};

struct fault {
    regex_t path;
    bool has_path;
    char *method;
    long status; /* 0: that of the genuine reply */
    long times;  /* left; -1: for ever */
    long after;  /* matches still to be let through */
    long delay_ms;
    char *retry_after;
    struct text headers; /* lines "Name: value\n" */
    struct text body;
    bool has_body;
    char *content_type;
    enum action action;
    char *location;
    char *at;      /* JSON pointer (RFC 6901) of what is to be another value */
    json_t *value; /* that value; NULL: the member or element is taken out */
    struct fault *next;
};

/* fault_rule.c. Both exit with a message on a rule that makes no sense. */
/* "key=value,key=value"; a backslash keeps a comma in a value. */
void fault_add(struct fake *f, const char *rule);
/* An object with the same keys; `body` names a file in `dir`. */
void fault_add_json(struct fake *f, const json_t *rule, const char *dir);
void fault_free(struct fault *list);
/* A list of such objects takes the place of all rules there are. */
void fault_replace(struct fake *f, const json_t *rules);

/* fault.c */
/* The rule that the request meets, which is thereby used once more; NULL: none.
 * Borrowed. */
const struct fault *fault_take(struct fake *f, const struct request *r);
/* Makes the whole reply; false: the rule lets the genuine one be made. */
bool fault_reply(const struct fault *t, struct fake *f, const struct request *r,
                 struct reply *reply);
/* Changes a genuine reply as the rule says. */
void fault_change(const struct fault *t, struct fake *f,
                  const struct request *r, struct reply *reply);
/* fault_mutate.c: puts the rule's value where its pointer leads to; where it
 * leads to nothing, the body stays. */
void fault_mutate(const struct fault *t, struct reply *reply);
/* PUT /fake/faults: other rules from now on. */
void fault_handle(struct fake *f, const struct request *r, struct reply *reply);

#endif
