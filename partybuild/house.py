"""The house put together: every model, every port, every feature, in one place."""

from partybuild.accounts import models as accounts_models  # noqa: F401
from partybuild.accounts import queries as accounts
from partybuild.accounts.ports import reach_ports
from partybuild.accounts.views import accounts as accounts_feature
from partybuild.audit import commands as audit
from partybuild.coverage import commands as coverage
from partybuild.coverage import models as coverage_models  # noqa: F401
from partybuild.db.ports import ports
from partybuild.home.views import home
from partybuild.imports import models as imports_models  # noqa: F401
from partybuild.jobs import models as jobs_models  # noqa: F401
from partybuild.party import queries as party
from partybuild.policies import models as policies_models  # noqa: F401
from partybuild.search import models as search_models  # noqa: F401
from partybuild.web.feature import Feature
from partybuild.web.navigation import Entry

FEATURES: tuple[Feature, ...] = (home, accounts_feature)

ENTRIES: tuple[Entry, ...] = ()


def fill_ports() -> None:
    """Lend the rooms above what they need from the rooms below; see each ports module."""
    ports.lock_head = audit.lock_head
    ports.write_audit = audit.write
    ports.load_actor = lambda actor: accounts.actor_of(actor.appointment_id or 0)
    ports.facts_changed[:] = [coverage.recount]
    reach_ports.body = party.body
    reach_ports.assigned = party.assigned_to
