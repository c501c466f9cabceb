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
    struct fault *next;
};

/* fault_rule.c. Both exit with a message on a rule that makes no sense. */
/* "key=value,key=value"; a backslash keeps a comma in a value. */
void fault_add(struct fake *f, const char *rule);
/* An object with the same keys; `body` names a file in `dir`. */
void fault_add_json(struct fake *f, const json_t *rule, const char *dir);
void fault_free(struct fault *list);

/* fault.c */
/* The rule that the request meets, which is thereby used once more; NULL: none.
 * Borrowed. */
const struct fault *fault_take(struct fake *f, const struct request *r);
/* Makes the whole reply; false: the rule lets the genuine one be made. */
bool fault_reply(const struct fault *t, struct fake *f, const struct request *r,
                 struct reply *reply);
/* Changes a genuine reply as the rule says. */
void fault_change(const struct fault *t, const struct request *r,
                  struct reply *reply);

#endif
