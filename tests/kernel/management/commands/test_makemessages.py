from chengzhi.kernel.management.commands.makemessages import ALIASES, Command


def test_every_short_name_is_a_keyword() -> None:
    assert {f"--keyword={name}" for name in ALIASES} <= set(Command.xgettext_options)
