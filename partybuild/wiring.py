"""What the rooms above need from the rooms below, lent in one place: see each ports module."""

from partybuild.access.actor import command_line
from partybuild.accounts import queries as accounts
from partybuild.accounts.ports import reach_ports
from partybuild.audit import commands as audit
from partybuild.coverage import commands as coverage
from partybuild.coverage import daily as coverage_daily
from partybuild.coverage import dwelling, rebuilding, refilling, roster_sheets, successors
from partybuild.coverage import today as coverage_today
from partybuild.coverage.basis import OPERATING, REGISTERED
from partybuild.db.ports import ports
from partybuild.deadlines import commands as deadline_commands
from partybuild.deadlines import ladders
from partybuild.deadlines import ports as deadline_ports
from partybuild.enforcement import panel as enforcement_panel
from partybuild.enforcement import policy_shapes as enforcement_policies
from partybuild.enforcement import process as enforcement_process
from partybuild.enforcement import sources as enforcement_sources
from partybuild.enforcement import terms as enforcement_terms
from partybuild.evidence import upkeep as evidence_upkeep
from partybuild.gates import defaults as gate_defaults
from partybuild.gates import lanes as gate_lanes
from partybuild.gates import newcomers as gate_newcomers
from partybuild.gates import ports as gate_ports
from partybuild.gates import rebuilding as gate_rebuilding
from partybuild.gates import sheets as gate_sheets
from partybuild.gates import sources as gate_sources
from partybuild.gates import waiting as gate_waiting
from partybuild.gates.registration import makeup
from partybuild.gates.registration import papers as registration_papers
from partybuild.gates.registration import process as registration_process
from partybuild.gates.registration import waiting as registration_waiting
from partybuild.gates.registration.panel import panel as registration_panel
from partybuild.gates.terms import periods as term_periods
from partybuild.gates.terms import process as terms_process
from partybuild.gates.terms import waiting as terms_waiting
from partybuild.imports import plans
from partybuild.imports import upkeep as import_upkeep
from partybuild.imports import waiting as import_waiting
from partybuild.imports import working as import_working
from partybuild.inspections import answers as inspection_answers
from partybuild.inspections import closing as inspection_closing
from partybuild.inspections import cutoffs as inspection_cutoffs
from partybuild.inspections import importing as inspection_import
from partybuild.inspections import opening as inspection_opening
from partybuild.inspections import panel as inspection_panel
from partybuild.inspections import process as inspection_process
from partybuild.inspections import publishing as inspection_publishing
from partybuild.inspections import waiting as inspection_waiting
from partybuild.jobs import keeping as job_keeping
from partybuild.jobs.ports import daily, doors, handlers
from partybuild.notices.overdue import RECEIPTS
from partybuild.notices.panel import panel as notice_panel
from partybuild.notices.ports import notice_ports
from partybuild.organizations import importing as organization_import
from partybuild.organizations import lists
from partybuild.organizations import lookup as organization_lookup
from partybuild.organizations import queries as organization_queries
from partybuild.organizations import waiting as organization_waiting
from partybuild.organizations.ports import organization_ports
from partybuild.party import above, beyond, bodies, finding, following
from partybuild.party import display as party_display
from partybuild.party import kept as party_kept
from partybuild.party import lookup as party_lookup
from partybuild.party import mass as party_mass
from partybuild.party import people as party_people
from partybuild.party import queries as party
from partybuild.party import sheet_lines as party_sheet_lines
from partybuild.party import waiting as party_waiting
from partybuild.party.importing.checkers import CHECKERS as PARTY_CHECKERS
from partybuild.party.ports import party_ports
from partybuild.policies import seeding
from partybuild.policies.shapes import shapes
from partybuild.ratings import process as rating_process
from partybuild.ratings.filling import waiting as rating_filling_waiting
from partybuild.ratings.reviewing import waiting as review_waiting
from partybuild.ratings.rounds import opening as rating_opening
from partybuild.ratings.schemes import defaults as scheme_defaults
from partybuild.ratings.seeing import averages as rating_averages
from partybuild.ratings.stars import panel as star_panel
from partybuild.ratings.stars import proposing as star_proposing
from partybuild.ratings.stars import waiting as star_waiting
from partybuild.ratings.stars import working as star_working
from partybuild.rectification import panel as weak_panel
from partybuild.rectification import process as rectification_process
from partybuild.rectification.areas import limits as area_limits
from partybuild.rectification.areas import waiting as area_waiting
from partybuild.rectification.cases import missing as rectification_missing
from partybuild.rectification.cases import terms as rectification_terms
from partybuild.rectification.cases import waiting as rectification_waiting
from partybuild.rectification.screening import policy as screening_policy
from partybuild.rectification.screening import rounds as screening_rounds
from partybuild.rectification.screening import waiting as screening_waiting
from partybuild.rectification.screening import working as screening_working
from partybuild.regions.ports import region_ports
from partybuild.returns import checking, exporting
from partybuild.search import ports as search_ports
from partybuild.workflow import registry

