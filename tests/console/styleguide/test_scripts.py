"""The scripts of the design system do in a real browser what the guide says; the pages need no database."""

from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the standard library's
        """Keep the test output clean."""


@pytest.fixture(scope="module")
def guide() -> Iterator[str]:
    """The address of the styleguide on a server of its own."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Server, handler_class=Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/console/styleguide/"
    server.shutdown()
    server.server_close()


def picture(folder: Path, name: str) -> Path:
    path = folder / name
    Image.new("RGB", (60, 40), "red").save(path)
    return path


def test_rows_are_walked_and_picked_by_keyboard(page: Page, guide: str) -> None:
    page.goto(guide + "list/")
    for key in ("j", "j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    expect(page.locator(".cz-picked")).to_have_count(3)
    expect(page.locator("[data-cz-batch-count]")).to_have_text("3")


def test_single_keys_are_silent_in_a_field_and_can_be_switched_off(page: Page, guide: str) -> None:
    page.goto(guide + "list/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("x?j")
    expect(page.locator("#cz-keys")).to_be_hidden()
    page.evaluate("document.activeElement.blur(); document.documentElement.dataset.czKeys = 'off'")
    page.keyboard.press("Shift+?")
    expect(page.locator("#cz-keys")).to_be_hidden()


def test_a_question_mark_opens_the_table_of_keys(page: Page, guide: str) -> None:
    page.goto(guide + "list/")
    page.keyboard.press("Shift+?")
    expect(page.locator("#cz-keys")).to_be_visible()


def test_a_theme_is_kept_over_pages(page: Page, guide: str) -> None:
    page.goto(guide + "list/")
    page.locator("details.cz-who summary").click()
    page.get_by_role("button", name="深色").click()
    page.goto(guide + "case/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_large_type_is_switched_without_loading_the_page_again(phone: Page, guide: str) -> None:
    phone.goto(guide + "field/")
    phone.locator("textarea").fill("很臭")
    phone.get_by_role("button", name="大字").click()
    expect(phone.locator("html")).to_have_css("font-size", "20px")
    expect(phone.locator("textarea")).to_have_value("很臭")


def test_a_destructive_dialog_focuses_the_harmless_button(page: Page, guide: str) -> None:
    page.goto(guide)
    page.get_by_role("button", name="作废").first.click()
    expect(page.get_by_role("button", name="先不作废")).to_be_focused()


def test_what_is_typed_comes_back_as_a_draft(page: Page, guide: str) -> None:
    page.goto(guide)
    page.evaluate("document.querySelectorAll('.cz-errors, .cz-field-errors').forEach((one) => one.remove())")
    page.locator("#id_place").fill("学田菜场西门")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-cz-draft-state]")).to_contain_text("已存草稿")
    kept = page.evaluate("localStorage.getItem('cz-draft:styleguide')")
    assert "学田菜场西门" in kept
    assert "csrfmiddlewaretoken" not in kept


def test_a_query_waits_until_the_input_method_has_composed(page: Page, guide: str) -> None:
    page.goto(guide)
    counted = """() => {
      const input = document.querySelector("#id_place");
      input.dataset.czQuery = "";
      window.queries = [];
      document.addEventListener("cz:query", () => queries.push(input.value));
      const type = (text, isComposing) => {
        input.value = text;
        input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing }));
      };
      type("xue", true);
      type("xuetian", true);
      input.value = "学田";
      input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
    }"""
    page.evaluate(counted)
    page.wait_for_timeout(400)
    assert page.evaluate("window.queries") == ["学田"]


def test_photos_add_up_and_can_be_removed(phone: Page, guide: str, tmp_path: Path) -> None:
    phone.goto(guide + "field/")
    field = phone.locator("input[type=file]")
    for name in ("a.jpg", "b.jpg"):
        field.set_input_files(picture(tmp_path, name))
    expect(phone.locator(".cz-previews li")).to_have_count(2)
    phone.get_by_role("button", name="删去照片 1").click()
    expect(phone.locator(".cz-previews li")).to_have_count(1)
    assert field.evaluate("(one) => one.files[0].name") == "b.jpg"


def test_the_slider_between_two_photos_follows_the_arrow_keys(page: Page, guide: str) -> None:
    page.goto(guide + "case/")
    page.get_by_role("button", name="滑动").click()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-cz-side=after] .cz-photo a")).to_have_css("clip-path", "inset(0px 0px 0px 52%)")


def test_lights_change_with_time_and_say_so(page: Page, guide: str) -> None:
    page.clock.install()
    page.goto(guide + "list/")
    late = page.locator(".cz-table .cz-light-r")
    expect(late).to_have_count(2)
    page.clock.fast_forward(5 * 60 * 1000)
    expect(late).to_have_count(3)
    expect(page.locator("div.visually-hidden[role=status]")).to_contain_text("1123-0402")


def test_a_point_and_its_row_choose_each_other_on_the_map(page: Page, guide: str) -> None:
    page.goto(guide + "map/")
    expect(page.locator("[data-cz-map][data-ready]")).to_be_visible()
    page.locator("[data-cz-point]").nth(1).click()
    expect(page.locator("[data-cz-point][aria-current]")).to_have_count(1)
    page.evaluate(
        "document.querySelector('[data-cz-map]').dispatchEvent(new CustomEvent('cz:map-show', {detail: {id: '0017'}}))"
    )
    expect(page.locator("[data-cz-point='0017']")).to_have_attribute("aria-current", "true")


def test_a_place_is_picked_under_the_cross_hair_by_arrow_keys(phone: Page, guide: str) -> None:
    phone.goto(guide + "place/")
    latitude = phone.locator("#id_lat")
    expect(latitude).to_have_value("32.010000")
    phone.locator(".maplibregl-canvas").focus()
    phone.keyboard.press("ArrowUp")
    expect(latitude).not_to_have_value("32.010000")


@pytest.mark.parametrize("name", ["", "list/", "case/", "field/", "portal/", "place/"])
def test_no_page_scrolls_sideways_on_the_narrowest_phone(phone: Page, guide: str, name: str) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    phone.goto(guide + name)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
