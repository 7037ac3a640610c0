/*
 * Forms on public pages: fields, ticks, choices, buttons.
 */
#include "api/page.h"

void page_form_begin(struct buf *html, struct str action)
{
    buf_add(html, STR("<form method=\"post\""));
    page_attribute(html, "action", action);
    buf_add(html, STR(" accept-charset=\"utf-8\">\n"));
}

void page_form_end(struct buf *html)
{
    buf_add(html, STR("</form>\n"));
}

void page_hidden(struct buf *html, const char *name, struct str value)
{
    buf_add(html, STR("<input type=\"hidden\""));
    page_attribute(html, "name", str_from(name));
    page_attribute(html, "value", value);
    buf_add(html, STR(">\n"));
}

void page_button(struct buf *html, struct str label)
{
    buf_add(html, STR("<p class=\"act\"><button type=\"submit\">"));
    page_text(html, label);
    buf_add(html, STR("</button></p>\n"));
}

void page_quiet_button(struct buf *html, const char *name, struct str value, struct str label)
{
    buf_add(html, STR("<p class=\"act\"><button type=\"submit\" class=\"quiet\""));
    page_attribute(html, "name", str_from(name));
    page_attribute(html, "value", value);
    buf_add_char(html, '>');
    page_text(html, label);
    buf_add(html, STR("</button></p>\n"));
}

void page_honeypot(struct buf *html, struct str name)
{
    buf_add(html, STR("<div class=\"beside\" aria-hidden=\"true\"><label>Leave this empty <input type=\"text\""));
    page_attribute(html, "name", name);
    buf_add(html, STR(" tabindex=\"-1\" autocomplete=\"off\"></label></div>\n"));
}

/* ---- fields -------------------------------------------------------------------------------------------------- */

/* The id of the field, or of a part of it: labels and errors point there. */
static struct str id_of(struct buf *html, const struct page_field *field, const char *part)
{
    return arena_printf(html->arena, "f-%.*s%s", STR_PRINT(field->name), part);
}

static void put_described(struct buf *html, const struct page_field *field)
{
    if (field->error.len) {
        buf_add(html, STR(" aria-invalid=\"true\""));
        page_attribute(html, "aria-describedby", id_of(html, field, "-error"));
    } else if (field->help.len) {
        page_attribute(html, "aria-describedby", id_of(html, field, "-help"));
    }
    buf_add(html, field->required ? STR(" required") : STR_EMPTY);
}

static void put_beside(struct buf *html, const struct page_field *field)
{
    if (field->help.len) {
        buf_add(html, STR("<p class=\"help\""));
        page_attribute(html, "id", id_of(html, field, "-help"));
        buf_add_char(html, '>');
        page_text(html, field->help);
        buf_add(html, STR("</p>"));
    }
    if (field->error.len) {
        buf_add(html, STR("<p class=\"error\""));
        page_attribute(html, "id", id_of(html, field, "-error"));
        buf_add_char(html, '>');
        page_text(html, field->error);
        buf_add(html, STR("</p>"));
    }
    buf_add(html, STR("</div>\n"));
}

static void put_label(struct buf *html, const struct page_field *field)
{
    page_text(html, field->label);
    if (!field->required)
        buf_add(html, STR(" <span class=\"optional\">optional</span>"));
}

static void put_common(struct buf *html, const struct page_field *field)
{
    page_attribute(html, "id", id_of(html, field, ""));
    page_attribute(html, "name", field->name);
    if (field->most)
        page_attribute(html, "maxlength", arena_printf(html->arena, "%d", field->most));
    if (field->autocomplete)
        page_attribute(html, "autocomplete", str_from(field->autocomplete));
    put_described(html, field);
}

static void put_line(struct buf *html, const struct page_field *field)
{
    buf_add(html, STR("<div class=\"field\"><label"));
    page_attribute(html, "for", id_of(html, field, ""));
    buf_add_char(html, '>');
    put_label(html, field);
    buf_add(html, STR("</label>"));
    if (field->kind == PAGE_LINES) {
        buf_add(html, STR("<textarea rows=\"5\""));
        put_common(html, field);
        buf_add(html, STR(">\n"));
        page_text(html, field->value);
        buf_add(html, STR("</textarea>"));
    } else {
        buf_add(html, STR("<input"));
        page_attribute(html, "type",
                       field->kind == PAGE_EMAIL   ? STR("email")
                       : field->kind == PAGE_PHONE ? STR("tel")
                                                   : STR("text"));
        put_common(html, field);
        page_attribute(html, "value", field->value);
        buf_add_char(html, '>');
    }
    put_beside(html, field);
}

static void put_tick(struct buf *html, const struct page_field *field)
{
    buf_add(html, STR("<div class=\"field tick\"><label><input type=\"checkbox\" value=\"1\""));
    put_common(html, field);
    buf_add(html, field->value.len ? STR(" checked") : STR_EMPTY);
    buf_add(html, STR("><span>"));
    page_text(html, field->label);
    buf_add(html, STR("</span></label>"));
    put_beside(html, field);
}

static struct str label_of(const struct page_field *field, int i)
{
    return field->choice_labels ? field->choice_labels[i] : field->choices[i];
}

static void put_choices(struct buf *html, const struct page_field *field)
{
    buf_add(html, STR("<div class=\"field\"><fieldset"));
    buf_add(html, field->scale ? STR(" class=\"scale\"") : STR_EMPTY);
    page_attribute(html, "id", id_of(html, field, ""));
    buf_add(html, STR("><legend>"));
    put_label(html, field);
    buf_add(html, STR("</legend>"));
    for (int i = 0; i < field->choice_count; i++) {
        buf_add(html, STR("<label class=\"choice\"><input type=\"radio\""));
        page_attribute(html, "name", field->name);
        page_attribute(html, "value", field->choices[i]);
        put_described(html, field);
        buf_add(html, str_equal(field->choices[i], field->value) ? STR(" checked") : STR_EMPTY);
        buf_add(html, STR("><span>"));
        page_text(html, label_of(field, i));
        buf_add(html, STR("</span></label>"));
    }
    buf_add(html, STR("</fieldset>"));
    put_beside(html, field);
}

static void put_select(struct buf *html, const struct page_field *field)
{
    buf_add(html, STR("<div class=\"field\"><label"));
    page_attribute(html, "for", id_of(html, field, ""));
    buf_add_char(html, '>');
    put_label(html, field);
    buf_add(html, STR("</label><select"));
    put_common(html, field);
    buf_add(html, STR("><option value=\"\"></option>"));
    for (int i = 0; i < field->choice_count; i++) {
        buf_add(html, STR("<option"));
        page_attribute(html, "value", field->choices[i]);
        buf_add(html, str_equal(field->choices[i], field->value) ? STR(" selected>") : STR(">"));
        page_text(html, label_of(field, i));
        buf_add(html, STR("</option>"));
    }
    buf_add(html, STR("</select>"));
    put_beside(html, field);
}

void page_field(struct buf *html, const struct page_field *field)
{
    switch (field->kind) {
    case PAGE_LINE:
    case PAGE_LINES:
    case PAGE_EMAIL:
    case PAGE_PHONE: put_line(html, field); return;
    case PAGE_TICK: put_tick(html, field); return;
    case PAGE_CHOICE: put_choices(html, field); return;
    case PAGE_SELECT: put_select(html, field); return;
    }
}
