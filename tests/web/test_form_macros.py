import pytest
from werkzeug.datastructures import MultiDict

from tests.web.patterns import PartyForm
from tests.web.reading import Tags, macro


class TestForms:
    def wrong(self) -> PartyForm:
        form = PartyForm(MultiDict({"note": "太长的备注"}))
        form.validate()
        form.form_errors.append("这个党组织今天已经登记过。")
        return form

    def test_a_wrong_field_says_so_beside_itself(self) -> None:
        page = macro("forms", "field(form.name, '照批复写')", form=self.wrong())
        control = next(tag for tag in Tags(page).named("input"))
        assert control["aria-invalid"] == "true"
        for name in (control["aria-describedby"] or "").split():
            assert f'id="{name}"' in page
        assert "请填写党组织名称" in page

    def test_a_right_field_is_left_alone(self) -> None:
        page = macro("forms", "field(form.name)", form=PartyForm())
        assert "aria-" not in page
        assert "wrong" not in page

    def test_the_summary_leads_to_each_field_and_tells_what_concerns_the_whole(self) -> None:
        page = macro("forms", "errors(form)", form=self.wrong())
        assert [link["href"] for link in Tags(page).named("a")][:2] == ["#name", "#founded"]
        assert "这个党组织今天已经登记过。" in page
        assert macro("forms", "errors(form)", form=PartyForm()) == ""

    @pytest.mark.parametrize(
        "name", ["name", "founded", "way", "members", "paper", "trade", "note"]
    )
    def test_every_control_has_its_label(self, name: str) -> None:
        page = macro("forms", f"field(form.{name})", form=PartyForm())
        controls = [a for tag, a in Tags(page) if tag in {"input", "select", "textarea"}]
        labels = Tags(page).named("label")
        assert len(controls) == len(labels) == 1
        assert labels[0].get("for") == controls[0]["id"] or labels[0].get("class") == "choice"

    def test_a_question_is_a_fieldset_with_a_label_a_choice(self) -> None:
        page = macro("forms", "field(form.answer)", form=PartyForm(data={"answer": "15"}))
        assert "<legend>本组织的情况</legend>" in page
        chosen = [a for a in Tags(page).named("input") if "checked" in a]
        assert [a["value"] for a in chosen] == ["15"]

    def test_what_was_typed_comes_back_escaped(self) -> None:
        form = PartyForm(
            MultiDict({"name": '"><script>alert(1)</script>', "note": "</textarea><b>"})
        )
        page = macro("forms", "field(form.name)", form=form) + macro(
            "forms", "field(form.note)", form=form
        )
        assert "<script>" not in page
        assert "<b>" not in page

    def test_the_token_is_the_session_s(self) -> None:
        assert Tags(macro("forms", "token()")).named("input") == [
            {"type": "hidden", "name": "csrf_token", "value": "token-1"}
        ]

    def test_what_cannot_be_undone_needs_a_tick(self) -> None:
        box = Tags(macro("forms", "confirm_box('不能恢复。')")).named("input")[0]
        assert "required" in box
        assert "checked" not in box
