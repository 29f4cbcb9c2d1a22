"""What is said of a file, and what is kept of it."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from chengzhi.api.schemas.shared import Moment
from chengzhi.evidence.enums import Variant


class MediaIn(Schema):
    """文件之外的说明；不写的取自文件自己的元数据。"""

    taken_at: Annotated[AwareDatetime | None, Field(description="拍摄时间，带时区")] = None
    lon: Annotated[float | None, Field(ge=-180, le=180, allow_inf_nan=False, description="拍摄位置的经度")] = None
    lat: Annotated[float | None, Field(ge=-90, le=90, allow_inf_nan=False, description="拍摄位置的纬度")] = None
    datum: Annotated[Literal["cgcs2000", "wgs84", "gcj02", "bd09"], Field(description="坐标系")] = "wgs84"
    device: Annotated[str, Field(max_length=120, description="设备")] = ""
    note: Annotated[str, Field(max_length=500, description="说明")] = ""


class MediaOut(Schema):
    """收下的文件。"""

    id: int
    kind: str
    mime: str
    size: int
    sha256: str
    taken_at: Moment | None
    uploaded_at: Moment
    url: str


class Size(Schema):
    """Which picture of a file: the original or one made smaller."""

    size: Annotated[Variant, Field(description="original 是原件，数字是缩略图长边的像素")] = Variant.ORIGINAL
