/* SPDX-License-Identifier: MIT */
/* xlsx_book.c - formats, colours and texts that the sheets share. */
#include "workbook/xlsx_book.h"

#include <stdint.h>
#include <string.h>

#define FONT "Calibri"
#define NUMBER_FORMAT "#,##0"
#define DATE_FORMAT "d mmm yyyy"

static lxw_format *
make(struct xlsx_book *book, double size, lxw_color_t colour, bool bold)
{
    lxw_format *f = workbook_add_format(book->workbook);

    if (!f) {
        book->failed = true;
        return NULL;
    }
    format_set_font_name(f, FONT);
    format_set_font_size(f, size);
    format_set_font_color(f, colour);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    if (bold)
        format_set_bold(f);
    return f;
}

static lxw_format *
make_header(struct xlsx_book *book)
{
    lxw_format *f = make(book, 11, XLSX_WHITE, true);

    if (!f)
        return NULL;
    format_set_bg_color(f, XLSX_NAVY);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    format_set_border(f, LXW_BORDER_THIN);
    format_set_border_color(f, XLSX_NAVY);
    return f;
}

static void
make_cells(struct xlsx_book *book)
{
    struct xlsx_formats *f = &book->formats;

    f->text = make(book, 11, XLSX_INK, false);
    f->wrapped = make(book, 11, XLSX_INK, false);
    f->number = make(book, 11, XLSX_INK, false);
    f->date = make(book, 11, XLSX_INK, false);
    f->link = make(book, 11, XLSX_LINK, false);
    f->tile_caption = make(book, 10, XLSX_GREY, false);
    if (book->failed)
        return;
    format_set_text_wrap(f->wrapped);
    format_set_num_format(f->number, NUMBER_FORMAT);
    format_set_num_format(f->date, DATE_FORMAT);
    format_set_align(f->date, LXW_ALIGN_LEFT);
    format_set_underline(f->link, LXW_UNDERLINE_SINGLE);
    format_set_bg_color(f->tile_caption, XLSX_PAPER);
    format_set_align(f->tile_caption, LXW_ALIGN_CENTER);
    format_set_text_wrap(f->tile_caption);
}

static void
make_signals(struct xlsx_book *book)
{
    static const struct {
        lxw_color_t ink;
        lxw_color_t paper;
    } colours[XLSX_SIGNAL_COUNT] = {
        [XLSX_BAD] = { 0x8C1D1D, 0xF7D9D7 },
        [XLSX_WARNING] = { 0x7A4B00, 0xFBE9C6 },
        [XLSX_GOOD] = { 0x1E5B3A, 0xD9EDE0 },
        [XLSX_INFO] = { 0x1B4B73, 0xDCE9F4 },
        [XLSX_UNKNOWN] = { 0x5B3D78, 0xE9E0F1 },
    };

    for (int i = 0; i < XLSX_SIGNAL_COUNT; i++) {
        lxw_format *f = workbook_add_format(book->workbook);

        book->formats.signals[i] = f;
        if (!f) {
            book->failed = true;
            return;
        }
        format_set_font_color(f, colours[i].ink);
        format_set_bg_color(f, colours[i].paper);
    }
}

/* With the number format of the cells: some programs forget it where a
 * conditional format has none. */
static void
make_bands(struct xlsx_book *book)
{
    static const char *const formats[] = {
        [COLUMN_TEXT] = NULL,        [COLUMN_NUMBER] = NUMBER_FORMAT,
        [COLUMN_DATE] = DATE_FORMAT, [COLUMN_BOOL] = "\"TRUE\";;\"FALSE\"",
        [COLUMN_URL] = NULL,
    };

    for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
        lxw_format *f = workbook_add_format(book->workbook);

        book->formats.bands[i] = f;
        if (!f) {
            book->failed = true;
            return;
        }
        format_set_bg_color(f, XLSX_PAPER);
        if (formats[i])
            format_set_num_format(f, formats[i]);
    }
}

int
xlsx_make_formats(struct xlsx_book *book)
{
    struct xlsx_formats *f = &book->formats;

    f->title = make(book, 20, XLSX_NAVY, true);
    f->subtitle = make(book, 11, XLSX_GREY, false);
    f->sentence = make(book, 13, XLSX_INK, true);
    f->section = make(book, 13, XLSX_NAVY, true);
    f->label = make(book, 11, XLSX_GREY, false);
    f->header = make_header(book);
    f->header_number = make_header(book);
    if (f->header_number)
        format_set_align(f->header_number, LXW_ALIGN_RIGHT);
    make_cells(book);
    make_signals(book);
    make_bands(book);
    return book->failed ? -1 : 0;
}

