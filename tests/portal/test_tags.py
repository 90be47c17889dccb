"""The template tags: words first, colour second, and nothing trusted that a person typed."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils.safestring import SafeString

from closedloop.deadlines.services import close_deadline
from closedloop.portal import words
from closedloop.portal.desk import desk_of
from closedloop.portal.templatetags import loop
from tests.portal import make


def _rendered(source, **context):
    request = RequestFactory().get("/")
    return engines["django"].from_string(source).render({"desk": desk_of(request), **context}, request)


@pytest.mark.parametrize(("form", "shown"), [("full", "2026-02-24（周二）"), ("iso", "2026-02-24"), ("short", "02-24")])
def test_a_date_is_wrapped_so_that_it_never_breaks(form, shown):
    assert loop.zhdate(date(2026, 2, 24), form) == f'<time datetime="2026-02-24">{shown}</time>'


def test_an_instant_is_shown_in_beijing_time():
    assert ">2026-02-25 07:30<" in loop.zhdate(datetime(2026, 2, 24, 23, 30, tzinfo=UTC), "minute")


def test_no_date_is_shown_as_nothing():
    assert loop.zhdate(None) == ""


def test_a_dense_row_leaves_out_this_year_only():
    assert ">02-24<" in loop.thisyear(date(2026, 2, 24), date(2026, 10, 8))
    assert ">2025-02-24<" in loop.thisyear(date(2025, 2, 24), date(2026, 10, 8))


@pytest.mark.parametrize("enumeration", sorted(words.STATES))
def test_every_state_of_an_enumeration_has_its_colour(enumeration):
    assert set(words.STATES[enumeration]) == set(words.LABELS[enumeration].values)


def test_every_value_of_every_enumeration_has_a_chinese_word():
    silent = [(name, value) for name, choices in words.LABELS.items() for value in choices.values if not loop.label(value, name)]

    assert silent == []
    assert loop.labels(["enterprise", "person"], "party_kind") == "企业、个人"


def test_badges_say_their_word_and_carry_their_class():
    assert _rendered('{% kind "punishment" %}') == '<span class="kind is-cj">失信惩戒</span>'
    assert _rendered('{% state "returned" "change_state" %}') == '<span class="state is-returned">已退回</span>'
    assert "待核" in _rendered('{% mark "memory" %}')
    assert _rendered('{% mark "text" %}') == ""
    assert "原文已核" in _rendered('{% mark "text" True %}')


def test_a_text_that_a_person_typed_stays_text():
    shown = _rendered("{% note word why %}", word="<b>推算", why='"><script>')

    assert "<b>" not in shown
    assert "<script>" not in shown
    assert not isinstance(loop.label("<b>", "effect"), SafeString)


def test_a_light_says_clause_start_days_and_who_is_responsible(official):
    deadline = make.deadline("2026-09-29")

    shown = _rendered("{% light deadline %}", deadline=deadline)

    assert "指导意见 二（三） 接收案件：3 个工作日" in shown
    assert "国庆节 7 天" in shown
    assert "推送到达 <time" in shown
    assert "负责：测试食品处" in shown
    assert 'aria-describedby="why-1"' in shown
    assert 'id="why-1"' in shown


def test_two_lights_of_one_page_have_different_names(official):
    shown = _rendered("{% light deadline %}{% light deadline %}", deadline=make.deadline("2026-09-29"))

    assert {"why-1", "why-2"} == {name for name in ("why-1", "why-2", "why-3") if f'id="{name}"' in shown}


def test_a_deadline_across_an_unknown_year_is_marked_as_estimated(official):
    shown = _rendered("{% light deadline %}", deadline=make.deadline("2026-12-30"))

    assert '<span class="mark is-note"' in shown
    assert "2027 年的放假安排尚未载入" in shown


def test_a_met_deadline_is_grey_and_says_when(official):
    deadline = make.deadline("2026-09-29")
    close_deadline(deadline, actor=make.SYSTEM, on=date(2026, 9, 30))
    deadline.refresh_from_db()

    shown = _rendered("{% light deadline %}", deadline=deadline)

    assert "light is-grey" in shown
    assert ">2026-09-30</time> 办结" in shown


def test_no_deadline_is_said_in_words(db):
    assert "不限期" in _rendered("{% light deadline %}", deadline=None)


class _Form(forms.Form):
    name = forms.CharField(label="名称", help_text="与文书一致")
    lists = forms.MultipleChoiceField(label="清单", choices=[("a", "甲"), ("b", "乙")], widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label="已核对", required=False)


def test_a_field_has_its_label_its_help_and_its_error_tied_to_it():
    form = _Form({"name": ""})

    shown = _rendered('{% include "_partials/_field.html" with field=form.name width="w3" %}', form=form)

    assert '<label class="form-label" for="id_name">名称' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'id="id_name_helptext"' in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert "is-invalid" in shown


def test_a_group_of_boxes_is_a_fieldset_with_a_legend():
    shown = _rendered('{% include "_partials/_field.html" with field=form.lists %}', form=_Form())

    assert "<legend" in shown
    assert shown.count('class="form-check-input"') == 2
    assert '<label for="id_lists_0">甲</label>' in shown


def test_the_summary_of_errors_links_to_the_fields():
    shown = _rendered('{% include "_partials/_errors.html" %}', form=_Form({"name": ""}))

    assert 'role="alert"' in shown
    assert '<a href="#id_name">名称：' in shown
