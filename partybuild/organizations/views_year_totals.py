"""Yearly totals of the years before 启用日."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.organizations import pages, places
from partybuild.organizations import year_totals as kept
from partybuild.organizations.act_forms import RemovalForm, YearTotalForm
from partybuild.organizations.answers import tried
from partybuild.organizations.feature import organizations
from partybuild.organizations.year_totals import VALUES, Total
from partybuild.regions import queries as regions
from partybuild.web import respond


@organizations.page("/year-totals", needs=Permission.ORGANIZATIONS_READ)
def year_totals(actor: Actor) -> ResponseReturnValue:
    """The totals of a unit in reach, with the form for another."""
    return _page(actor, request.args.get("unit"), None, 200)


@organizations.action("/year-totals", needs=Permission.ORGANIZATIONS_KEEP)
def put_year_total(actor: Actor) -> ResponseReturnValue:
    """Enter a total, or put it in the place of the one there is."""
    form = YearTotalForm(request.form)
    unit, status = tried(form, actor, lambda a: kept.put_total(a, _total(form)))
    if unit is None:
        return _page(actor, request.args.get("unit"), form, status)
    flash(f"已保存：{form.year.data} 年总数。", "fine")
    return respond.done(url_for("organizations.year_totals", unit=unit))


@organizations.action("/year-totals/<int:total_id>/removal", needs=Permission.ORGANIZATIONS_KEEP)
def remove_year_total(actor: Actor, total_id: int) -> ResponseReturnValue:
    """Take out a total that was typed in by mistake."""
    form = RemovalForm(request.form)
    unit, status = tried(
        form, actor, lambda a: kept.remove_total(a, total_id, form.reason.data or "")
    )
    if unit is None:
        row = kept.total(actor, total_id)
        return _page(actor, regions.region(row.unit_id).code, None, status, form)
    flash("已删除这一条补录。", "fine")
    return respond.done(url_for("organizations.year_totals", unit=unit))


def _total(form: YearTotalForm) -> Total:
    values = {name: form[name].data for name in VALUES}
    return Total(
        form.unit.data or "", form.year.data, form.kind.data, values, form.reason.data or ""
    )


def _page(
    actor: Actor, code: str | None, form: Any, status: int, removal: Any = None
) -> ResponseReturnValue:
    unit = kept.unit_shown(actor, code)
    form = form or YearTotalForm(unit=places.written(unit) if unit else "")
    return respond.page(
        "organizations/year_totals.html",
        status=status,
        unit=unit,
        totals=kept.totals(actor, unit.id) if unit else [],
        first_day=regions.first_day(unit) if unit else None,
        form=form,
        removal=removal or RemovalForm(),
        offers=pages.offers(actor),
    )
