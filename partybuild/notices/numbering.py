"""The next number of a 字 in a year. Inside `work`, whose lock lets nobody take the same one."""

from sqlalchemy import func, select

from partybuild.access.scope import system
from partybuild.db import db
from partybuild.notices.models import Notice


def next_number(issuer: str, series: str, year: int) -> int:
    """One more than the last number given out, voided papers counted; 1 in a new year."""
    db.session.flush()
    query = select(func.max(Notice.number)).where(
        Notice.issuer == issuer, Notice.series == series, Notice.year == year
    )
    # A paper may have followed its organization out of the issuer's reach; its number stays given.
    with system("文书编号"):
        return (db.session.scalar(query) or 0) + 1
