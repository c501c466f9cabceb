/* SPDX-License-Identifier: MIT */
/* report_xlsx.c - report.xlsx: which sheets, and that all of it reaches the
 * disk. Rows go to temporary files at once and are not kept in memory. */
#include "workbook/report_xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "workbook/xlsx_book.h"
#include "workbook/xlsx_sheets.h"
#include "workbook/xlsx_table.h"

const struct workbook_limits workbook_limits_default = {
    .rows = 1048576,
    .links = 2000,
};

static void
write_sheets(struct xlsx_book *book)
{
    for (size_t i = 0; i < n_xlsx_sheets; i++) {
        const struct xlsx_sheet *sheet = &xlsx_sheets[i];

        if (!xlsx_sheet_applies(sheet, book->o->results))
            continue;
        if (sheet->set)
            xlsx_table_write(book, sheet->set);
        else
            sheet->write(book);
    }
}

static void
set_properties(struct xlsx_book *book)
{
    const struct run *run = &book->o->results->run;
    lxw_doc_properties properties = {
        .title = (char *)"Move to AKS-managed Microsoft Entra integration",
        .subject = (char *)"Audit of Azure Kubernetes Service clusters",
        .author = (char *)"aksentra",
        .category = (char *)"Compliance report",
        .keywords = (char *)"AKS, Microsoft Entra ID, migration",
        .comments = (char *)"What is left to migrate, what stands in the way, "
                            "and what could not be seen.",
        /* Zero means "now" to the library. */
        .created = run->finished_at ? (time_t)run->finished_at : 1,
    };

    workbook_set_properties(book->workbook, &properties);
}

/* Bytes in the sheets' temporary files. -1: one of them took not all. */
static int64_t
flush_sheets(struct xlsx_book *book)
{
    lxw_worksheet *sheet;
    int64_t bytes = 0;

    STAILQ_FOREACH(sheet, book->workbook->worksheets, list_pointers)
    {
        if (fflush(sheet->optimize_tmpfile) != 0 ||
            ferror(sheet->optimize_tmpfile))
            return -1;
        bytes += ftell(sheet->optimize_tmpfile);
    }
    return bytes;
}

/* The library does not notice when a temporary file of its own is cut short by
 * a full disk. So the room for all that is still to come is made sure of
 * first: one more copy of the sheets, and the archive, which is smaller. */
static int
reserve(struct files_draft *draft, int64_t bytes, struct err *e)
{
    int fd = fileno(draft->stream);
    int number = posix_fallocate(fd, 0, 2 * bytes + 1024 * 1024);

    if (ftruncate(fd, 0) != 0 && number == 0)
        number = errno;
    if (number == ENOSPC || number == EDQUOT)
        return err_set(e, ERR_IO, "cannot be written: the disk is full");
    if (number != 0)
        return err_set(e, ERR_IO, "cannot be written: %s", strerror(number));
    return 0;
}

/* Makes the archive of what the sheets hold; frees the workbook. */
static int
finish(struct xlsx_book *book, struct files_draft *draft, struct err *e)
{
    int64_t bytes = flush_sheets(book);
    lxw_error error;
    int ret = 0;

    if (bytes < 0)
        ret = err_set(e, ERR_IO, "cannot be written: %s", strerror(errno));
    else if (book->failed)
        ret = err_nomem(e);
    else
        ret = reserve(draft, bytes, e);
    if (ret != 0) {
        lxw_workbook_free(book->workbook);
        return -1;
    }
    error = workbook_close(book->workbook);
    if (error != LXW_NO_ERROR)
        return err_set(e, ERR_IO, "cannot be written: %s", lxw_strerror(error));
    return 0;
}

/* The library crashes where it gets no memory (worksheet.c of 1.1.4 goes on
 * without its tables). So it is not begun without the room that it may need:
 * rows are not kept, and links have a ceiling. */
static bool
is_memory_left(void)
{
    volatile char *room = malloc((size_t)16 * 1024 * 1024);

    if (!room)
        return false;
    *room = '\0'; /* or the pair is optimized away */
    free((char *)room);
    return true;
}

int
write_workbook(struct files_draft *draft, const char *dir,
               const struct overview *o, const struct workbook_limits *limits,
               struct err *e)
{
    lxw_workbook_options options = { .constant_memory = LXW_TRUE,
                                     .tmpdir = (char *)dir,
                                     .use_zip64 = LXW_FALSE };
    struct xlsx_book book = { .o = o, .limits = limits };
    int ret;

    if (!is_memory_left())
        return err_nomem(e);
    book.workbook = workbook_new_opt(draft->temporary, &options);
    if (!book.workbook)
        return err_nomem(e);
    if (xlsx_make_formats(&book) == 0)
        write_sheets(&book);
    set_properties(&book);
    ret = finish(&book, draft, e);
    buf_free(&book.text);
    return ret;
}
