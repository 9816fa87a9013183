"""The to-dos of papers: receipts that are awaited."""

from partybuild.access.permissions import Permission
from partybuild.deadlines.ports import Source
from partybuild.notices import queries

RECEIPTS = Source(
    key="receipts",
    label="文书回执",
    words="件文书等待回执",
    advice="请向收件单位催收送达回证，收到后登记；无法送达的改用公告送达。",
    needs=Permission.NOTICES_ISSUE,
    count=queries.tally,
    rows=queries.items,
    soon=queries.SOON,
    working=True,
)
