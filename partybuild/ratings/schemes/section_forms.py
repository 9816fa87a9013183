"""Sections of a draft that say how much and how: totals, stars, the chain."""

from dataclasses import replace
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from partybuild.ratings.kinds import STAR_LABELS, Tier
from partybuild.ratings.points import shown, tenths
from partybuild.ratings.schemes.checking import MOST_DAYS, MOST_MONTHS, MOST_PUBLICITY, REVIEWING
from partybuild.ratings.schemes.kinds import Joint
from partybuild.ratings.schemes.scheme import Band, Cap, Link, Scheme, Windows
from partybuild.ratings.schemes.section_rows import (
    NUMERIC,
    LinkRow,
    StarRow,
    between,
)
from partybuild.web.forms import ChineseForm, at_most, choices, required

NEEDED = InputRequired(message="请填写此项。")


class Section(ChineseForm):
    """A part of a draft; `seen` says which state of the draft was on the page."""

    TITLE: ClassVar[str]
    HINT: ClassVar[str] = ""
    seen = HiddenField()

    @staticmethod
    def filled(scheme: Scheme) -> dict[str, Any]:
        """What the fields say of a scheme."""
        raise NotImplementedError

    def change(self, scheme: Scheme) -> Scheme:
        """The scheme as this form says it; RuleBroken with a sentence."""
        raise NotImplementedError

    @staticmethod
    def titles() -> list[str]:
        """What each row is about, where rows are given and not added."""
        return []


class General(Section):
    """Name, totals, validity, the windows of filling and publicity."""

    TITLE = "基本情况"
    label = StringField("方案名称", [required(), at_most(80)])
    total = StringField("满分（分，不含加分）", [NEEDED, at_most(8)])
    bonus_cap = StringField("加分上限（分）", [at_most(8)], description="没有加分指标时填 0")
    exceeds = BooleanField("加分可以使总分超过满分")
    ledger = BooleanField("积分制：各项从满分起，按扣分减")
    validity_months = IntegerField(
        "星级有效期（月）", [NEEDED, between(1, MOST_MONTHS)], render_kw=NUMERIC
    )
    one_step = BooleanField("第二次评定起，每年最多升一星")
    joint = SelectField("联合党组织的参评条件", choices=choices(Joint))
    fill_days = IntegerField("填报时间（天）", [NEEDED, between(1, MOST_DAYS)], render_kw=NUMERIC)
    publicity = IntegerField(
        "公示（工作日）", [NEEDED, between(1, MOST_PUBLICITY)], render_kw=NUMERIC
    )
    note = TextAreaField("说明", [at_most(500)], render_kw={"rows": 3})

    @staticmethod
    def filled(scheme: Scheme) -> dict[str, Any]:
        """What the fields say of a scheme."""
        same = ("label", "exceeds", "ledger", "validity_months", "one_step", "joint", "note")
        return {
            **{name: getattr(scheme, name) for name in same},
            "total": shown(scheme.total),
            "bonus_cap": shown(scheme.bonus_cap),
            "fill_days": scheme.windows.fill_days,
            "publicity": scheme.windows.publicity_working_days,
        }

    def change(self, scheme: Scheme) -> Scheme:
        """With these general things."""
        windows = replace(
            scheme.windows,
            fill_days=self.fill_days.data or 0,
            publicity_working_days=self.publicity.data or 0,
        )
        return replace(
            scheme,
            label=(self.label.data or "").strip(),
            total=tenths(self.total.data or "", "满分"),
            bonus_cap=tenths(self.bonus_cap.data or "0", "加分上限"),
            exceeds=self.exceeds.data,
            ledger=self.ledger.data,
            validity_months=self.validity_months.data or 0,
            one_step=self.one_step.data,
            joint=self.joint.data,
            note=(self.note.data or "").strip(),
            windows=windows,
        )


class Stars(Section):
    """Bands and caps, a row for each star."""

    TITLE = "档次和名额"
    HINT = (
        "总分达到最低分即为该星；最低分留空为不设这一星，低于最低一档为不定星。"
        "名额按一个评定单位同一类别的参评数计算，向下取整；比例留空为不限。"
    )
    rows = FieldList(FormField(StarRow), min_entries=5, max_entries=5)

    @staticmethod
    def filled(scheme: Scheme) -> dict[str, Any]:
        """What the fields say of a scheme."""
        bands = {band.star: band for band in scheme.bands}
        caps = {cap.star: cap for cap in scheme.caps}
        rows = [
            {
                "at_least": shown(bands[star].at_least) if star in bands else "",
                "percent": caps[star].percent if star in caps else None,
                "at_least_one": star in caps and caps[star].at_least_one,
                "only_warn": star in caps and caps[star].only_warn,
            }
            for star in range(5, 0, -1)
        ]
        return {"rows": rows}

    @staticmethod
    def titles() -> list[str]:
        """五星 to 一星."""
        return [STAR_LABELS[star] for star in range(5, 0, -1)]

    def change(self, scheme: Scheme) -> Scheme:
        """With these bands and caps."""
        rows = [(5 - at, entry.form) for at, entry in enumerate(self.rows.entries)]
        return replace(
            scheme,
            bands=tuple(
                Band(star, tenths(row.at_least.data, f"{STAR_LABELS[star]}最低分"))
                for star, row in rows
                if (row.at_least.data or "").strip()
            ),
            caps=tuple(
                Cap(star, row.percent.data, row.at_least_one.data, row.only_warn.data)
                for star, row in rows
                if row.percent.data is not None
            ),
        )


class Chain(Section):
    """评审链, a row for each tier."""

    TITLE = "评审链"
    HINT = "审定是最后一个环节，必须有；某个党组织没有对应的评审单位时，该环节自动略过。"
    rows = FieldList(FormField(LinkRow), min_entries=3, max_entries=3)

    @staticmethod
    def filled(scheme: Scheme) -> dict[str, Any]:
        """What the fields say of a scheme."""
        desks = {link.tier: link.desk for link in scheme.chain}
        days = scheme.windows.review_days
        rows = [{"desk": desks.get(tier, ""), "days": days.get(tier)} for tier in REVIEWING]
        return {"rows": rows}

    @staticmethod
    def titles() -> list[str]:
        """初评, 复核, 审定."""
        return [Tier(tier).label for tier in REVIEWING]

    def change(self, scheme: Scheme) -> Scheme:
        """With this chain and its days."""
        named = zip(REVIEWING, (entry.form for entry in self.rows.entries), strict=True)
        rows = [(tier, row) for tier, row in named if row.desk.data]
        days = {tier: row.days.data or 0 for tier, row in rows}
        windows: Windows = replace(scheme.windows, review_days=days)
        chain = tuple(Link(tier, row.desk.data) for tier, row in rows)
        return replace(scheme, chain=chain, windows=windows)