_BASES = [
    seeding.Default("basis", basis.name, basis.label, "系统随附，见《计数口径》", basis.to_policy())
    for basis in (REGISTERED, OPERATING)
]


def fill_ports() -> None:
    """Lend the rooms above what they need from the rooms below; see each ports module."""
    _ground()
    _registers()
    _policies()
    _long_work()
    _processes()
    _to_dos()


def _ground() -> None:
    ports.lock_head = audit.lock_head
    ports.write_audit = audit.write
    ports.load_actor = lambda actor: accounts.actor_of(actor.appointment_id or 0)
    ports.facts_changed[:] = [coverage.recount, finding.refresh, following.follow]
    ports.facts_changed.append(gate_newcomers.follow)
    ports.facts_changed.append(party_kept.follow)
    search_ports.sources[:] = [finding.ORGANIZATIONS, finding.PARTY_ORGANIZATIONS]
    region_ports.dwellers = dwelling.dwellers
    region_ports.inhabited = dwelling.inhabited
    reach_ports.body = party.body
    reach_ports.assigned = party.assigned_to
    reach_ports.body_by_code = party_lookup.by_code
    reach_ports.body_names = party_lookup.names
    reach_ports.instructors = party_lookup.instructors
    reach_ports.organization_by_code = organization_lookup.by_number
    reach_ports.organization_names = organization_lookup.names
    doors.in_reach = organization_lookup.all_in_reach


def _registers() -> None:
    organization_ports.panels[:] = [party_people.panel, registration_panel, notice_panel]
    organization_ports.panels.insert(1, gate_lanes.panel)
    organization_ports.panels.append(enforcement_panel.panel)
    organization_ports.panels.append(inspection_panel.panel)
    organization_ports.panels.append(star_panel.of_organization)
    organization_ports.panels.append(weak_panel.of_organization)
    party_ports.panels[:] = [star_panel.of_party, weak_panel.of_party]
    organization_ports.cover = coverage_today.cover_today
    organization_ports.sheet_lines[:] = [party_sheet_lines.lines]
    organization_ports.body_names = beyond.party_names
    organization_ports.bodies = bodies.named
    organization_ports.leading_bodies = bodies.leading
    organization_ports.mass = party_mass.Mass()
    notice_ports.organization = organization_queries.organization
    notice_ports.party = party_display.party
    notice_ports.case = registration_papers.about
    organization_ports.derive = gate_newcomers.derive
    organization_ports.derive_again = successors.derive
    organization_ports.followers[:] = [gate_newcomers.follow]
    plans.checkers[organization_import.KIND] = organization_import.check
    plans.checkers.update(PARTY_CHECKERS)
    plans.checkers["inspections"] = inspection_import.check
    plans.lists["industry"] = lambda: organization_queries.words(lists.INDUSTRIES)


def _policies() -> None:
    seeding.defaults[:] = [*lists.DEFAULTS, *ladders.DEFAULTS, *job_keeping.DEFAULTS, *_BASES]
    seeding.defaults.extend(gate_defaults.DEFAULTS)
    seeding.defaults.append(gate_defaults.WAIVERS)
    seeding.defaults.extend(enforcement_terms.DEFAULTS)
    seeding.defaults += [inspection_cutoffs.DEFAULT, term_periods.DEFAULT]
    seeding.defaults.extend(scheme_defaults.DEFAULTS)
    seeding.defaults.append(area_limits.DEFAULT)
    seeding.defaults.append(rectification_terms.DEFAULT)
    seeding.defaults.append(screening_policy.DEFAULT)
    published = [enforcement_policies.TERMS, enforcement_policies.GROUNDS, ladders.SHAPE]
    published += [gate_defaults.WAIVER_SHAPE, inspection_cutoffs.SHAPE, job_keeping.SHAPE]
    published.append(term_periods.SHAPE)
    published.append(area_limits.SHAPE)
    published.append(rectification_terms.SHAPE)
    shapes.update({shape.key: shape for shape in [*published, *lists.SHAPES]})


