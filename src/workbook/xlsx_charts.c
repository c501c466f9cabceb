/* SPDX-License-Identifier: MIT */
/* xlsx_charts.c - the charts of the sheet "Summary". */
#include "workbook/xlsx_charts.h"

/* What a chart is inserted as, before it is scaled. */
#define DEFAULT_WIDTH 480.0
#define DEFAULT_HEIGHT 288.0

static lxw_chart *
add_chart(struct xlsx_book *book, uint8_t type, const char *title)
{
    lxw_chart *chart = workbook_add_chart(book->workbook, type);
    lxw_chart_font font = { .name = (char *)"Calibri",
                            .size = 13,
                            .bold = LXW_TRUE,
                            .color = XLSX_NAVY };
    lxw_chart_line line = { .color = XLSX_RULE, .width = 0.75 };

    if (!chart) {
        book->failed = true;
        return NULL;
    }
    chart_title_set_name(chart, title);
    chart_title_set_name_font(chart, &font);
    chart_chartarea_set_line(chart, &line);
    return chart;
}

static lxw_chart_series *
add_series(struct xlsx_book *book, lxw_chart *chart, const struct xlsx_range *r,
           lxw_col_t column)
{
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);

    if (!series) {
        book->failed = true;
        return NULL;
    }
    chart_series_set_categories(series, XLSX_SUMMARY, r->first, r->names,
                                r->last, r->names);
    chart_series_set_values(series, XLSX_SUMMARY, r->first, column, r->last,
                            column);
    return series;
}

/* Figures beside their bars; a zero is not shown. */
static void
add_labels(lxw_chart_series *series, lxw_color_t colour)
{
    lxw_chart_font font = {
        .name = (char *)"Calibri", .size = 11, .bold = LXW_TRUE, .color = colour
    };

    chart_series_set_labels(series);
    chart_series_set_labels_num_format(series, "#,##0;;");
    chart_series_set_labels_font(series, &font);
}

static void
insert(const struct xlsx_place *place, lxw_chart *chart)
{
    lxw_chart_options options = {
        .x_scale = place->width / DEFAULT_WIDTH,
        .y_scale = place->height / DEFAULT_HEIGHT,
        .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
    };

    worksheet_insert_chart_opt(place->sheet, place->row, place->col, chart,
                               &options);
}

void
xlsx_chart_integration(struct xlsx_book *book, const struct xlsx_range *r,
                       const struct xlsx_place *place)
{
    lxw_chart *chart =
        add_chart(book, LXW_CHART_DOUGHNUT, "Clusters by integration");
    lxw_chart_series *series = NULL;
    lxw_chart_fill fills[INTEGRATION_COUNT] = { 0 };
    lxw_chart_point points[INTEGRATION_COUNT] = { 0 };
    lxw_chart_point *list[INTEGRATION_COUNT + 1] = { NULL };

    if (chart)
        series = add_series(book, chart, r, r->names + 1);
    if (!series)
        return;
    for (int i = 0; i < INTEGRATION_COUNT; i++) {
        fills[i].color = xlsx_integration_colour((enum integration)i);
        points[i].fill = &fills[i];
        list[i] = &points[i];
    }
    chart_series_set_points(series, list);
    add_labels(series, XLSX_WHITE);
    chart_set_hole_size(chart, 55);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_RIGHT);
    insert(place, chart);
}

/* Bars lie on their side: the library's y axis holds the names, its x axis the
 * figures, which stand beside the bars anyway. Names are read downwards. */
static void
quiet_axes(lxw_chart *chart)
{
    lxw_chart_line no_line = { .none = LXW_TRUE };

    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_line(chart->y_axis, &no_line);
    chart_axis_set_major_tick_mark(chart->y_axis,
                                   LXW_CHART_AXIS_TICK_MARK_NONE);
    chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_FALSE);
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_FALSE);
    chart_axis_set_min(chart->x_axis, 0);
    chart_axis_set_line(chart->x_axis, &no_line);
    chart_axis_set_label_position(chart->x_axis,
                                  LXW_CHART_AXIS_LABEL_POSITION_NONE);
    chart_axis_set_major_tick_mark(chart->x_axis,
                                   LXW_CHART_AXIS_TICK_MARK_NONE);
}

void
xlsx_chart_readiness(struct xlsx_book *book, const struct xlsx_range *r,
                     const struct xlsx_place *place)
{
    lxw_chart *chart = add_chart(book, LXW_CHART_BAR, "Clusters by readiness");
    lxw_chart_series *series = NULL;
    lxw_chart_fill fills[READINESS_COUNT] = { 0 };
    lxw_chart_point points[READINESS_COUNT] = { 0 };
    lxw_chart_point *list[READINESS_COUNT + 1] = { NULL };

    if (chart)
        series = add_series(book, chart, r, r->names + 1);
    if (!series)
        return;
    for (int i = 0; i < READINESS_COUNT; i++) {
        fills[i].color = xlsx_readiness_colour((enum readiness)i);
        points[i].fill = &fills[i];
        list[i] = &points[i];
    }
    chart_series_set_points(series, list);
    add_labels(series, XLSX_INK);
    chart_set_series_gap(chart, 45);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    quiet_axes(chart);
    insert(place, chart);
}

void
xlsx_chart_subscriptions(struct xlsx_book *book, const struct xlsx_range *r,
                         const struct xlsx_place *place)
{
    lxw_chart *chart =
        add_chart(book, LXW_CHART_BAR_STACKED, "Clusters by subscription");

    for (int i = 0; chart && i < INTEGRATION_COUNT; i++) {
        lxw_chart_fill fill = { .color = xlsx_integration_colour(
                                    (enum integration)i) };
        lxw_chart_series *series =
            add_series(book, chart, r, (lxw_col_t)(r->names + 1 + i));

        if (!series)
            return;
        chart_series_set_name(series, integration_name((enum integration)i));
        chart_series_set_fill(series, &fill);
        add_labels(series, XLSX_WHITE);
    }
    if (!chart)
        return;
    chart_set_series_gap(chart, 40);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    quiet_axes(chart);
    insert(place, chart);
}