lxw_format *
xlsx_tile_format(struct xlsx_book *book, lxw_color_t colour)
{
    lxw_format *f = make(book, 26, colour, true);

    if (!f)
        return NULL;
    format_set_align(f, LXW_ALIGN_CENTER);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    format_set_bg_color(f, XLSX_PAPER);
    format_set_num_format(f, "#,##0");
    format_set_top(f, LXW_BORDER_THICK);
    format_set_top_color(f, colour);
    return f;
}

lxw_color_t
xlsx_integration_colour(enum integration i)
{
    static const lxw_color_t colours[INTEGRATION_COUNT] = {
        [INTEGRATION_LEGACY] = XLSX_RUST,
        [INTEGRATION_MANAGED] = XLSX_GREEN,
        [INTEGRATION_NONE] = XLSX_AMBER,
        [INTEGRATION_UNKNOWN] = XLSX_PLUM,
    };

    return colours[i];
}

lxw_color_t
xlsx_readiness_colour(enum readiness r)
{
    static const lxw_color_t colours[READINESS_COUNT] = {
        [READINESS_READY] = XLSX_BLUE,
        [READINESS_ACTION_NEEDED] = XLSX_AMBER,
        [READINESS_BLOCKED] = XLSX_RED,
        [READINESS_MIGRATED] = XLSX_GREEN,
        [READINESS_CLEANUP_NEEDED] = XLSX_LEAF,
        [READINESS_NOT_INTEGRATED] = XLSX_STONE,
        [READINESS_UNKNOWN] = XLSX_PLUM,
    };

    return colours[r];
}

lxw_worksheet *
xlsx_add_sheet(struct xlsx_book *book, const char *name)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, name);

    if (!sheet)
        book->failed = true;
    return sheet;
}

/* One character of UTF-8 (RFC 3629): its bytes; 0: malformed. */
static size_t
decode(const unsigned char *s, uint32_t *code)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t len = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;

    *code = s[0];
    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xc2 || s[0] > 0xf4)
        return 0;
    *code = s[0] & (0xffu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | (s[i] & 0x3f);
    }
    return *code < least[len] || (*code >= 0xd800 && *code <= 0xdfff) ||
                   *code > 0x10ffff
               ? 0
               : len;
}

/* XML 1.0, 2.2 Characters; a carriage return would be read as a line feed. */
static bool
xml_can_hold(uint32_t c)
{
    return (c >= 0x20 || c == '\t' || c == '\n') && c != 0x7f && c != 0xfffe &&
           c != 0xffff;
}

/* "_x0041_" in a cell stands for the character U+0041 (ISO/IEC 29500-1,
 * ST_Xstring); a text that looks like that gets its underscore escaped so. */
static bool
looks_escaped(const char *text)
{
    return text[0] == '_' && text[1] == 'x' &&
           strspn(text + 2, "0123456789abcdefABCDEF") >= 4 && text[6] == '_';
}

const char *
xlsx_text(struct xlsx_book *book, const char *text)
{
    static const char mark[] = " [cut]";
    size_t units = 0; /* of UTF-16, which is how the limit is counted */

    buf_reset(&book->text);
    while (*text) {
        uint32_t code = 0;
        size_t len = decode((const unsigned char *)text, &code);
        size_t more = code > 0xffff ? 2 : 1;

        if (units + more + sizeof(mark) > XLSX_TEXT_MAX) {
            buf_adds(&book->text, mark);
            break;
        }
        if (looks_escaped(text))
            buf_adds(&book->text, "_x005F_");
        else if (len > 0 && xml_can_hold(code))
            buf_add(&book->text, text, len);
        else
            buf_addc(&book->text, '?');
        units += more;
        text += len ? len : 1;
    }
    if (!buf_ok(&book->text))
        book->failed = true;
    return buf_ok(&book->text) ? buf_str(&book->text) : "";
}

void
xlsx_write_text(struct xlsx_book *book, lxw_worksheet *sheet, lxw_row_t row,
                lxw_col_t col, const char *text, lxw_format *format)
{
    if (worksheet_write_string(sheet, row, col, xlsx_text(book, text),
                               format) != LXW_NO_ERROR)
        book->failed = true;
}
