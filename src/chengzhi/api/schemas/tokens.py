"""Signing in, and for whom a token acts."""

from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

from chengzhi.api.schemas.shared import Moment
from chengzhi.kernel.token_scopes import TokenScope


class SignIn(Schema):
    """账号、口令、验证码，和要用的身份。"""

    model_config = ConfigDict(extra="forbid")

    username: Annotated[str, Field(min_length=1, max_length=64)]
    password: Annotated[str, Field(min_length=1, max_length=200)]
    code: Annotated[str, Field(max_length=16, description="开了两步验证的账号：验证器上的数字")] = ""
    appointment: Annotated[int | None, Field(ge=1, le=2**62, description="任职的编号；只有一个身份时不用写")] = None
    scopes: Annotated[
        list[TokenScope], Field(max_length=20, description="只要这些范围；不写就是这个身份用得上的全部")
    ] = []


class WhoRef(Schema):
    """A person in a post."""

    appointment: int
    person_name: str
    post_name: str
    unit_name: str


class SignedIn(WhoRef):
    """一个小时的令牌。"""

    token: Annotated[str, Field(description="放进 Authorization: Bearer")]
    expires_at: Moment
    scopes: list[str]


class WhoOut(WhoRef):
    """令牌代表的人、身份、范围、权限。"""

    scopes: list[str]
    rights: Annotated[dict[str, str], Field(description="权限和它的广度：own、unit、territory、city")]
    territory: list[str]
