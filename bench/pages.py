"""Lists, search, details and the dashboard: server time beside the same page from constants."""

import re
from collections.abc import Iterator
from html import unescape

from flask import Flask

from bench.browsing import Visitor
from bench.measure import Measure, pair

LISTS, BOARDS, DESK = "名册 lists", "覆盖情况 dashboard", "今日与名单 desks"
ALLOWED, ALLOWED_LARGE = 8.0, 12.0
LARGE = 200_000
"""From so many organizations on, the design allows the wider ratio."""
NEXT = re.compile(r'<a[^>]*href="([^"]+)"[^>]*rel="next"|<a[^>]*rel="next"[^>]*href="([^"]+)"')
FIRST_ROW = re.compile(r'href="(/organizations/\d+)"')
WHERE = {"sheng": ("省", "610000"), "quxian": ("县", "610103"), "jiedao": ("街道", "610103001")}
HANDS = {
    "jiedao": "街道",
    "dengji": "省登记",
    "shuji": "书记",
    "zhidao": "指导员",
    "lingdao": "领导",
}
ADDRESSES = {
    "名册 default": "/organizations",
    "类型＋未覆盖 filters": "/organizations?kind=private_unit&cover=none",
    "应建未建 filter": "/organizations?warning=should_build",
    "行业＋指导员 filters": "/organizations?industry=教育&cover=instructor_only",
    "名称两字 search in list": "/organizations?q=教育",
    "按党员数排序 sort": "/organizations?sort=-full",
    "按登记日期排序 sort": "/organizations?sort=-registered",
    "上年末 past day": "/organizations?day={year}-12-31",
    "全站检索两字 search": "/search?q=教育",
    "全站检索拼音 search": "/search?q=jyxh",
    "党组织名册 party list": "/party-organizations",
    "党组织逾期 filter": "/party-organizations?warning=term_overdue",
}

DESKS = {
    "今日 desk": "/",
    "待办 to-dos": "/todo",
    "登记数据 register figures": "/coverage/register",
    "名单按党员数 list by members": "/coverage/list?field=organizations&sort=-members",
    "名单按统计归属 list by unit": "/coverage/list?field=organizations&sort=unit",
    "有党员不符合条件 worklist": "/coverage/worklist?kind=few_members",
}


def desks(app: Flask, total: int) -> Iterator[Measure]:
    """Start pages, to-dos and what officers open from the dashboard, from province to secretary."""
    for login in ("sheng", "quxian"):
        visitor = Visitor(app, login)
        for what, address in DESKS.items():
            yield page(visitor, DESK, f"{WHERE[login][0]} {what}", address, total)
    for login, who in HANDS.items():
        visitor = Visitor(app, login)
        for what, address in list(DESKS.items())[:2]:
            yield page(visitor, DESK, f"{who} {what}", address, total)
    visitor = Visitor(app, "sheng")
    for by in ("kind", "industry"):
        address = f"/coverage/?region=610100&by={by}"
        yield page(visitor, DESK, f"省级看 610100 按 {by}", address, total)


def lists(app: Flask, total: int, year: int) -> Iterator[Measure]:
    """Every list and detail for an officer of the province, of a county and of a street."""
    for login, (level, _) in WHERE.items():
        visitor = Visitor(app, login)
        for what, pattern in ADDRESSES.items():
            yield page(visitor, LISTS, f"{level} {what}", pattern.format(year=year - 1), total)
        last = two_hundredth(visitor)
        if last:
            yield page(visitor, LISTS, f"{level} 第200页 200th page", last, total)
        detail = FIRST_ROW.search(visitor.get("/organizations").text)
        where = detail.group(1) if detail else "/organizations/1"
        yield page(visitor, LISTS, f"{level} 详情 detail", where, total)


def boards(app: Flask, total: int) -> Iterator[Measure]:
    """The dashboard for each of them, and each level of drill-down for the province's officer."""
    visitor = Visitor(app, "sheng")
    for code in ("610000", "610100", "610103", "610103001"):
        address = f"/coverage/?region={code}"
        yield page(visitor, BOARDS, f"省级看 {code}", address, total)
    for by in ("kind", "body"):
        address = f"/coverage/?region=610000&by={by}"
        yield page(visitor, BOARDS, f"省级按 {by}", address, total)
    yield page(visitor, BOARDS, "应建未建名单 list", "/coverage/list?field=should_build", total)
    for login in ("quxian", "jiedao"):
        level, code = WHERE[login]
        other = Visitor(app, login)
        yield page(other, BOARDS, f"{level}级看 {code}", f"/coverage/?region={code}", total)


def page(visitor: Visitor, group: str, what: str, address: str, total: int) -> Measure:
    """The page at an address beside the same page from constants."""
    if not visitor.exists(address):
        return Measure(group, what)
    constant = visitor.constant(address)
    measured, limit = pair(lambda: visitor.get(address), constant)
    allowed = ALLOWED if total < LARGE else ALLOWED_LARGE
    return Measure(group, what, measured, limit, allowed)


def two_hundredth(visitor: Visitor, address: str = "/organizations") -> str:
    """The address of the 200th page, reached by following the cursor; blank where there is none."""
    for _ in range(199):
        found = NEXT.search(visitor.get(address).text)
        if found is None:
            return ""
        address = unescape(found.group(1) or found.group(2))
    return address
