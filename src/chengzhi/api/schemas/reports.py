"""What is told when something is reported."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from chengzhi.api.schemas.shared import Moment
from chengzhi.cases.services.intake import MAX_WORDS

MOST_MEDIA = 20
Ids = Annotated[list[Annotated[int, Field(ge=1, le=2**62)]], Field(max_length=MOST_MEDIA)]


class ReportIn(Schema):
    """一条诉求或一个发现的问题。"""

    model_config = ConfigDict(extra="forbid")

    channel: Annotated[str, Field(max_length=24, description="来源的代码", examples=["hotline"])]
    words: Annotated[str, Field(min_length=1, max_length=MAX_WORDS, description="发生了什么事")]
    category: Annotated[int | None, Field(ge=1, le=2**62, description="小类的 id；并入已有案卷时不用写")] = None
    place: Annotated[str, Field(max_length=200, description="位置的说法")] = ""
    lon: Annotated[float | None, Field(ge=-180, le=180, allow_inf_nan=False, description="经度")] = None
    lat: Annotated[float | None, Field(ge=-90, le=90, allow_inf_nan=False, description="纬度")] = None
    datum: Annotated[Literal["cgcs2000", "wgs84", "gcj02", "bd09"], Field(description="坐标系")] = "cgcs2000"
    reporter_name: Annotated[str, Field(max_length=60, description="称呼")] = ""
    reporter_phone: Annotated[str, Field(max_length=32, description="电话")] = ""
    callback: Annotated[Literal["sms", "phone", "none"], Field(description="回访方式")] = "none"
    media: Annotated[Ids, Field(description="先用 POST /media 上传得到的 id，只能是自己的")] = []
    after_media: Annotated[Ids, Field(description="采集员自处理：处置后的照片；写了就是自处理")] = []
    is_urgent: Annotated[bool, Field(description="加急")] = False
    join: Annotated[str, Field(max_length=32, description="并入的未结案卷的编号")] = ""
    external_ref: Annotated[str, Field(max_length=80, description="来源系统里的编号，一个来源内不重复")] = ""


class ReportOut(Schema):
    """收下的诉求。"""

    id: int
    number: Annotated[str, Field(description="案卷编号")]
    channel: str
    is_joined: bool
    received_at: Moment
    case: Annotated[str, Field(description="案卷的地址")]


class ReportWhole(ReportOut):
    """一条诉求；诉求人的姓名、电话只给一部分。"""

    words: str
    place: str
    reporter_name: Annotated[str, Field(examples=["王**"])]
    reporter_phone: Annotated[str, Field(examples=["138****6621"])]
    callback: str
    external_ref: str
    answered_at: Moment | None
    satisfaction: str
