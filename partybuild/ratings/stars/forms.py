"""What is typed on the pages of stars."""

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange

from partybuild import clock
from partybuild.ratings.kinds import STAR_LABELS, Finding, HonourKind, Strength
from partybuild.web.forms import ChineseForm, at_most, choices, required

STARS = {str(star): label for star, label in STAR_LABELS.items()}
OTHER_PAPER = "由本单位发布的不用填，系统出具文书并编号；由其他机关发文的，填写其文号"


def _reason(label: str = "理由") -> TextAreaField:
    return TextAreaField(label, [required(), at_most(500)], render_kw={"rows": 3})


class ComputeForm(ChineseForm):
    """Whether others may follow later."""

    leave_open = BooleanField("还有未评完的也先计算，名额按已评完的计，后评的使用剩余名额")


class PickForm(ChineseForm):
    """Why these of a tie."""

    reason = _reason("取舍理由")


class OverrideForm(ChineseForm):
    """Another star than computed."""

    star = SelectField("改定为", choices=STARS)
    reason = TextAreaField(
        "理由",
        [at_most(500)],
        description="随公示名单一并公布；恢复为计算结果的可不填",
        render_kw={"rows": 3},
    )


class OpenForm(ChineseForm):
    """That the consequence was read."""

    expected = HiddenField()
    confirmed = BooleanField(
        "我已核对名单和改定理由：公示开始后名单对参评党组织公开", [required("请先勾选确认。")]
    )


class ExtendForm(ChineseForm):
    """Longer publicity."""

    days = IntegerField(
        "延长（工作日）", [required("请填写天数。"), NumberRange(1, 30, "应在 1 到 30 之间。")]
    )
    reason = _reason()


class ObjectionForm(ChineseForm):
    """An objection as it came in."""

    objector = StringField("提出异议的单位或个人", [required(), at_most(200)])
    received_on = DateField("收到日期", [required("请填写收到日期，如 2026-01-08。")])
    words = TextAreaField("异议内容", [required(), at_most(2000)], render_kw={"rows": 4})

    @classmethod
    def fresh(cls) -> "ObjectionForm":
        """Received today, as a rule."""
        return cls(received_on=clock.today())


class AnswerForm(ChineseForm):
    """What was found."""

    finding = SelectField("核查结论", choices=choices(Finding))
    words = TextAreaField("核查情况和答复意见", [required(), at_most(2000)], render_kw={"rows": 4})


class RejudgeForm(ChineseForm):
    """Back to the deciding tier."""

    version = HiddenField()
    reason = _reason("重新审定的理由")


class PaperForm(ChineseForm):
    """A decision's paper: this house's own, or another authority's number."""

    document = StringField("其他机关文号", [at_most(120)], description=OTHER_PAPER)
    signer = StringField("签发人", [at_most(60)])
    contact = StringField("联系人和电话", [at_most(120)])


class DecideForm(PaperForm):
    """The announcement."""

    confirmed = BooleanField(
        "我已核对公示结果：公布后星级从今天起生效，记入党组织历史", [required("请先勾选确认。")]
    )


class ChangeForm(PaperForm):
    """Another star between two rounds."""

    version = HiddenField()
    star = SelectField("调整为", choices={k: v for k, v in STARS.items() if k != "5"})
    valid_from = DateField("生效日期", [required("请填写生效日期，如 2026-01-08。")])
    reason = _reason()


class DismissForm(ChineseForm):
    """No change."""

    version = HiddenField()
    reason = _reason("不予调整的理由")


class HonourForm(ChineseForm):
    """The two sides, judged beside each other."""

    kind = SelectField("推荐为", choices=choices(HonourKind))
    building = SelectField("党建强不强", choices=choices(Strength))
    building_words = TextAreaField("党建方面的依据", [required(), at_most(1000)])
    development = SelectField("发展强不强", choices=choices(Strength))
    development_words = TextAreaField("发展方面的依据", [required(), at_most(1000)])


class HonourDecideForm(ChineseForm):
    """The document that names it."""

    document = StringField("命名文件文号", [required(), at_most(120)])


class WithdrawForm(ChineseForm):
    """Taken back."""

    reason = _reason("撤销的理由")
