"""An office's own templates: what may stand in them, when they hold, what an attacker achieves."""

import zipfile
from io import BytesIO

import pytest
from docx import Document

from partybuild.db import db
from partybuild.db.work import NotPermitted, Stale, work
from partybuild.notices import checking, commands, queries, rendering, samples, templating
from partybuild.notices.commands import Issue
from partybuild.notices.kinds import KINDS, Side
from partybuild.notices.templating import Draft
from partybuild.rules import RuleBroken

KIND = KINDS["reply-secretary"]


def template(*paragraphs, header=""):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = header
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def packed(content, **more):
    """The same container with further parts."""
    made = BytesIO(content)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, part in more.items():
            archive.writestr(name.replace("__", "/"), part)
    return made.getvalue()


PLAIN = template(
    "{{ number }} {{ title }}", "{{ secretary }}任{{ post }}", "{{ day }}", header="{{ office }}"
)


def test_a_plain_template_passes_in_the_child():
    assert checking.unknown_fields(KIND, PLAIN) == []


def test_names_the_kind_does_not_have_are_listed():
    content = template("{{ secretary }}{{ salary }}{% if wage %}x{% endif %}", header="{{ club }}")

    assert checking.unknown_fields(KIND, content) == ["club", "salary", "wage"]


@pytest.mark.parametrize("key", list(KINDS))
def test_shipped_templates_pass_the_same_trial(key):
    from partybuild.notices import trial

    assert trial.verdict(key, rendering.shipped(KINDS[key])) == {"unknown": []}


ATTACKS = {
    "class": "{{ ''.__class__ }}",
    "class of a field": "{{ secretary.__class__ }}",
    "mro": "{{ secretary.__class__.__mro__[1].__subclasses__() }}",
    "subscript": "{{ secretary['__class__'] }}",
    "call": "{{ secretary.format(1) }}",
    "range": "{% for x in range(1000000000) %}x{% endfor %}",
    "range in text": "{{ range(10**9)|list }}",
    "power": "{{ 10 ** 10 ** 10 }}",
    "product": "{{ 'x' * 1000000000 }}",
    "filter": "{{ secretary|attr('__class__') }}",
    "center": "{{ secretary|center(1000000000) }}",
    "namespace": "{% set ns = namespace(x=1) %}",
    "macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "include": "{% include '/etc/passwd' %}",
    "import": "{% import 'os' as os %}",
    "loop over a text": "{% for a in secretary %}{{ a }}{% endfor %}",
    "nested loops": "{% for a in attachments %}{% for b in attachments %}x{% endfor %}{% endfor %}",
    "self": "{{ self.__init__.__globals__ }}",
    "lipsum": "{{ lipsum.__globals__ }}",
    "cell": "{% cellbg secretary.__class__ %}",
    "block": "{% block a %}{{ super() }}{% endblock %}",
    "raw": "{% for a in attachments %}{{ a.__class__ }}{% endfor %}",
    "open": "{% if secretary",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_or_unknown_and_never_rendered(name):
    from partybuild.notices import trial

    said = trial.verdict(KIND.key, template(ATTACKS[name]))

    assert said.get("refusal") or said["unknown"], said
    with pytest.raises(RuleBroken):
        rendering.render(KIND, template(ATTACKS[name]), samples.values(KIND))


@pytest.mark.parametrize(
    ("name", "words"),
    [("class", "不能使用"), ("range", "循环"), ("power", "不能使用")],
)
def test_the_child_says_why(name, words):
    with pytest.raises(RuleBroken, match=words):
        checking.unknown_fields(KIND, template(ATTACKS[name]))


def test_an_attack_in_a_header_is_found():
    with pytest.raises(RuleBroken, match="不能使用"):
        checking.unknown_fields(KIND, template("x", header="{{ ''.__class__ }}"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK" + b"\0" * 100, "无法读取"),
        (b"%PDF-1.7", "另存为 .docx"),
        (b"PK" + b"\0" * (2 * 1024 * 1024), "超过 2 MB"),
        (packed(PLAIN, word__vbaProject__bin="x"), "宏"),
        (packed(PLAIN, word__big__xml="x" * 20_000_000), "太大"),
        (packed(PLAIN, **{f"word__{n}": "x" for n in range(120)}), "太多"),
        (packed(PLAIN, x__rels='<R TargetMode="External"/>').replace(b"x/rels", b"x.rels"), "外部"),
    ],
    ids=["broken", "pdf", "large", "macro", "bomb", "parts", "outside"],
)
def test_a_file_that_is_no_plain_template_is_refused(content, words):
    with pytest.raises(RuleBroken, match=words):
        checking.unknown_fields(KIND, content)


def test_a_child_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(checking, "SECONDS", 0)
    monkeypatch.setattr(checking, "MEGABYTES", 1)

    with pytest.raises(RuleBroken, match="检查没有完成"):
        checking.unknown_fields(KIND, PLAIN)


def put(actor, content=PLAIN, unit="610100", unknown=()):
    with work(actor) as running:
        draft = Draft(KIND, unit, "own.docx", content, unknown, "本市统一式样")
        return templating.add(running.actor, draft).id


def publish(actor, number):
    with work(actor) as running:
        templating.publish(running.actor, number)


def paper_of(actor):
    with work(actor) as running:
        wanted = Issue(KIND.key, samples.given(KIND), "某某协会")
        made = commands.issue(running.actor, wanted)
        number, used = made.id, made.template_id
    return used, Document(BytesIO(queries.content(actor, number)))


def test_a_published_template_holds_for_the_unit_and_below_only(cast):
    number = put(cast.an)
    assert paper_of(cast.bo)[0] is None  # a draft holds nowhere

    publish(cast.an, number)

    used, document = paper_of(cast.bo)
    assert used == number
    assert document.paragraphs[1].text == "任职的同志（样例）任任职（样例）"
    assert document.sections[0].header.paragraphs[0].text == "中共碑林区委社会工作部"
    assert paper_of(cast.sheng)[0] is None


def test_a_new_version_supersedes_and_old_papers_stay(cast):
    first = put(cast.an)
    publish(cast.an, first)
    used, before = paper_of(cast.bo)
    second = put(cast.an, template("第二版 {{ secretary }}"))
    publish(cast.an, second)

    states = {row.id: (row.version, row.state) for row, _ in templating.versions()}
    assert states == {first: (1, "superseded"), second: (2, "published")}
    assert paper_of(cast.bo)[1].paragraphs[0].text == "第二版 任职的同志（样例）"
    assert used == first
    assert len(before.paragraphs) == 3
    with pytest.raises(Stale):
        publish(cast.an, first)


def test_a_template_with_unknown_fields_is_not_published(cast):
    number = put(cast.an, unknown=["salary"])

    with pytest.raises(RuleBroken, match="salary"):
        publish(cast.an, number)


def test_only_the_security_administrator_manages_templates(cast):
    for actor in (cast.bo, cast.xi, cast.dai):
        with pytest.raises(NotPermitted):
            put(actor)


def test_an_office_may_have_its_own_name_and_word(cast):
    with work(cast.an) as running:
        templating.name_office(running.actor, "610103", Side.PARTY, "中共碑林区委两新工委", "碑")
    with work(cast.bo) as running:
        made = commands.issue(running.actor, Issue(KIND.key, samples.given(KIND), "某某协会"))

        assert (made.office, queries.symbol(made)) == ("中共碑林区委两新工委", "碑社党〔2026〕1号")
    db.session.rollback()
