/* SPDX-License-Identifier: MIT */
/* report.h - results into files. A format is a row in src/formats/report.c:
 * its name, its file, its writer. */
#ifndef AKSENTRA_FORMATS_REPORT_H
#define AKSENTRA_FORMATS_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "model/results.h"
#include "report/overview.h"
#include "support/buf.h"
#include "support/err.h"

/* How report files are written. */
struct report_options {
    /* A list that report_check_formats() accepts; NULL: all but those that are
     * for programs alone (SARIF, JUnit, metrics). */
    const char *formats;
    struct csv_style csv;
};

/* --csv-delimiter: the sign itself or its name ("tab"). ERR_USAGE: another. */
int csv_delimiter_parse(const char *text, char *ret, struct err *e);

/* Adds "csv, json, ...": the names that --format knows. */
void report_list_formats(struct buf *out);

/* ERR_USAGE names the word of `list` ("json,xlsx") that is no format, and
 * lists those that are. An empty list or word is none. */
int report_check_formats(const char *list, struct err *e);

/* Whether `formats` (as above) have a file of this name. */
bool report_has_file(const char *formats, const char *file_name);

/* Writes the report files (mode 0600) into `dir`, which is made where it does
 * not exist. Every file is written beside its target first, and only when all
 * of them are whole do they replace what was there. ERR_IO names the file; an
 * earlier report is then as it was, and nothing half-written is left. */
int report_write_all(const struct results *r, const char *dir,
                     const struct report_options *options, struct err *e);

/* The clusters as tab-separated values, for standard output. ERR_IO: the stream
 * took not all of it. */
int report_write_tsv(FILE *out, const struct results *r, struct err *e);
/* The same of the contexts of kubeconfig files. */
int report_write_kubeconfigs_tsv(FILE *out, const struct results *r,
                                 struct err *e);

/* Findings and gaps as annotations of a pipeline, the worst first: commands
 * that its log obeys (GitHub Actions, "Workflow commands"; Azure Pipelines,
 * "Logging commands"), then a line that counts them and says the exit code. */
int report_write_github(FILE *out, const struct results *r, struct err *e);
int report_write_azure_pipelines(FILE *out, const struct results *r,
                                 struct err *e);

#endif
