"""Kept averages: reading every score of a round is no work for a page."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from partybuild.db import Model
from partybuild.regions.placing import Filed


class IndicatorFigure(Filed, Model):
    """What one item of a round came to in a unit and all below it, when it was last computed."""

    __tablename__ = "rating_indicator_figure"
    __table_args__ = (UniqueConstraint("round_id", "unit_id", "indicator"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("rating_round.id"))
    indicator: Mapped[str] = mapped_column(String(40))
    self_count: Mapped[int]
    self_sum: Mapped[int]
    """Tenths of a point, of all that scored themselves."""
    final_count: Mapped[int]
    final_sum: Mapped[int]
    """Tenths of a point, as the last tier left them."""
    made_at: Mapped[datetime]
