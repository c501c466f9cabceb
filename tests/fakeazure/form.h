/* SPDX-License-Identifier: MIT */
/* form.h - fields of an application/x-www-form-urlencoded body. */
#ifndef FAKE_FORM_H
#define FAKE_FORM_H

#include "text.h"

/* The decoded field, which the caller frees; NULL: absent. */
char *form_field(const struct text *body, const char *name);

#endif
