from chengzhi.organisation.services.accounts import (
    OpenedAccount,
    choose_language,
    close_account,
    note_password_changed,
    open_account,
    reopen_account,
    reset_password,
)
from chengzhi.organisation.services.appointments import appoint, cross_appoint, end_appointment, second
from chengzhi.organisation.services.capacity import choose_capacity, present_capacity
from chengzhi.organisation.services.mergers import SplitPart, abolish_unit, merge_units, split_unit, transfer_posts
from chengzhi.organisation.services.people import correct_person, register_person
from chengzhi.organisation.services.posts import change_post_role, close_post, create_post
from chengzhi.organisation.services.refresh import bring_up_if_due, bring_up_to_date
from chengzhi.organisation.services.roles import RoleSpec, assign_role_grant, sync_roles, withdraw_role_grant
from chengzhi.organisation.services.territories import assign_territory, recode_territories, withdraw_territory
from chengzhi.organisation.services.tokens import (
    IssuedToken,
    Wish,
    forget_ended_tokens,
    issue_token,
    keep_answer,
    note_token_used,
    revoke_token,
    sign_in_token,
)
from chengzhi.organisation.services.units import (
    correct_unit,
    establish_unit,
    move_unit,
    rename_unit,
    withdraw_change,
)

__all__ = [
    "IssuedToken",
    "OpenedAccount",
    "RoleSpec",
    "SplitPart",
    "Wish",
    "abolish_unit",
    "appoint",
    "assign_role_grant",
    "assign_territory",
    "bring_up_if_due",
    "bring_up_to_date",
    "change_post_role",
    "choose_capacity",
    "choose_language",
    "close_account",
    "close_post",
    "correct_person",
    "correct_unit",
    "create_post",
    "cross_appoint",
    "end_appointment",
    "establish_unit",
    "forget_ended_tokens",
    "issue_token",
    "keep_answer",
    "merge_units",
    "move_unit",
    "note_password_changed",
    "note_token_used",
    "open_account",
    "present_capacity",
    "recode_territories",
    "register_person",
    "rename_unit",
    "reopen_account",
    "reset_password",
    "revoke_token",
    "second",
    "sign_in_token",
    "split_unit",
    "sync_roles",
    "transfer_posts",
    "withdraw_change",
    "withdraw_role_grant",
    "withdraw_territory",
]
