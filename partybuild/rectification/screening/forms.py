"""Forms of screening."""

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from partybuild.organizations.forms import day_field, stripped
from partybuild.rectification.screening.editing import MOST_LABEL, MOST_SOURCE
from partybuild.rectification.screening.judging import MOST_REASON
from partybuild.rectification.screening.kinds import ADDED
from partybuild.rectification.screening.proposing import MOST_WORDS, Said
from partybuild.rectification.screening.publishing import Publishing
from partybuild.rectification.screening.rounds import MOST_TITLE
from partybuild.rectification.screening.rules import Rules
from partybuild.web.forms import ChineseForm, at_most, required


class RoundForm(ChineseForm):
    """What a new round is called."""

    title = StringField(
        "名称", [required("请填写这一轮排查的名称。"), at_most(MOST_TITLE)], filters=[stripped]
    )


class JudgeForm(ChineseForm):
    """Why proposals are accepted or dismissed."""

    reason = TextAreaField(
        "理由", [required("请写明理由。"), at_most(MOST_REASON)], filters=[stripped]
    )
    by_counties = BooleanField("列入的由党组织所在的县（区）整顿", description="不勾选的由本级整顿")


class HandForm(ChineseForm):
    """What a person says against a Party organization."""

    code = StringField("党组织编码", [required("请填写党组织编码。")], filters=[stripped])
    rule = SelectField("情形", validators=[required("请选择情形。")])
    words = TextAreaField(
        "具体表现",
        [required("请写明具体表现。"), at_most(MOST_WORDS)],
        filters=[stripped],
        description="什么时间、什么事实、从哪里了解到",
    )
    since = day_field("发现日期")
    percent = IntegerField(
        "测评满意度（%）",
        [Optional(), NumberRange(0, 100, "应在 0 到 100 之间。")],
        description="按满意度提出的填写",
    )

    def offer(self, rules: Rules) -> "HandForm":
        """The situations of the area, those that people judge first."""
        on = sorted((each for each in rules.rules if each.on), key=lambda each: each.automatic)
        self.rule.choices = {each.key: each.label for each in on}
        return self

    def said(self) -> Said:
        """What was typed."""
        return Said(self.rule.data, self.words.data or "", self.since.data, self.percent.data)


class AddForm(ChineseForm):
    """A rule of the area's own."""

    label = StringField(
        "情形", [required("请填写情形名称。"), at_most(MOST_LABEL)], filters=[stripped]
    )
    test = SelectField("按什么认定", choices={each.value: each.label for each in ADDED})
    limit = StringField("限值", filters=[stripped], description="按事实认定的填写整数")
    source = StringField(
        "来源", [required("请写明来源。"), at_most(MOST_SOURCE)], filters=[stripped]
    )


class PublishForm(ChineseForm):
    """From when a draft holds and why."""

    valid_from = day_field("生效日期", required("请填写生效日期。"))
    source = StringField(
        "来源文件", [required("请写明来源，如文件名和文号。"), at_most(300)], filters=[stripped]
    )
    reason = TextAreaField(
        "发布原因", [required("请写明发布原因。"), at_most(500)], filters=[stripped]
    )

    def said(self) -> Publishing:
        """What was typed."""
        return Publishing(self.valid_from.data, self.source.data or "", self.reason.data or "")
