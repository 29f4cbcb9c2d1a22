"""The tags of the design system give shapes, words and reasons, and nothing where there is nothing to show."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, StepRefused, SubjectMoved
from chengzhi.kernel.procedures import Basis, Refusal

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("Asia/Shanghai"))
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.at(NOW):
        yield


def shown(source: str, **context: Any) -> str:
    """Render a piece of template and return it with its white space folded."""
    return " ".join(Template(source).render(Context(context)).split())


def request_for(address: str, **cookies: str) -> HttpRequest:
    request = RequestFactory().get(address)
    request.COOKIES.update(cookies)
    return request


def case(minutes: int, **more: Any) -> SimpleNamespace:
    due = NOW + minutes * MINUTE
    return SimpleNamespace(due_at=due, warn_at=due - 30 * MINUTE, is_clock_paused=False, is_supervised=False, **more)


# Lights


@pytest.mark.parametrize(
    ("minutes", "code", "words"),
    [
        (200, "g", ("正常", "还剩 3 小时 20 分", "今天 17:52 到")),
        (18, "y", ("临期", "还剩 18 分", "今天 14:50 到")),
        (-42, "r", ("超时", "已超 42 分", "今天 13:50 到期")),
    ],
)
def test_a_light_has_shape_word_time_left_and_deadline(minutes: int, code: str, words: tuple[str, ...]) -> None:
    html = shown("{% light case %}", case=case(minutes))
    assert f"lights.svg#{code}" in html
    assert all(word in html for word in words)


def test_a_light_carries_what_the_script_needs_to_tick() -> None:
    html = shown("{% light case %}", case=case(200))
    assert 'data-due="2026-11-23T17:52:00+08:00"' in html
    assert 'data-warn="2026-11-23T17:22:00+08:00"' in html


def test_a_paused_clock_says_why_and_what_is_left_and_does_not_tick() -> None:
    html = shown('{% light paused=True pause_word="挂账" remaining_seconds=21600 %}')
    assert "lights.svg#b" in html
    assert "挂账，剩 6 小时" in html
    assert "data-cz-clock" not in html


def test_a_pause_without_a_word_says_only_what_is_left() -> None:
    assert '<span class="cz-light-left">剩 9 分</span>' in shown("{% light paused=True remaining_seconds=540 %}")


def test_supervision_is_a_flag_added_to_the_light() -> None:
    html = shown("{% light case %}", case={"due_at": NOW - MINUTE, "is_supervised": True})
    assert "lights.svg#r" in html
    assert "lights.svg#p" in html


def test_a_dot_keeps_its_word_for_readers_and_leaves_out_the_clock() -> None:
    html = shown('{% light case show="dot" %}', case=case(200))
    assert "visually-hidden" in html
    assert "还剩" not in html


def test_no_limit_gives_no_light() -> None:
    assert "cz-light" not in shown("{% light case %}", case={})


# Page


@pytest.mark.parametrize(
    ("cookies", "door", "wanted"),
    [
        ({}, "console", 'data-cz-theme="auto" data-bs-theme="light"'),
        ({"cz_theme": "dark"}, "portal", 'data-bs-theme="dark"'),
        ({"cz_large": "1"}, "portal", 'data-cz-large="1"'),
        ({"cz_sun": "1", "cz_theme": "dark"}, "field", 'data-bs-theme="light" data-cz-sun="1"'),
        ({"cz_left": "1"}, "field", 'data-cz-left="1"'),
        ({"cz_keys": "0"}, "console", 'data-cz-keys="off"'),
    ],
)
def test_preferences_reach_the_html_element(cookies: dict[str, str], door: str, wanted: str) -> None:
    html = shown("{% html_attributes %}", request=request_for("/", **cookies), cz_door=door)
    assert html.startswith(f'data-cz-door="{door}"')
    assert wanted in html


def test_a_preference_nobody_offers_is_ignored() -> None:
    html = shown("{% html_attributes %}", request=request_for("/", cz_theme='"><script>', cz_large="7"))
    assert "script" not in html
    assert "data-cz-large" not in html


def test_sunlight_and_left_hand_belong_to_the_field_only() -> None:
    html = shown("{% html_attributes %}", request=request_for("/", cz_sun="1", cz_left="1"), cz_door="console")
    assert "data-cz-sun" not in html
    assert "data-cz-left" not in html


def test_a_link_to_a_view_this_installation_lacks_is_left_out() -> None:
    assert shown('{% nav_link "nowhere:nothing" "没有" %}', request=request_for("/")) == ""


@pytest.mark.parametrize(("address", "is_here"), [("/healthz", True), ("/health", False), ("/", False)])
def test_the_link_of_the_present_page_is_marked(address: str, is_here: bool) -> None:  # noqa: FBT001  a test parameter
    html = shown('{% nav_link "healthz" "状态" count=3 key="g d" %}', request=request_for(address))
    assert ('aria-current="page"' in html) is is_here
    assert 'data-cz-key="g d"' in html


def test_icons_are_decoration_unless_they_are_named() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "camera" %}')
    assert 'role="img" aria-label="拍照"' in shown('{% icon "camera" "拍照" %}')


def test_words_for_scripts_are_data_and_follow_the_language() -> None:
    with translation.override("en"):
        html = shown("{% words_for_scripts %}")
    assert '<script id="cz-words" type="application/json">' in html
    assert "{0} left" in html


def test_every_fault_gets_a_number_to_quote() -> None:
    first, second = shown("{% error_number %}"), shown("{% error_number %}")
    assert first.startswith("E-")
    assert first != second


# Refusals, errors, acts

REFUSALS = (Refusal("没有处置后照片。", Basis("处置规则", " 4.2")), Refusal("延期没审完。", helper="派遣员李军"))


def test_every_reason_stands_with_its_ground_and_helper() -> None:
    html = shown('{% refusals items "不能反馈结果" %}', items=REFUSALS)
    assert "不能反馈结果，还差 2 项" in html
    assert all(word in html for word in ("没有处置后照片。", "处置规则 4.2", "延期没审完。", "可以由派遣员李军办"))


def test_a_refusal_with_an_address_offers_the_act() -> None:
    html = shown("{% refusals items %}", items=[{"reason": "没有照片", "action_url": "/p/", "action_label": "现在拍"}])
    assert '<a class="btn btn-sm" href="/p/">现在拍</a>' in html


def test_no_refusals_give_no_panel() -> None:
    assert shown("{% refusals items %}", items=[]) == ""


class CallForm(forms.Form):
    place = forms.CharField(label="在哪")
    phone = forms.CharField(label="手机号", required=False)
    answer = forms.ChoiceField(label="回访", choices=[("a", "短信")], widget=forms.RadioSelect)


def test_the_error_summary_links_to_each_field_and_takes_focus() -> None:
    html = shown("{% error_summary form %}", form=CallForm({"answer": ""}))
    assert "有误：2 处要改" in html
    assert 'href="#id_place">在哪：没有填，请填写。' in html
    assert 'href="#id_answer_0">回访：没有填，请填写。' in html
    assert "data-cz-focus" in html


def test_an_unbound_form_has_no_summary() -> None:
    assert shown("{% error_summary form %}", form=CallForm()) == ""


def test_fields_mark_the_optional_and_show_errors_beside_them() -> None:
    html = shown("{{ form }}", form=CallForm({"phone": "138"}))
    assert html.count("可不填") == 1
    assert 'aria-invalid="true"' in html
    assert 'id="id_place_error"' in html
    assert 'value="138"' in html


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            BadInput({"place": "没有这个地方。", "": "整张表有误。"}),
            ("在哪：没有这个地方。", 'href="#id_place"', "整张表有误。"),
        ),
        (StepRefused(REFUSALS), ("不能办，还差 2 项", "延期没审完。")),
        (SubjectMoved(["王敏 14:32 已立案"]), ("情况变了，没有提交", "王敏 14:32 已立案")),
        (Forbidden("这一步要以派遣员身份办理。"), ("这一步要以派遣员身份办理。",)),
        (ValueError("secret"), ("没有办成。写的内容还在，请再试一次。",)),
    ],
)
def test_each_error_of_a_service_has_its_panel(error: Exception, words: tuple[str, ...]) -> None:
    html = shown("{% form_error error form %}", error=error, form=CallForm({}))
    assert all(word in html for word in words)
    assert "secret" not in html


def test_only_the_first_act_is_filled() -> None:
    first, second = {"label": "立案", "url": "/f/", "method": "post", "seen": 7}, {"label": "回退", "url": "/r/"}
    html = shown("{% acts first others %}", first=first, others=[second])
    assert html.count("btn-primary") == 1
    assert 'name="idempotency_key"' in html
    assert 'name="seen" value="7"' in html


def test_with_no_act_the_panel_says_that_others_act_next() -> None:
    assert "没有要您办的，等别人办。" in shown("{% acts first %}", first=None)


def test_a_destructive_act_asks_for_a_reason_and_focuses_the_harmless_button() -> None:
    html = shown(
        '{% confirm "void" title="作废 0431？" consequence="不能恢复。" action="/v/" verb="作废" harmless="先不作废" %}'
    )
    assert 'name="reason"' in html
    assert "autofocus>先不作废</button>" in html
    assert '<button type="submit" class="btn btn-danger">作废</button>' in html


def test_idempotency_keys_differ_between_forms() -> None:
    assert shown("{% idempotency %}") != shown("{% idempotency %}")


# Lists and figures


def test_pages_keep_the_filters_of_the_list() -> None:
    page = Paginator(range(312), 50).page(2)
    html = shown("{% pages page %}", page=page, request=request_for("/list?light=r&page=2"))
    assert "51–100 共 312 件" in html
    assert "?light=r&amp;page=3" in html
    assert "51–100 共 312 人" in shown('{% pages page unit="人" %}', page=page, request=request_for("/list"))


def test_cursor_pages_say_so_when_the_total_is_not_counted() -> None:
    html = shown('{% cursor_pages first=1 last=50 more_than=10000 next="?after=x" %}')
    assert "超过 10,000 件" in html
    assert 'rel="next"' in html


@pytest.mark.parametrize(
    ("address", "order", "turned"),
    [("/", "none", "?sort=due"), ("/?sort=due", "ascending", "?sort=-due"), ("/?sort=-due", "descending", "?sort=due")],
)
def test_a_column_head_turns_the_order_round(address: str, order: str, turned: str) -> None:
    html = shown('{% sort_head "due" "时限" %}', request=request_for(address))
    assert f'aria-sort="{order}"' in html
    assert f'href="{turned}"' in html


def test_a_figure_opens_its_cases_and_has_its_moment() -> None:
    html = shown('{% figure "超时" 1204 url="/late/" as_of=at light="r" %}', at=NOW)
    assert 'href="/late/"' in html
    assert "1,204" in html
    assert "数据到 <time" in html


def test_a_meter_never_exceeds_its_bar() -> None:
    assert 'value="100"' in shown("{% meter 300 240 %}")
    assert 'value="0"' in shown("{% meter 300 0 %}")


def test_the_timeline_tells_who_acted_in_which_capacity_and_how_long_it_took() -> None:
    row = {"at": NOW, "act": "立案", "person": "王敏", "capacity": "值班长", "used": "11 分", "limit": "15 分"}
    html = shown("{% timeline rows %}", rows=[row])
    assert all(word in html for word in ("11-23 14:32", "立案", "王敏", "值班长", "用 11 分（限 15 分）"))


def test_a_missing_after_photo_says_how_to_take_it_and_offers_no_slider() -> None:
    html = shown("{% photo_pair before after %}", before=[{"url": "/a.jpg", "alt": "菜场", "distance": 6}], after=[])
    assert "待拍，按同一机位" in html
    assert 'data-cz-look="slide"' not in html
    assert "距案发点 6 米" in html


def test_chips_remove_one_filter_each() -> None:
    html = shown('{% chips items "/all" %}', items=[{"label": "来源", "value": "12345", "remove_url": "/x"}])
    assert 'href="/x"><span class="visually-hidden">去掉条件</span>' in html
    assert "全部去掉" in html


def test_a_masked_value_offers_the_whole_one_only_where_there_is_a_way() -> None:
    assert "查看，会留痕" in shown('{% reveal "138****6621" "/phone/" %}')
    assert shown('{% reveal "138****6621" "" %}') == '<span class="cz-nobreak">138****6621</span>'


def test_names_are_read_in_the_language_of_the_reader() -> None:
    thing = SimpleNamespace(name="热线", name_en="Hotline")
    assert shown("{{ thing|named }}", thing=thing) == "热线"
    with translation.override("en"):
        assert shown("{{ thing|named }}", thing=thing) == "Hotline"
        assert shown("{{ thing|named }}", thing=SimpleNamespace(name="热线", name_en="")) == "热线"


@pytest.mark.parametrize(
    ("thing", "value"),
    [({"name": "西门"}, "西门"), (SimpleNamespace(name="西门"), "西门"), ({}, ""), (None, ""), (SimpleNamespace(), "")],
)
def test_a_member_is_read_by_a_name_known_only_to_the_page(thing: object, value: str) -> None:
    assert shown("{{ thing|part:'name' }}", thing=thing) == value


@pytest.mark.parametrize(
    ("kind", "word"),
    [("ok", "已保存"), ("wait", "正在处理"), ("off", "没有网络"), ("late", "数据旧了"), ("info", "说明")],
)
def test_one_line_of_truth_has_a_kind(kind: str, word: str) -> None:
    html = shown("{% status kind word %}", kind=kind, word=word)
    assert f"lights.svg#{kind}" in html
    assert word in html
    assert "<a " not in html


def test_a_status_may_lead_somewhere() -> None:
    assert 'href="/again/"' in shown('{% status "late" "数据旧了" "/again/" "再取" %}')


@pytest.mark.parametrize(
    "photos", [[], [{"url": "/a.jpg", "alt": "西门"}], [{"url": f"/{n}.jpg", "alt": str(n)} for n in range(9)]]
)
def test_a_strip_shows_every_photo(photos: list[dict[str, str]]) -> None:
    html = shown("{% photo_strip photos %}", photos=photos)
    assert all(one["url"] in html for one in photos)


def test_tabs_mark_where_one_is() -> None:
    items = [{"label": "待办", "url": "/a/", "is_here": True, "current": True}, {"label": "在办", "url": "/b/"}]
    html = shown("{% tabs items %}", items=items)
    assert all(word in html for word in ("待办", "在办", 'href="/b/"'))


def test_the_path_of_a_case_names_its_stages() -> None:
    stages = [
        {"label": "受理", "state": "done"},
        {"label": "立案", "state": "now"},
        {"label": "派遣", "state": "later"},
    ]
    html = shown("{% path_bar stages %}", stages=stages)
    assert [html.index(one["label"]) for one in stages] == sorted(html.index(one["label"]) for one in stages)


@pytest.mark.parametrize(
    ("used", "limit", "share"), [(0, 100, 0), (50, 100, 50), (99.6, 100, 100), (250, 100, 100), (5, 0, 0)]
)
def test_a_meter_shows_its_share(used: float, limit: float, share: int) -> None:
    assert f'value="{share}"' in shown("{% meter used limit %}", used=used, limit=limit)


@pytest.mark.parametrize("code", ["g", "y", "r", "b", "p"])
def test_a_mark_of_a_light_has_its_word_and_count(code: str) -> None:
    html = shown("{% light_mark code count=3 %}", code=code)
    assert f"#{code}" in html
    assert "3" in html


def test_a_mark_may_have_a_word_of_its_own() -> None:
    assert "今天到期" in shown('{% light_mark "y" word="今天到期" %}')


@pytest.mark.parametrize(
    ("capacity", "words"),
    [(None, "否"), (Capacity(), "否"), (Capacity(grants={"kernel.audit.read": Scope.CITY}), "是")],
)
def test_a_page_asks_whether_the_visitor_may(capacity: Capacity | None, words: str) -> None:
    assert shown("{{ who|may:'kernel.audit.read'|yesno }}", who=capacity) == words


@pytest.mark.parametrize("value", [0, 1204, "94.2%", "没有"])
def test_a_figure_without_an_address_is_no_link(value: object) -> None:
    html = shown('{% figure "超时" value %}', value=value)
    assert "<a " not in html
    assert ("1,204" if value == 1204 else str(value)) in html


def test_an_empty_state_says_what_to_do_next() -> None:
    html = shown('{% empty_state "没有案件。" "/new/" "上报一件" %}')
    assert "没有案件。" in html
    assert 'href="/new/">' in html
    assert "<a" not in shown('{% empty_state "没有案件。" %}')


def test_a_page_without_a_request_still_shows_its_defaults() -> None:
    assert 'data-cz-door="portal"' in shown("{% html_attributes %}")


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x>', "'; --"])
def test_no_component_lets_markup_through(hostile: str) -> None:
    html = shown(
        '{% status "info" words %}{% empty_state words %}{% figure words words %}{% refusals items words %}',
        words=hostile, items=[Refusal(hostile)],
    )  # fmt: skip
    assert "<script>" not in html
    assert "<img" not in html
