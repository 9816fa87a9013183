"""From an upload to the register through the pages, with the job process between."""

import io
import zipfile

import openpyxl
import pytest
from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.db import db
from partybuild.imports.models import ImportBatch
from partybuild.imports.storage import Store
from partybuild.jobs import worker
from partybuild.organizations import codes
from partybuild.organizations.models import Organization
from tests import factories
from tests.imports import files
from tests.imports.test_heads import identity_number

pytestmark = pytest.mark.usefixtures("database")
HEAD = ["统一社会信用代码", "组织名称", "组织类型", "成立登记日期", "正式党员数"]
FIRST = codes.make("51", "610103", 710001)
SECOND = codes.make("52", "610103", 710002)
GOOD = [FIRST, "甲协会（演示）", "社会团体", "2020-03-02", 3]
BAD = [SECOND, "乙中心（演示）", "民非", "2020-13-02", 1]


def book(tmp_path, *lines, head=HEAD):
    return files.workbook(tmp_path / "名册.xlsx", {"名册": [head, *lines]}).read_bytes()


def send(client, content, name="名册.xlsx", **more):
    data = {"kind": "organizations", "file": (io.BytesIO(content), name)} | more
    answer = client.post("/imports/files", data=data)
    assert answer.status_code == 303, answer.text
    return answer.location


def checked(client, content, **more):
    """An upload, checked; its address and its page."""
    address = send(client, content, **more)
    assert "等待核对" in client.get(address).text
    assert worker.run_once()
    return address, client.get(address).text


def confirm(client, address, page, **more):
    digest = page.split('name="digest" type="hidden" value="')[1].split('"')[0]
    return client.post(f"{address}/confirmations", data={"digest": digest} | more)


def batch():
    with system("test"):
        query = select(ImportBatch).order_by(ImportBatch.id.desc()).limit(1)
        return db.session.scalars(query.execution_options(populate_existing=True)).one()


def standing(code):
    with system("test"):
        return db.session.scalars(select(Organization).where(Organization.code == code)).first()


def test_a_file_is_checked_confirmed_and_remembered(as_actor, cast, tmp_path):
    bo = as_actor(cast.bo)
    address, page = checked(bo, book(tmp_path, GOOD))
    assert "待确认" in page
    assert "甲协会（演示）" in page
    assert standing(FIRST) is None

    assert confirm(bo, address, page).status_code == 303
    assert worker.run_once()
    page = bo.get(address).text
    assert "已导入" in page
    assert standing(FIRST).name == "甲协会（演示）"
    assert "名册.xlsx" in bo.get("/imports/").text
    kept = Store(batch().folder)
    assert not kept.raw.exists()
    assert not (kept.path / "sheets").exists()
    assert batch().change is not None


def test_errors_stop_the_file_unless_the_good_rows_are_asked_for(as_actor, cast, tmp_path):
    bo = as_actor(cast.bo)
    address, page = checked(bo, book(tmp_path, GOOD, BAD))
    assert "有 1 行退回" in page
    assert "D 成立登记日期" in page

    answer = confirm(bo, address, page)
    assert answer.status_code == 422
    assert "只导入无误的行" in answer.text

    marked = bo.get(f"{address}/errors")
    sheet = openpyxl.load_workbook(io.BytesIO(marked.data)).active
    marked.close()
    assert sheet["F1"].value == "错误说明"
    assert "成立登记日期" in sheet["F3"].value

    assert confirm(bo, address, page, partial="y").status_code == 303
    worker.run_once()
    assert standing(FIRST)
    assert standing(SECOND) is None


def test_an_ambiguous_column_is_asked_about(as_actor, cast, tmp_path):
    bo = as_actor(cast.bo)
    address, page = checked(bo, book(tmp_path, GOOD, head=[*HEAD[:4], "党员数"]))
    assert "这几列是什么" in page
    assert "E 列“党员数”" in page

    bo.post(f"{address}/answers", data={"column-党员数": "正式党员数"})
    worker.run_once()
    assert "待确认" in bo.get(address).text


def test_a_failing_check_character_is_let_pass_with_a_reason(as_actor, cast, tmp_path):
    wrong = FIRST[:17] + ("A" if FIRST[17] != "A" else "B")
    bo = as_actor(cast.bo)
    address, page = checked(bo, book(tmp_path, [wrong, *GOOD[1:]]))
    assert "校验码不符" in page

    assert bo.post(f"{address}/acceptances", data={"code": wrong}).status_code == 422
    bo.post(f"{address}/acceptances", data={"code": wrong, "reason": "证书即为此码"})
    worker.run_once()
    page = bo.get(address).text
    assert "证书即为此码" in page
    confirm(bo, address, page)
    worker.run_once()
    assert standing(wrong)