def _long_work() -> None:
    handlers[refilling.JOB] = rebuilding.rebuild
    handlers[gate_rebuilding.JOB] = gate_rebuilding.rebuild
    handlers[gate_rebuilding.FIGURES] = gate_rebuilding.fill
    handlers[gate_sheets.KIND] = gate_sheets.run
    handlers[roster_sheets.KIND] = roster_sheets.run
    handlers[inspection_opening.JOB] = inspection_opening.run
    handlers[inspection_closing.JOB] = inspection_closing.run
    handlers[inspection_publishing.JOB] = inspection_publishing.run
    handlers[rating_opening.JOB] = rating_opening.run
    handlers[rating_averages.JOB] = rating_averages.run
    handlers[star_working.JOB] = star_working.run
    handlers[screening_rounds.JOB] = screening_working.run
    handlers[star_working.SHOWING] = star_working.show
    handlers[star_working.DECIDING] = star_working.decide
    handlers[exporting.KIND] = exporting.write
    handlers[checking.KIND] = checking.check
    handlers[import_working.CHECK] = import_working.check
    handlers[import_working.WRITE] = import_working.write
    daily[:] = [lambda: coverage_daily.turn(command_line("任务进程"))]
    daily.append(lambda: evidence_upkeep.turn(command_line("任务进程")))
    daily.append(lambda: gate_rebuilding.turn(command_line("任务进程")))
    daily.append(lambda: gate_rebuilding.turn_month(command_line("任务进程")))
    daily.append(lambda: import_upkeep.turn(command_line("任务进程")))
    daily.append(lambda: star_proposing.turn(command_line("任务进程")))
    daily.append(lambda: deadline_commands.turn(command_line("任务进程")))


def _processes() -> None:
    gate_ports.followers[:] = [makeup.settle]
    gate_ports.elsewhere["registration"] = registration_waiting.stands
    gate_ports.triggers.update(gate_sources.TRIGGERS)
    gate_ports.answers.update(gate_sources.ANSWERS)
    gate_ports.triggers["inspection"] = inspection_answers.triggers
    gate_ports.answers["inspection"] = inspection_answers.answers
    registry.register(registration_process.TABLE)
    registry.register(*terms_process.TABLES.values())
    registry.register(*enforcement_process.TABLES)
    registry.register(inspection_process.TABLE)
    registry.register(*rating_process.TABLES)
    registry.register(*rectification_process.TABLES)


def _to_dos() -> None:
    deadline_ports.sources[:] = [
        party_waiting.TERMS,
        terms_waiting.PROCEDURES,
        terms_waiting.TEMPORARY,
        above.ABOVE,
        organization_waiting.REVIEWS,
        import_waiting.IMPORTS,
        RECEIPTS,
    ]
    deadline_ports.sources.append(gate_waiting.SYNC)
    deadline_ports.sources.extend(inspection_waiting.SOURCES)
    deadline_ports.subjects[party_waiting.KIND] = party_waiting.subject
    deadline_ports.sources += registration_waiting.SOURCES
    deadline_ports.sources.extend(enforcement_sources.SOURCES)
    deadline_ports.sources.extend(star_waiting.SOURCES)
    deadline_ports.sources.append(rating_filling_waiting.SELF_ASSESSMENTS)
    deadline_ports.sources.append(review_waiting.REVIEWS)
    deadline_ports.sources.append(screening_waiting.PROPOSALS)
    deadline_ports.sources.extend(area_waiting.SOURCES)
    deadline_ports.sources.extend(rectification_waiting.SOURCES)
    deadline_ports.subjects[rectification_process.KIND] = rectification_waiting.subject
    deadline_ports.subjects[rectification_missing.SUBJECT] = rectification_missing.subject
