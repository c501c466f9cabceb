/* SPDX-License-Identifier: MIT */
/* report_json.h - the results as JSON: results.json, and SARIF. Writers as in
 * report/writer.h. */
#ifndef AKSENTRA_JSON_REPORT_JSON_H
#define AKSENTRA_JSON_REPORT_JSON_H

#include <stdio.h>

#include "model/results.h"
#include "report/overview.h"
#include "support/err.h"

/* results.json, as reports/schema/results.schema.json describes it. */
int write_json(FILE *out, const struct overview *o, struct err *e);

/* The same for standard output. */
int report_write_json(FILE *out, const struct results *r, struct err *e);

/* results.sarif: SARIF 2.1.0 (OASIS), with what code scanning of GitHub asks for
 * besides. Findings that fail or could not be judged; gaps are notifications. */
int write_sarif(FILE *out, const struct overview *o, struct err *e);

#endif
