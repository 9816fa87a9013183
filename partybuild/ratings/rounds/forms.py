"""Forms of rounds and of what happens to single names of the list."""

from datetime import date, timedelta
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange

from partybuild.inspections.forms import CheckboxListField
from partybuild.organizations.forms import day_field, stripped
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import RatingRound
from partybuild.ratings.rounds.commands import Planned
from partybuild.ratings.rounds.rules import MOST_PUBLICITY_DAYS
from partybuild.ratings.schemes.rules import Scheme
from partybuild.ratings.standing.rules import newest
from partybuild.web.forms import ChineseForm, at_most, required

TIERS = (Tier.FIRST, Tier.SECOND, Tier.FINAL)


class RoundForm(ChineseForm):
    """Which year, who takes part, and until when each tier has its turn."""

    year = IntegerField("评定年度", [required("请填写评定年度，如 2026。")])
    title = StringField(
        "名称", [required("请填写这一轮评星的名称。"), at_most(120)], filters=[stripped]
    )
    own = BooleanField("只含本级的党组织，不含下级")
    categories = CheckboxListField("参评类别", validators=[required("请至少选一个参评类别。")])
    founded_by = day_field("参评截止日", required("请填写参评截止日。"))
    fill_from = day_field("填报开始", required("请填写填报开始日期。"))
    fill_to = day_field("填报截止", required("请填写填报截止日期。"))
    first = DateField("初评截止", validators=[required("请填写初评截止日期。")])
    second = DateField("复核截止", validators=[required("请填写复核截止日期。")])
    final = DateField("审定截止", validators=[required("请填写审定截止日期。")])
    publicity_days = IntegerField(
        "公示工作日",
        [required("请填写公示天数。"), NumberRange(1, MOST_PUBLICITY_DAYS, "应在 1 到 30 之间。")],
    )

    def offer(self, scheme: Scheme) -> "RoundForm":
        """The categories and tiers of this scheme; a tier it does not have is not asked."""
        self.categories.choices = {each.key: each.label for each in scheme.categories}
        here = {link.tier for link in scheme.chain}
        for tier in TIERS:
            if tier.value not in here:
                del self[tier.value]
        return self

    def tiers(self) -> list[Any]:
        """The fields of the tiers, in order."""
        return [self[tier.value] for tier in TIERS if tier.value in self]

    def planned(self, unit_code: str, scheme_id: int) -> Planned:
        """What was typed."""
        return Planned(
            year=self.year.data,
            title=self.title.data,
            unit_code=unit_code,
            own=self.own.data,
            scheme_id=scheme_id,
            categories=tuple(self.categories.data or ()),
            fill_from=self.fill_from.data,
            fill_to=self.fill_to.data,
            review_to={field.name: field.data for field in self.tiers()},
            publicity_days=self.publicity_days.data,
            founded_by=self.founded_by.data,
        )


def proposed(scheme: Scheme, today: date) -> dict[str, Any]:
    """What the form of a new round holds: the windows of the scheme, from today on."""
    windows, year = scheme.windows, today.year
    last = today + timedelta(days=windows.fill_days)
    found: dict[str, Any] = {
        "year": year,
        "title": f"{year}年度评星晋级",
        "categories": [each.key for each in scheme.categories],
        "founded_by": newest(year),
        "fill_from": today,
        "fill_to": last,
        "publicity_days": windows.publicity_working_days,
    }
    for tier in TIERS:
        last += timedelta(days=windows.review_days.get(tier.value, 0))
        found[tier.value] = last
    return found


def standing(row: RatingRound) -> dict[str, Any]:
    """What the form of a draft holds."""
    names = (
        *("year", "title", "own", "categories", "founded_by", "fill_from"),
        *("fill_to", "publicity_days"),
    )
    found = {name: getattr(row, name) for name in names}
    return found | {tier: date.fromisoformat(day) for tier, day in row.review_to.items()}


class AdditionForm(ChineseForm):
    """Somebody who takes part after all."""

    code = StringField("党组织编码", [required("请填写党组织编码。")], filters=[stripped])
    reason = TextAreaField("补列理由", [required("请写明理由。"), at_most(500)], filters=[stripped])
