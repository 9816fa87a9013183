"""A template and its values become a paper. Needs neither the web framework nor the database.

Templates may come from an office, so what they can say is counted out: fields, `if` on a field,
`for` over the lines or rows of a field. Nothing can be called, computed, nested or looked into.
"""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from io import BytesIO
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from partybuild.notices.kinds import FieldType, NoticeKind
from partybuild.notices.rules import printable
from partybuild.rules import RuleBroken

HOUSE = ("title", "office", "number", "addressed", "day", "signer", "basis")
"""What every paper has besides its fields."""
LONGEST_LOOP = 60_000
"""Characters of XML that one `for` may repeat: 200 rows stay below 12 million."""
MOST_LOOPS = 10
_PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData)


class Unfit(Exception):
    """A template says what it must not; the message is for whoever uploaded it."""


class Paper(SandboxedEnvironment):
    """Compiles only templates made of the parts named above, for one kind of paper."""

    def __init__(self, kind: NoticeKind) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()
        self.columns = {
            f.key: frozenset(f.columns)
            for f in kind.fields
            if f.type in {FieldType.LINES, FieldType.ROWS}
        }
        texts = {f"{f.key}_text" for f in kind.fields if f.type is FieldType.LINES}
        self.known = {f.key for f in kind.fields} | texts | set(HOUSE)
        self.unknown: set[str] = set()
        self.loops = 0

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.body:
            self._look(node, {})
        return tree

    def _look(self, node: nodes.Node, row: Mapping[str, str]) -> None:
        """Refuse what is not counted out; `row` is the variable of the loop around and its field."""
        if isinstance(node, nodes.For):
            self._loop(node, row)
        elif isinstance(node, nodes.If):
            self._condition(node, row)
        elif isinstance(node, nodes.Name):
            self._name(node, row)
        elif isinstance(node, nodes.Getattr):
            self._cell(node, row)
        elif isinstance(node, _PLAIN):
            for child in node.iter_child_nodes():
                self._look(child, row)
        else:
            raise Unfit(f"第 {node.lineno} 段里有不能使用的写法（{type(node).__name__}）")

    def _loop(self, node: nodes.For, row: Mapping[str, str]) -> None:
        self.loops += 1
        target, source = node.target, node.iter
        if row or node.else_ or node.test or node.recursive or self.loops > MOST_LOOPS:
            raise Unfit("循环里不能再有循环、筛选或者其他分支，循环也不能超过十个")
        if not (isinstance(target, nodes.Name) and isinstance(source, nodes.Name)):
            raise Unfit("循环只能逐行列出一个栏目")
        self._name(source, {})
        if source.name in self.known and source.name not in self.columns:
            raise Unfit(f"“{source.name}”只有一个值，不能用循环列出")
        if target.name in self.known or target.name == "loop":
            raise Unfit(f"循环里的名称“{target.name}”和栏目重名")
        if sum(len(data.data) for data in node.find_all(nodes.TemplateData)) > LONGEST_LOOP:
            raise Unfit("循环里的内容太长，请只把一行表格或者一段文字放进循环")
        for child in node.body:
            self._look(child, {target.name: source.name})

    def _condition(self, node: nodes.If, row: Mapping[str, str]) -> None:
        test = node.test.node if isinstance(node.test, nodes.Not) else node.test
        if not isinstance(test, nodes.Name | nodes.Getattr):
            raise Unfit("“如果”只能问一个栏目有没有填写")
        for child in (test, *node.body, *node.elif_, *node.else_):
            self._look(child, row)

    def _name(self, node: nodes.Name, row: Mapping[str, str]) -> None:
        if node.name not in self.known and node.name not in row:
            self.unknown.add(node.name)

    def _cell(self, node: nodes.Getattr, row: Mapping[str, str]) -> None:
        holder = node.node
        if not isinstance(holder, nodes.Name):
            raise Unfit("栏目后面最多只能有一个点")
        if holder.name == "loop" and row and node.attr == "index":
            return
        if holder.name not in row:
            raise Unfit(f"“{holder.name}.{node.attr}”不能使用，点只能用在循环的行上")
        field = row[holder.name]
        if node.attr not in self.columns.get(field, ()) and field not in self.unknown:
            self.unknown.add(f"{field}.{node.attr}")


def _opened(template: bytes) -> Any:
    """A template whose properties are left alone."""
    # Slow to load, and few processes write papers.
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    class Document(DocxTemplate):  # type: ignore[misc]
        """Properties hold no fields."""

        def render_properties(self, context: Any, jinja_env: Any = None) -> None:
            """Nothing is done."""

    return Document(BytesIO(template))


def shipped(kind: NoticeKind, *, blank: bool = False) -> bytes:
    """The template that comes with the product, or its blank form."""
    name = f"{kind.key}.blank.docx" if blank else f"{kind.key}.docx"
    return files("partybuild.notices").joinpath("papers", name).read_bytes()


def render(kind: NoticeKind, template: bytes, values: Mapping[str, Any]) -> bytes:
    """The paper; RuleBroken where the template is not fit for these values."""
    environment = Paper(kind)
    document = _opened(template)
    context = dict(values) | {"title": _filled(environment, kind.title, values)}
    try:
        document.render(context, environment, autoescape=True)
    except (Unfit, TemplateError) as fault:
        raise RuleBroken(
            f"《{kind.name}》的模板不能使用：{fault}。请联系安全管理员更换模板。"
        ) from fault
    document.docx.core_properties.title = context["title"][:200]
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def heading(kind: NoticeKind, values: Mapping[str, Any]) -> str:
    """The title of the paper with its fields filled in."""
    return _filled(Paper(kind), kind.title, values)


def _filled(environment: Paper, text: str, values: Mapping[str, Any]) -> str:
    plain = environment.overlay(autoescape=False)
    return printable(plain.from_string(text).render(values))


def unknown_fields(kind: NoticeKind, template: bytes) -> list[str]:
    """The names in the template that this kind does not have; Unfit for what must not stand there."""
    environment = Paper(kind)
    document = _opened(template)
    document.init_docx()
    for xml in _sources(document):
        environment.from_string(xml)
    return sorted(environment.unknown)


def _sources(document: Any) -> Iterator[str]:
    """Every part that rendering will compile, as it will compile it."""
    yield document.patch_xml(document.get_xml())
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(uri):
            yield document.patch_xml(document.get_part_xml(part))
    for part in document.docx.part.package.parts:
        if part.content_type.endswith("wordprocessingml.footnotes+xml"):
            yield document.patch_xml(part.blob.decode("utf-8"))
