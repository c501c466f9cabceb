/* SPDX-License-Identifier: MIT */
/* columns_gap.c - the columns of the list of what was not looked at. */
#include "report/gaps.h"

#define MEMBER(name) COLUMN_TEXT, .member = offsetof(struct gap, name)

const struct column gap_columns[] = {
    { "Kind", "kind", 18, MEMBER(kind) },
    { "Name", "name", 34, MEMBER(name) },
    { "Status", "status", 14, MEMBER(status) },
    { "Reason", "reason", 80, MEMBER(reason), .wraps = true },
    { "What would make it known", "remedy", 60, MEMBER(remedy), .wraps = true },
    { "Id", "id", 60, MEMBER(id) },
};

const size_t n_gap_columns = sizeof(gap_columns) / sizeof(gap_columns[0]);
