/* SPDX-License-Identifier: MIT */
/* templates.h - the files of reports/templates, as reports/templates/embed.sh
 * builds them in. NUL-ended. */
#ifndef AKSENTRA_HTML_TEMPLATES_H
#define AKSENTRA_HTML_TEMPLATES_H

/* The page, with a {{name}} for each part that is put in. */
extern const char html_template_html[];
/* Its style and script, and their hashes for a Content-Security-Policy
 * ("sha256-..."). */
extern const char html_template_css[];
extern const char html_template_css_hash[];
extern const char html_template_js[];
extern const char html_template_js_hash[];

#endif
