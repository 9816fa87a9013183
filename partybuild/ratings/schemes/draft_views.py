"""Pages on which a draft is edited: its sections, and the tree node by node."""

from collections.abc import Callable

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db.work import OutOfReach
from partybuild.ratings.schemes import commands, editing, queries
from partybuild.ratings.schemes.feature import MANAGE, rating_schemes
from partybuild.ratings.schemes.forms import GroupForm, ItemForm, filled
from partybuild.ratings.schemes.queries import Version
from partybuild.ratings.schemes.rules import Indicator, Scheme, indicator
from partybuild.ratings.schemes.section_forms import Section
from partybuild.ratings.schemes.sections import SECTIONS
from partybuild.web import respond
from partybuild.web.forms import perform, submit

Change = Callable[[Scheme], Scheme]
NODE = "修改指标"


def _draft(actor: Actor, policy_id: int) -> Version:
    queries.own_draft(actor, policy_id)
    return queries.readable(actor, policy_id, clock.today())


def _seal(read: Version) -> str:
    return queries.seal(read.policy.content)


@rating_schemes.page("/<int:policy_id>/sections/<name>", needs=MANAGE)
def section(actor: Actor, policy_id: int, name: str) -> ResponseReturnValue:
    """One section of a draft, to be edited."""
    read, kind = _draft(actor, policy_id), _kind(name)
    return _section(read, name, kind(data=kind.filled(read.scheme) | {"seen": _seal(read)}))


def _kind(name: str) -> type[Section]:
    if name not in SECTIONS:
        raise OutOfReach
    return SECTIONS[name]


def _section(read: Version, name: str, form: Section, status: int = 200) -> ResponseReturnValue:
    return respond.page(
        "ratings/schemes/section.html", status=status, read=read, name=name, form=form
    )


@rating_schemes.action("/<int:policy_id>/sections/<name>/said", needs=MANAGE)
def save_section(actor: Actor, policy_id: int, name: str) -> ResponseReturnValue:
    """The section says what was typed."""
    form = _kind(name)(request.form)

    def run(actor: Actor) -> bool:
        commands.edit(actor, policy_id, form.seen.data or "", form.TITLE, form.change)
        return True

    if submit(form, actor, run) is None:
        return _section(_draft(actor, policy_id), name, form, 422)
    flash(f"“{form.TITLE}”已保存。", "fine")
    return respond.done(url_for(".show", policy_id=policy_id, _anchor=name))


@rating_schemes.page("/<int:policy_id>/indicators/new", needs=MANAGE)
def new_node(actor: Actor, policy_id: int) -> ResponseReturnValue:
    """A new indicator, below `parent` or as a group."""
    read, parent = _draft(actor, policy_id), request.args.get("parent", "")
    above = indicator(read.scheme, parent) if parent else None
    form = ItemForm(data={"seen": _seal(read), "bonus": bool(above and above.bonus)})
    return _node(read, form, parent=above)


def _node(
    read: Version,
    form: GroupForm,
    node: Indicator | None = None,
    parent: Indicator | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    template = "ratings/schemes/node.html"
    return respond.page(template, status=status, read=read, form=form, node=node, parent=parent)


@rating_schemes.action("/<int:policy_id>/indicators", needs=MANAGE)
def add_node(actor: Actor, policy_id: int) -> ResponseReturnValue:
    """The new indicator stands last below its parent."""
    form, parent = ItemForm(request.form), request.args.get("parent", "")

    def change(scheme: Scheme) -> Scheme:
        return editing.added(scheme, parent, form.indicator(None))

    if not _saved(actor, policy_id, form, change):
        read = _draft(actor, policy_id)
        above = indicator(read.scheme, parent) if parent else None
        return _node(read, form, parent=above, status=422)
    return _back(policy_id, parent)


def _saved(actor: Actor, policy_id: int, form: GroupForm, change: Change) -> bool:
    def run(actor: Actor) -> bool:
        commands.edit(actor, policy_id, form.seen.data or "", NODE, change)
        return True

    return submit(form, actor, run) is not None


def _back(policy_id: int, key: str) -> ResponseReturnValue:
    anchor = f"node-{key}" if key else "indicators"
    return respond.done(url_for(".show", policy_id=policy_id, _anchor=anchor))


@rating_schemes.page("/<int:policy_id>/indicators/<key>", needs=MANAGE)
def node(actor: Actor, policy_id: int, key: str) -> ResponseReturnValue:
    """One indicator of a draft, to be edited."""
    read = _draft(actor, policy_id)
    found = _found(read.scheme, key)
    kind = ItemForm if found.leaf else GroupForm
    return _node(read, kind(data=filled(found) | {"seen": _seal(read)}), found)


def _found(scheme: Scheme, key: str) -> Indicator:
    found = indicator(scheme, key)
    if found is None:
        raise OutOfReach
    return found


@rating_schemes.action("/<int:policy_id>/indicators/<key>/said", needs=MANAGE)
def save_node(actor: Actor, policy_id: int, key: str) -> ResponseReturnValue:
    """The indicator says what was typed."""
    old = _found(_draft(actor, policy_id).scheme, key)
    form = (ItemForm if old.leaf else GroupForm)(request.form)

    def change(scheme: Scheme) -> Scheme:
        return editing.changed(scheme, key, form.indicator(_found(scheme, key)))

    if not _saved(actor, policy_id, form, change):
        return _node(_draft(actor, policy_id), form, old, status=422)
    return _back(policy_id, key)


@rating_schemes.action("/<int:policy_id>/indicators/<key>/place", needs=MANAGE)
def move_node(actor: Actor, policy_id: int, key: str) -> ResponseReturnValue:
    """The indicator stands one place higher or lower."""
    by = -1 if request.form.get("way") == "up" else 1
    _run(actor, policy_id, "移动指标", lambda scheme: editing.moved(scheme, key, by))
    return _back(policy_id, key)


@rating_schemes.action("/<int:policy_id>/indicators/<key>/removal", needs=MANAGE)
def remove_node(actor: Actor, policy_id: int, key: str) -> ResponseReturnValue:
    """The indicator and all below it are gone from the draft."""
    _run(actor, policy_id, "删除指标", lambda scheme: editing.removed(scheme, key))
    return _back(policy_id, "")


def _run(actor: Actor, policy_id: int, what: str, change: Change) -> None:
    seen = request.form.get("seen", "")
    perform(actor, lambda actor: commands.edit(actor, policy_id, seen, what, change))
