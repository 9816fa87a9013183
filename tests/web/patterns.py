"""The patterns page, rendered without the application: python -m tests.web.patterns OUT.html."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from partybuild.web.filters import FILTERS

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 10, 31)


class PartyForm(Form):
    class Meta:
        locales = ("zh_CN", "zh")

    name = StringField("党组织名称", [InputRequired("请填写党组织名称")])
    founded = DateField("成立日期", [InputRequired("请填写成立日期，如 2024-03-05")])
    way = SelectField("组建方式", choices={"own": "单独组建", "joint": "联合组建"})
    members = IntegerField("正式党员数")
    paper = FileField("批复文件")
    trade = BooleanField("是行业协会商会")
    note = TextAreaField("备注", [Length(max=3, message="备注最多 3 个字")])
    answer = RadioField(
        "本组织的情况",
        choices={"20": "单独、联合或功能型党组织", "15": "无党组织，有指导员或群团", "0": "都没有"},
    )


def environment() -> Environment:
    """Jinja as bare as it gets, with our filters; whatever is not given fails."""
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(FILTERS)
    env.globals["csrf_token"] = lambda: "token-1"
    return env


def page_environment(
    actor: object = None, asset: Callable[[str], str] = "/static/{}".format
) -> Environment:
    """The same with what `base.html` asks of the application."""
    env = environment()
    env.globals.update(
        static_url=asset,
        current_actor=lambda: actor,
        navigation=rail,
        get_flashed_messages=lambda **_: [("fine", "已保存：书记任职日期改为 2023年9月1日")],
    )
    return env


def officer(others: int = 2) -> SimpleNamespace:
    """A made-up officer of a city."""
    role = SimpleNamespace(label="党务干部", administers=False)
    return SimpleNamespace(name="王某某", unit_name="秦川市", role=role, others=others)


def rail() -> list[SimpleNamespace]:
    """A made-up rail."""
    labels = {
        "今日待办": 7, "覆盖情况": 0, "社会组织": 0, "党组织": 0, "两关口三同步": 3,
        "年度检查": 0, "评星晋级": 0, "整顿台账": 2, "月报": 0, "专项与孵化": 0,
    }  # fmt: skip
    items = [
        SimpleNamespace(label=label, url="#", active=label == "覆盖情况", count=count)
        for label, count in labels.items()
    ]
    return [
        SimpleNamespace(label="日常", items=items[:4]),
        SimpleNamespace(label="业务", items=items[4:]),
    ]


def context() -> dict[str, object]:
    """What the patterns page needs."""
    wrong = PartyForm(MultiDict({"founded": "昨天", "note": "长长的备注", "members": "三人"}))
    wrong.validate()
    fresh = PartyForm(data={"answer": "20"})
    shares = [
        (f"{2024 + month // 12}.{month % 12 + 1:02}", round(50.8 + month * 0.33, 1), "#")
        for month in range(10, 34)
    ]
    events = [
        {"day": date(2026, 9, 12), "what": "换届", "before": "会长 孙某某", "after": "周某某",
         "basis": "秦家协〔2026〕3号", "by": "李某某", "entered": date(2026, 9, 15), "href": "#"},
        {"day": date(2026, 3, 4), "what": "党员数", "before": "正式 8", "after": "9",
         "basis": "", "by": "导入 第31批"},
    ]  # fmt: skip
    return {"form": wrong, "fresh": fresh, "shares": shares, "events": events, "today": TODAY}


def main(out: str) -> None:
    """Write the page to `out`, with the stylesheet taken from this checkout."""
    env = page_environment(officer(), lambda name: (ROOT / "static" / name).as_uri())
    page = env.get_template("components/patterns.html").render(context())
    Path(out).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
