"""What somebody says of a waiver, an answer, an event, or a new version of a rule."""

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from partybuild.web.forms import ChineseForm, at_most, required

DAYS = NumberRange(min=0, max=3660, message="请填写 0 到 3660 之间的天数。")


class WaiverForm(ChineseForm):
    """An item waived until a day."""

    rule = SelectField("事项", validators=[required()])
    expires_on = DateField("豁免到哪一天", validators=[required()])
    reason = StringField("理由", validators=[required("请写明理由。"), at_most(300)])
    document = StringField("批准文件（可不填）", validators=[at_most(200)])


class ReasonForm(ChineseForm):
    """Why."""

    reason = StringField("理由", validators=[required("请写明理由。"), at_most(300)])


class AnswerForm(ChineseForm):
    """What the Party side did."""

    rule = SelectField("事项", validators=[required()])
    kind = SelectField("答复", validators=[required()])
    day = DateField("日期", validators=[required()])
    reason = StringField("原因（暂不具备、无需换届必填）", validators=[at_most(300)])
    review_on = DateField("复查日（暂不具备；不填按规则）", validators=[Optional()])
    document = StringField("文件", validators=[at_most(200)])


class EventForm(ChineseForm):
    """An event entered by hand, and its answer."""

    rule = SelectField("事项", validators=[required()])
    day = DateField("日期", validators=[required()])
    document = StringField("文件", validators=[at_most(200)])
    answered_on = DateField("党建工作同步开展日期（可不填）", validators=[Optional()])
    answered_document = StringField("党建一侧文件", validators=[at_most(200)])


class RuleForm(ChineseForm):
    """The next version of a rule."""

    valid_from = DateField("生效日期", validators=[required()])
    any_before = BooleanField("事项之前多早办理都算同步")
    before = IntegerField("之前多少天内算同步", validators=[Optional(), DAYS])
    after = IntegerField("之后多少天内仍算同步", validators=[required(), DAYS])
    pending = IntegerField("多少天后转为“缺”", validators=[required(), DAYS])
    working = RadioField("天数按", choices={"1": "工作日", "0": "自然日"}, validators=[required()])
    review_months = IntegerField("暂不具备的复查期限（月）", validators=[required(), DAYS])
    answers = StringField("由谁答复", validators=[required(), at_most(100)])
    legal_basis = StringField("依据", validators=[required("请写明依据。"), at_most(300)])
    source = StringField(
        "来源", validators=[required("请写明来源，如文件名和文号。"), at_most(300)]
    )
    enabled = BooleanField("启用")
