"""What a monthly reporter says before a workbook is written."""

from collections.abc import Mapping

from wtforms import FileField, SelectField, ValidationError

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


class CheckForm(ChineseForm):
    """A workbook that came in."""

    file = FileField("收到的月报工作簿", description="本系统签发的 .xlsx，20 MB 以内")

    def validate_file(self, field: FileField) -> None:
        """A file was chosen."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError("请选择要核验的文件。")
