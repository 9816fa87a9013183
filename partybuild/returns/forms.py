"""What a monthly reporter says before a workbook is written."""

from collections.abc import Mapping

from wtforms import SelectField

from partybuild.web.forms import ChineseForm


class IssueForm(ChineseForm):
    """Month, unit, basis."""

    month = SelectField("月份")
    unit = SelectField("单位")
    basis = SelectField("口径")

    def offer(
        self, months: Mapping[str, str], units: Mapping[str, str], bases: Mapping[str, str]
    ) -> None:
        """Put the choices that this person has."""
        self.month.choices = dict(months)
        self.unit.choices = dict(units)
        self.basis.choices = dict(bases)