def test_what_changed_meanwhile_is_not_written_over(as_actor, cast, tmp_path):
    number = factories.make_organization(name="丙协会（演示）", full=1)
    code = factories.code_of(number)
    head = ["统一社会信用代码", "正式党员数"]
    bo = as_actor(cast.bo)
    first = checked(bo, book(tmp_path, [code, 5], head=head))
    second = checked(bo, book(tmp_path, [code, 7], head=head))
    for address, page in (second, first):
        confirm(bo, address, page)
        worker.run_once()

    page = bo.get(first[0]).text
    assert "又有变动" in page
    bo.post(f"{first[0]}/checks")
    worker.run_once()
    assert '<span class="was">7</span> → 5' in bo.get(first[0]).text


def test_identity_numbers_are_in_no_stored_copy(as_actor, cast, tmp_path):
    head = [*HEAD, "身份证号", "备注"]
    content = book(tmp_path, [*GOOD, identity_number(), f"证 {identity_number()}"], BAD, head=head)
    checked(as_actor(cast.bo), content)

    assert "已丢弃" in as_actor(cast.bo).get(f"/imports/{batch().id}?list=notes").text
    stored = [path for path in Store(batch().folder).path.rglob("*") if path.is_file()]
    assert stored
    for path in stored:
        texts = [path.read_bytes()]
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                texts = [archive.read(name) for name in archive.namelist()]
        assert not any(identity_number().encode() in text for text in texts), path.name


def test_it_can_be_withdrawn(as_actor, cast, tmp_path):
    bo = as_actor(cast.bo)
    address, _ = checked(bo, book(tmp_path, GOOD))
    assert bo.post(f"{address}/withdrawals").status_code == 303

    assert not Store(batch().folder).path.exists()
    assert "已撤回" in bo.get(address).text
    assert bo.post(f"{address}/checks").status_code == 409


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("名册.xlsx", b"PK\x03\x04" + b"\0" * 4000, "无法读取|损坏"),
        ("名册.et", b"\xd0\xcf\x11\xe0", "另存为 .xlsx"),
        ("名册.xlsx", b"<html><table></table></html>", "网页"),
        ("名册.csv", b"", "空的"),
    ],
)
def test_a_hostile_file_is_answered_at_once_and_work_goes_on(
    as_actor, cast, tmp_path, name, content, words
):
    bo = as_actor(cast.bo)
    address = send(bo, content, name)

    assert worker.run_once()
    page = bo.get(address).text
    assert "未能核对" in page
    assert any(word in page for word in words.split("|"))
    assert bo.get("/imports/").status_code == 200
    assert "待确认" in checked(bo, book(tmp_path, GOOD))[1]


def test_without_a_file_the_form_says_so(as_actor, cast):
    answer = as_actor(cast.bo).post("/imports/files", data={"kind": "organizations"})

    assert answer.status_code == 422
    assert "请选择要导入的文件" in answer.text


def test_others_do_not_see_it(as_actor, cast, tmp_path):
    address, _ = checked(as_actor(cast.bo), book(tmp_path, GOOD))

    cheng = as_actor(cast.cheng)
    assert cheng.get(address).status_code == 404
    assert cheng.get(f"{address}/errors").status_code == 404
    assert cheng.post(f"{address}/withdrawals").status_code == 404
    assert "名册.xlsx" not in cheng.get("/imports/").text
    assert as_actor(cast.dai).get("/imports/").status_code == 403


def test_a_registrar_brings_in_organizations_only(as_actor, cast, tmp_path):
    zhu = as_actor(cast.zhu)
    page = zhu.get("/imports/").text
    assert 'value="organizations"' in page
    assert 'value="party-organizations"' not in page

    data = {"kind": "ledger", "file": (io.BytesIO(book(tmp_path, GOOD)), "台账.xlsx")}
    assert zhu.post("/imports/files", data=data).status_code == 422


def test_templates_can_be_downloaded(as_actor, cast):
    bo = as_actor(cast.bo)
    for kind in ("organizations", "ledger"):
        content = bo.get(f"/imports/templates/{kind}").data
        assert "填写说明" in openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    assert bo.get("/imports/templates/nothing").status_code == 404
