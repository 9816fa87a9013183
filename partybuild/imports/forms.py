"""What a person says when sending a file, and of a file that was checked."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import Optional

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.imports.columns import KINDS
from partybuild.imports.engine import permitted
from partybuild.web.forms import ChineseForm, at_most, required

ACCEPTED = ".xlsx,.xls,.csv"


class UploadForm(ChineseForm):
    """Kind, file, unit, effective day."""

    kind = SelectField("导入种类")
    file = FileField("文件", description=".xlsx、.xls 或 .csv，20 MB 以内；.et 请先另存为 .xlsx")
    unit = StringField(
        "所属单位",
        [at_most(80)],
        description="表中没有区划列的行归到这里；留空为本单位",
    )
    effective = DateField(
        "生效日期", [Optional()], description="与在册不同的内容从这一天起改变；留空为今天"
    )
    correct = BooleanField("更正：在册的内容一开始就记错了，从头改正")
    partial = BooleanField("部分导入：有错的行退回，其余照常写入")

    def offer(self, actor: Actor) -> None:
        """Put the kinds that this person may bring in, and today."""
        self.kind.choices = {key: k.label for key, k in KINDS.items() if permitted(actor, key)}
        if not self.effective.raw_data:
            self.effective.data = clock.today()

    def validate_file(self, field: Any) -> None:
        """A file must have been chosen."""
        if field.data is None or not getattr(field.data, "filename", ""):
            raise ValidationError("请选择要导入的文件。")


class ConfirmForm(ChineseForm):
    """Which result was looked at, and whether only the good rows are to go in."""

    digest = HiddenField()
    partial = BooleanField("只导入无误的行，退回的行改正后另行导入")


class AcceptForm(ChineseForm):
    """A code that fails its check character, and why it is right."""

    code = StringField("统一社会信用代码", [required("请填写代码。"), at_most(18)])
    reason = StringField("放行理由", [required("请写明理由。"), at_most(200)])
