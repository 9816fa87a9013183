"""The one door to the bytes of a file."""

from flask import send_file
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.audit import commands as audit
from partybuild.evidence import held, queries
from partybuild.web.feature import Feature

evidence = Feature("evidence", __name__, url_prefix="/evidence")
evidence.app_template_global("held_papers")(held.waiting)


@evidence.page("/<int:file_id>", needs=Permission.EVIDENCE_READ)
def show(actor: Actor, file_id: int) -> ResponseReturnValue:
    """A file in reach, byte for byte as kept, never shown inside the site (R47)."""
    found = queries.download(actor, file_id)
    audit.note(actor, "下载材料", **found.about)
    answer = send_file(
        found.path, found.media, as_attachment=True, download_name=found.name, etag=False
    )
    answer.headers["Content-Security-Policy"] = "sandbox"
    answer.headers["Cache-Control"] = "no-store"
    return answer
