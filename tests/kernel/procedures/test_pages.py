from chengzhi.cases.procedure import CASE
from chengzhi.kernel.procedures.pages import procedure_page

PAGE = procedure_page(CASE)


def row_of(step: str) -> str:
    return next(line for line in PAGE.splitlines() if f"`{step}`" in line)


def test_the_page_begins_with_name_version_and_day() -> None:
    assert PAGE.startswith("# 案卷闭环 · case v1")
    assert "自 2026-01-01 起施行" in PAGE


def test_the_diagram_has_an_arrow_for_each_move() -> None:
    assert "    checked --> closed: 结案" in PAGE
    assert "[*] --> reported: 上报" in PAGE


def test_every_step_has_a_row_with_its_power_ground_and_guards() -> None:
    row = row_of("feed_back")
    assert all(words in row for words in ("反馈结果", "处置中", "待督查", "GB/T 30428.8", "督办意见须先回复"))
    assert PAGE.count("\n| ") == len(CASE.steps) + 1


def test_a_step_that_stays_says_so() -> None:
    assert "（不变）" in row_of("urge")


def test_a_first_step_comes_from_nowhere() -> None:
    assert "（新收）" in row_of("report")


def test_clocks_are_named_by_what_happens_to_them() -> None:
    assert "开始 处置时限 240 分（工作时间）" in row_of("dispatch")
    assert "暂停 处置时限" in row_of("grant_hold")
    assert "恢复 处置时限" in row_of("resume")
    assert "停止 立案时限" in row_of("file")
