"""Forms of papers: one made from the fields of each kind, and those of receipt, voiding, templates."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, DateField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from partybuild.notices.kinds import KINDS, FieldType, NoticeKind, Side, Way
from partybuild.notices.kinds import Field as Asked
from partybuild.web.forms import ChineseForm, at_most, choices, required

PREFIX = "field_"
"""Before the key of a field, so that none meets a name of the form itself."""


def paper_form(kind: NoticeKind) -> type[ChineseForm]:
    """A form that asks for everything a paper of this kind needs."""
    fields: dict[str, Any] = {}
    if kind.addressed:
        fields["addressed_to"] = StringField("主送单位", [required(), at_most(200)])
    fields |= {f"{PREFIX}{field.key}": _asked(field) for field in kind.fields}
    if kind.basis:
        fields["basis"] = StringField("依据", [required(), at_most(300)], default=kind.basis)
    fields["signer"] = StringField("签发人", [at_most(60)])
    fields["issued_on"] = DateField("成文日期", [Optional()], description="不填就是今天")
    return type("PaperForm", (ChineseForm,), fields)


def _asked(field: Asked) -> Any:
    checks: list[Any] = [required() if field.required else Optional()]
    if field.type is FieldType.DAY:
        return DateField(field.label, checks)
    if field.type is FieldType.LINES:
        return TextAreaField(field.label, checks, description="一行一条", render_kw={"rows": 4})
    if field.type is FieldType.ROWS:
        how = f"一行一条，各栏用 | 分开：{' | '.join(field.columns.values())}；可从表格中复制"
        return TextAreaField(field.label, checks, description=how, render_kw={"rows": 6})
    number = {"inputmode": "numeric"} if field.type is FieldType.NUMBER else {}
    return StringField(field.label, checks, render_kw=number)


def given(kind: NoticeKind, form: Mapping[str, Field]) -> dict[str, Any]:
    """What was filled in, by the keys of the kind."""
    return {field.key: form[f"{PREFIX}{field.key}"].data for field in kind.fields}


class ReceiptForm(ChineseForm):
    """When and how a paper arrived."""

    received_on = DateField("收到日期", [InputRequired("请填写收到日期，如 2026-11-20。")])
    way = SelectField("送达方式", choices=lambda: choices(Way))
    receiver = StringField("收件人", [at_most(120)], description="公告送达的可以不填")
    note = StringField("备注", [at_most(300)])


class VoidForm(ChineseForm):
    """Why a paper no longer holds."""

    reason = StringField("作废原因", [required("请写明作废原因。"), at_most(300)])
    confirmed = BooleanField("我已核对，确认作废", [DataRequired("请先勾选确认。")])


class TemplateForm(ChineseForm):
    """A template of one's own; the file itself is read by the view."""

    kind = SelectField("文书", choices=lambda: {key: kind.name for key, kind in KINDS.items()})
    unit_code = StringField(
        "适用单位的区划代码", [required(), at_most(20)], description="该单位和下级单位使用"
    )
    source = StringField("来源或依据", [required(), at_most(300)])


class OfficeForm(ChineseForm):
    """Under which name and 字 an office issues."""

    unit_code = StringField("单位的区划代码", [required(), at_most(20)])
    side = SelectField("机关", choices=lambda: choices((Side.PARTY, Side.CIVIL)))
    name = StringField("发文机关名称", [required(), at_most(120)])
    stem = StringField(
        "机关代字", [required(), at_most(20)], description="如“碑”，发文字号即“碑社党〔2026〕1号”"
    )
