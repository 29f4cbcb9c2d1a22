import json

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.city import City
from tests.factories.loop import case_after, report
from tests.field.conftest import SignIn


def page(city: City, phone_of: SignIn, who: str, path: str = "/field/") -> str:
    answer = phone_of(getattr(city, who)).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_collector_sees_the_spots_to_go_to(city: City, phone_of: SignIn) -> None:
    case = case_after(city, "send_verify")
    shown = page(city, phone_of, "erin")
    assert case.short_number in shown
    assert "去核实" in shown


def test_an_empty_list_says_so(city: City, phone_of: SignIn) -> None:
    assert "现在没有要您办的任务" in page(city, phone_of, "hank")


def test_a_unit_sees_what_to_take_over(city: City, phone_of: SignIn) -> None:
    case = case_after(city, "dispatch")
    assert case.short_number in page(city, phone_of, "dave")
    assert case.short_number not in page(city, phone_of, "grace")


def test_the_capacity_stands_on_every_page(city: City, phone_of: SignIn) -> None:
    case = case_after(city, "send_verify")
    for path in ("/field/", "/field/report/", "/field/map/", f"/field/task/{case.number}/"):
        assert "<b>erin</b> · collector" in page(city, phone_of, "erin", path)


def test_a_task_shows_light_ask_and_act(city: City, phone_of: SignIn) -> None:
    case = case_after(city, "send_verify")
    shown = page(city, phone_of, "erin", f"/field/task/{case.number}/")
    for words in ("正常", "还剩", "说的是不是真的", "核实属实", "核实不属实"):
        assert words in shown


def test_no_phone_of_the_reporter_is_shown(city: City, phone_of: SignIn) -> None:
    case = case_after(city, "take_over")
    assert "13812346621" not in page(city, phone_of, "dave", f"/field/task/{case.number}/")


def test_points_on_the_map_are_those_one_may_see(city: City, phone_of: SignIn) -> None:
    case = case_after(city, "dispatch")
    feeds = {
        who: json.loads(phone_of(getattr(city, who)).get("/field/points.geojson").content)["features"]
        for who in ("erin", "dave", "grace")
    }
    assert {who: len(found) for who, found in feeds.items()} == {"erin": 1, "dave": 1, "grace": 0}
    assert feeds["erin"][0]["properties"]["url"] == f"/field/task/{case.number}/"


def test_a_box_narrows_the_points(city: City, phone_of: SignIn) -> None:
    report(city)
    phone = phone_of(city.erin)
    for box, count in (("120,31,121,33", 1), ("0,0,1,1", 0), ("not,a,box", 1), ("1,2,3", 1)):
        found = json.loads(phone.get("/field/points.geojson", {"bbox": box}).content)["features"]
        assert len(found) == count, box


def test_media_are_shown_to_those_who_see_the_case(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    case = case_after(city, "send_verify")
    phone_of(city.erin).post(f"/field/task/{case.number}/confirm/", {"media": shot})
    item = case.media.get().item_id
    sizes = {"small": 200, "large": 200, "original": 200, "huge": 404}
    phone = phone_of(city.erin)
    for size, status in sizes.items():
        answer = phone.get(f"/field/media/{case.number}/{item}/{size}/")
        assert (answer.status_code, bool(answer.getvalue())) == (status, True)
    assert phone_of(city.hank).get(f"/field/media/{case.number}/{item}/small/").status_code == 404
