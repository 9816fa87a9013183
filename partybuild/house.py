"""The house put together: every model, every feature, the rail, in one place."""

from partybuild.access.permissions import Permission
from partybuild.accounts import models as accounts_models  # noqa: F401
from partybuild.accounts.audit_views import audit as audit_feature
from partybuild.accounts.own_views import account
from partybuild.accounts.policy_views import policies
from partybuild.accounts.user_views import users
from partybuild.accounts.views import accounts as accounts_feature
from partybuild.coverage import models as coverage_models  # noqa: F401
from partybuild.coverage.list_pages import search
from partybuild.coverage.movement_views import movement as movement_feature
from partybuild.coverage.views import coverage as coverage_feature
from partybuild.deadlines import rail
from partybuild.deadlines.views import deadlines
from partybuild.deadlines.year_views import years
from partybuild.enforcement import models as enforcement_models  # noqa: F401
from partybuild.enforcement.routes import enforcement
from partybuild.evidence import models as evidence_models  # noqa: F401
from partybuild.evidence.views import evidence
from partybuild.gates import models as gates_models  # noqa: F401
from partybuild.gates.registration import models as registration_models  # noqa: F401
from partybuild.gates.registration.views import registrations
from partybuild.gates.rule_views import sync_rules
from partybuild.gates.terms import models as terms_models  # noqa: F401
from partybuild.gates.terms.routes import terms
from partybuild.gates.terms.views import procedures
from partybuild.gates.views import gates as gates_feature
from partybuild.gates.waiver_views import sync_waivers
from partybuild.home.views import home
from partybuild.imports import models as imports_models  # noqa: F401
from partybuild.imports.views import imports
from partybuild.inspections import models as inspections_models  # noqa: F401
from partybuild.inspections.routes import inspections
from partybuild.jobs import models as jobs_models  # noqa: F401
from partybuild.jobs.views import jobs
from partybuild.notices import models as notices_models  # noqa: F401
from partybuild.notices.routes import notices
from partybuild.organizations.routes import organizations
from partybuild.party.routes import party as party_feature
from partybuild.policies import models as policies_models  # noqa: F401
from partybuild.ratings import models as ratings_models  # noqa: F401
from partybuild.ratings.filling.routes import rating_filling
from partybuild.ratings.reviewing.routes import rating_reviews
from partybuild.ratings.rounds.routes import rating_rounds
from partybuild.ratings.schemes.routes import rating_schemes
from partybuild.ratings.seeing import models as rating_figure_models  # noqa: F401
from partybuild.ratings.seeing.routes import rating_figures
from partybuild.ratings.stars import models as star_models  # noqa: F401
from partybuild.ratings.stars.routes import rating_stars
from partybuild.rectification import models as rectification_models  # noqa: F401
from partybuild.rectification.areas import models as lagging_area_models  # noqa: F401
from partybuild.rectification.areas.routes import lagging_areas
from partybuild.rectification.cases.routes import rectification
from partybuild.rectification.screening.routes import screening
from partybuild.rectification.seeing.routes import rectification_figures
from partybuild.regions.views import regions
from partybuild.returns import models as returns_models  # noqa: F401
from partybuild.returns.views import returns
from partybuild.search import models as search_models  # noqa: F401
from partybuild.web.feature import Feature
from partybuild.web.navigation import Entry
from partybuild.workflow import models as workflow_models  # noqa: F401

FEATURES: tuple[Feature, ...] = (
    home,
    accounts_feature,
    account,
    users,
    audit_feature,
    jobs,
    evidence,
    organizations,
    search,
    coverage_feature,
    gates_feature,
    sync_rules,
    sync_waivers,
    movement_feature,
    returns,
    regions,
    policies,
    imports,
    party_feature,
    inspections,
    registrations,
    enforcement,
    terms,
    procedures,
    deadlines,
    years,
    notices,
    rating_rounds,
    rating_figures,
    rating_schemes,
    rating_stars,
    rating_reviews,
    rating_filling,
    screening,
    lagging_areas,
    rectification,
    rectification_figures,
)

ENTRIES: tuple[Entry, ...] = (
    Entry("home.index", "今日", Permission.COVERAGE_READ, rail.count, part="日常"),
    Entry("coverage.index", "覆盖情况", Permission.COVERAGE_READ),
    Entry("returns.index", "月报", Permission.RETURNS_EXPORT),
    Entry("search.organizations", "社会组织", Permission.ORGANIZATIONS_READ),
    Entry("imports.index", "导入", Permission.IMPORTS_MAKE),
    Entry("jobs.index", "我的任务", Permission.EXPORTS_MAKE),
    Entry("registrations.index", "登记关口", Permission.CASES_READ, part="登记与年检"),
    Entry("inspections.index", "年检", Permission.INSPECTIONS_READ),
    Entry("enforcement.index", "处置台账", Permission.ENFORCEMENT_READ),
    Entry("notices.index", "文书", Permission.NOTICES_READ),
    Entry("party.index", "党组织", Permission.PARTY_READ, part="党组织"),
    Entry("terms.index", "换届", Permission.GATES_READ),
    Entry("gates.index", "两关口三同步", Permission.GATES_READ),
    Entry("rating_rounds.index", "评星晋级", Permission.RATINGS_READ),
    Entry("rectification.index", "软弱涣散整顿", Permission.RECTIFICATION_READ),
    Entry("policies.index", "政策与口径", Permission.POLICIES_READ, part="管理"),
    Entry("deadlines.calendar", "工作日历", Permission.POLICIES_READ),
    Entry("regions.index", "单位与区划", Permission.REGIONS_READ),
    Entry("notices.templates", "文书模板", Permission.POLICIES_MANAGE),
    Entry("users.index", "账号管理", Permission.ACCOUNTS_MANAGE),
    Entry("audit.index", "审计日志", Permission.AUDIT_READ),
)
