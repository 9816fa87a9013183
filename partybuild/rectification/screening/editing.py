"""A draft of rules as it is typed on a page, and what keeps it from being published. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from partybuild.rectification.screening.kinds import ADDED, LIMITS, Test
from partybuild.rectification.screening.rules import Rule, Rules
from partybuild.rules import RuleBroken

MOST_RULES, MOST_LABEL, MOST_SOURCE = 60, 80, 200
MOST_MONTHS = 36


def typed(rules: Rules, said: Mapping[str, str]) -> Rules:
    """The rules with what was typed: `on-<key>`, `how-<key>`, `limit-<key>`, `new_months`.

    RuleBroken names the first rule whose limit cannot be.
    """
    changed = tuple(_typed(each, said) for each in rules.rules)
    return Rules(
        changed, _number(said.get("new_months", ""), "新成立的期限", "个月", 0, MOST_MONTHS)
    )


def _typed(rule: Rule, said: Mapping[str, str]) -> Rule:
    automatic = rule.test is not Test.HAND and said.get(f"how-{rule.key}") == "automatic"
    on = said.get(f"on-{rule.key}") == "y"
    return replace(rule, on=on, automatic=automatic, limit=_limit(rule, said))


def _limit(rule: Rule, said: Mapping[str, str]) -> int:
    limit = LIMITS.get(rule.test)
    if limit is None:
        return rule.limit
    return _number(said.get(f"limit-{rule.key}", ""), rule.label, *limit)


def _number(text: str, label: str, unit: str, least: int, most: int) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and least <= int(text) <= most):
        raise RuleBroken(f"“{label}”应填 {least} 到 {most} 之间的整数（{unit}）。")
    return int(text)


def added(rules: Rules, label: str, test: str, limit: str, source: str) -> Rules:
    """The rules with one more of the area's own: by a person, or a threshold on a known fact."""
    label, source = label.strip(), source.strip()
    if not 0 < len(label) <= MOST_LABEL:
        raise RuleBroken(f"请填写情形名称，最多 {MOST_LABEL} 个字。")
    if any(each.label == label for each in rules.rules):
        raise RuleBroken(f"已经有“{label}”这一条，请直接修改它。")
    if not 0 < len(source) <= MOST_SOURCE:
        raise RuleBroken(f"请写明来源，如文件名和文号，最多 {MOST_SOURCE} 个字。")
    if test not in {each.value for each in ADDED}:
        raise RuleBroken("请选择这一条按什么认定。")
    if len(rules.rules) >= MOST_RULES:
        raise RuleBroken(f"一个地区最多 {MOST_RULES} 条规则。")
    kind = Test(test)
    limits = LIMITS.get(kind)
    number = _number(limit, label, *limits) if limits else 0
    key = _free(rules)
    new = Rule(key, label, kind, True, kind is not Test.HAND, number, source, own=True)
    return replace(rules, rules=(*rules.rules, new))


def removed(rules: Rules, key: str) -> Rules:
    """The rules without one that an area added; shipped ones are switched off instead."""
    rule = rules.rule(key)
    if rule is None:
        raise RuleBroken("这一条已经不在草稿里，请刷新。")
    if not rule.own:
        raise RuleBroken(f"“{rule.label}”是随附的规则，不能删除，可以停用。")
    return replace(rules, rules=tuple(each for each in rules.rules if each.key != key))


def _free(rules: Rules) -> str:
    taken = {each.key for each in rules.rules}
    return next(key for count in range(1, 1000) if (key := f"own{count}") not in taken)


def changes(before: Rules, after: Rules) -> list[str]:
    """What a version says otherwise than the one before it, a sentence each."""
    found = [sentence for rule in after.rules for sentence in _changes(before.rule(rule.key), rule)]
    found += [f"删除“{each.label}”" for each in before.rules if after.rule(each.key) is None]
    if before.new_months != after.new_months:
        found.append(f"新成立不满 {after.new_months} 个月的不列入排查（原 {before.new_months}）")
    return found


def _changes(before: Rule | None, after: Rule) -> list[str]:
    if before is None:
        return [f"增加“{after.label}”"]
    found = []
    if before.on != after.on:
        found.append(f"{'启用' if after.on else '停用'}“{after.label}”")
    if before.automatic != after.automatic:
        found.append(f"“{after.label}”改为{'自动' if after.automatic else '手工'}")
    if before.limit != after.limit:
        unit = LIMITS[after.test].unit
        found.append(f"“{after.label}”限值 {before.limit} 改为 {after.limit} {unit}")
    return found
