"""A form for any policy that is published by page, made from its shape."""

from collections.abc import Mapping
from typing import Any

from wtforms import DateField, Field, StringField, TextAreaField, ValidationError

from partybuild.policies.publishing import Draft
from partybuild.policies.shapes import Item, Shape, Type
from partybuild.rules import RuleBroken
from partybuild.web.forms import ChineseForm, at_most, required

LONG = (Type.WORDS, Type.ROWS)
PREFIX = "item:"


class ReasonForm(ChineseForm):
    """Why a version is published."""

    reason = StringField("发布原因", validators=[required("请写明原因。"), at_most(300)])


class DraftForm(ChineseForm):
    """The next version of a policy; its items are added by `form_of`."""

    valid_from = DateField("生效日期", validators=[required("请填写生效日期。")])
    source = StringField(
        "来源", validators=[required("请写明来源，如文件名和文号。"), at_most(300)]
    )

    def items(self) -> list[Field]:
        """The fields of the policy itself."""
        return [field for field in self if field.name.startswith(PREFIX)]

    def said(self, shape: Shape) -> Draft:
        """What a valid form says."""
        values = {item.key: item.read(self[PREFIX + item.key].data or "") for item in shape.items}
        return Draft(values, self["valid_from"].data, self["source"].data)


def form_of(
    shape: Shape, formdata: Any = None, content: Mapping[str, Any] | None = None
) -> DraftForm:
    """An empty, typed or filled form of a policy."""
    fields = {PREFIX + item.key: _field(item) for item in shape.items}
    made: type[DraftForm] = type("PolicyForm", (DraftForm,), fields)
    given = {PREFIX + item.key: item.written(item.value(content or {})) for item in shape.items}
    return made(formdata, data=given)


def _field(item: Item) -> Any:
    def check(form: Any, field: Field) -> None:
        try:
            item.read(field.data or "")
        except RuleBroken as broken:
            raise ValidationError(str(broken)) from broken

    label = f"{item.label}（{item.unit}）" if item.unit else item.label
    if item.type in LONG:
        rows = {"rows": 12 if item.type is Type.ROWS else 8, "wrap": "off"}
        hint = item.hint or "一行一项"
        return TextAreaField(label, [check, at_most(20_000)], description=hint, render_kw=rows)
    number = {"inputmode": "numeric"} if item.type is Type.NUMBER else {}
    return StringField(label, [check], description=item.hint, render_kw=number)
