"""Who may do what, as data. Pure: no Flask, no database."""

from collections.abc import Mapping
from enum import Enum


class Permission(Enum):
    """Something a route, command or job can need. Named `<resource>:<action>`; alphabetical."""

    ACCOUNTS_MANAGE = "accounts:manage"
    ANYONE = "anyone"
    AUDIT_READ = "audit:read"
    CALENDAR_KEEP = "calendar:keep"
    CASES_READ = "cases:read"
    COVERAGE_READ = "coverage:read"
    ENFORCEMENT_HANDLE = "enforcement:handle"
    ENFORCEMENT_READ = "enforcement:read"
    EVIDENCE_KEEP = "evidence:keep"
    EVIDENCE_READ = "evidence:read"
    EXPORTS_MAKE = "exports:make"
    GATES_READ = "gates:read"
    IMPORTS_MAKE = "imports:make"
    INSPECTIONS_EVALUATE = "inspections:evaluate"
    INSPECTIONS_FILL = "inspections:fill"
    INSPECTIONS_KEEP = "inspections:keep"
    INSPECTIONS_READ = "inspections:read"
    LIFE_RECORD = "life:record"
    NOTICES_ISSUE = "notices:issue"
    NOTICES_READ = "notices:read"
    ORGANIZATIONS_KEEP = "organizations:keep"
    ORGANIZATIONS_READ = "organizations:read"
    PARTY_KEEP = "party:keep"
    PARTY_READ = "party:read"
    POLICIES_MANAGE = "policies:manage"
    POLICIES_READ = "policies:read"
    PROCEDURES_HANDLE = "procedures:handle"
    PROCEDURES_REQUEST = "procedures:request"
    RATINGS_FILL = "ratings:fill"
    RATINGS_MANAGE = "ratings:manage"
    RATINGS_READ = "ratings:read"
    RATINGS_REVIEW = "ratings:review"
    RECTIFICATION_DECIDE = "rectification:decide"
    RECTIFICATION_KEEP = "rectification:keep"
    RECTIFICATION_READ = "rectification:read"
    RECTIFICATION_REPORT = "rectification:report"
    REGIONS_KEEP = "regions:keep"
    REGIONS_READ = "regions:read"
    REGISTRATIONS_ANSWER = "registrations:answer"
    REGISTRATIONS_HANDLE = "registrations:handle"
    REMINDERS_SEND = "reminders:send"
    RETURNS_EXPORT = "returns:export"
    SIGNED_IN = "signed-in"
    TELEPHONES_REVEAL = "telephones:reveal"
    WAIVERS_GRANT = "waivers:grant"


class Span(Enum):
    """How far a permission goes from the place of the appointment that grants it."""

    SUBTREE = "subtree"
    OWN = "own"
    SELF = "self"


class Role(Enum):
    """What a person is here to do; the value is the word of the command line."""

    OFFICER = "officer"
    REGISTRAR = "registrar"
    REPORTER = "reporter"
    SECRETARY = "secretary"
    INSTRUCTOR = "instructor"
    LEADER = "leader"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"
    COMMAND = "command"

    @property
    def label(self) -> str:
        """The Chinese name shown on screen."""
        return _ROLE_LABELS[self]

    @property
    def administers(self) -> bool:
        """One of the three administrators (三员), whose reach over business data is empty."""
        return self in {Role.SYSTEM, Role.SECURITY, Role.AUDIT}


_ROLE_LABELS = {
    Role.OFFICER: "党务干部",
    Role.REGISTRAR: "登记管理干部",
    Role.REPORTER: "月报员",
    Role.SECRETARY: "党组织书记",
    Role.INSTRUCTOR: "党建工作指导员",
    Role.LEADER: "领导",
    Role.SYSTEM: "系统管理员",
    Role.SECURITY: "安全管理员",
    Role.AUDIT: "审计管理员",
    Role.COMMAND: "系统（命令行）",
}

_P = Permission
_EVERYBODY = {_P.ANYONE: Span.SELF, _P.SIGNED_IN: Span.SELF}
_READING = {
    _P.CASES_READ: Span.SUBTREE,
    _P.COVERAGE_READ: Span.SUBTREE,
    _P.ENFORCEMENT_READ: Span.SUBTREE,
    _P.EVIDENCE_READ: Span.SUBTREE,
    _P.GATES_READ: Span.SUBTREE,
    _P.INSPECTIONS_READ: Span.SUBTREE,
    _P.NOTICES_READ: Span.SUBTREE,
    _P.ORGANIZATIONS_READ: Span.SUBTREE,
    _P.PARTY_READ: Span.SUBTREE,
    _P.POLICIES_READ: Span.SUBTREE,
    _P.RATINGS_READ: Span.SUBTREE,
    _P.RECTIFICATION_READ: Span.SUBTREE,
    _P.REGIONS_READ: Span.SUBTREE,
}
_KEEPING = {
    _P.EVIDENCE_KEEP: Span.SUBTREE,
    _P.EXPORTS_MAKE: Span.SUBTREE,
    _P.IMPORTS_MAKE: Span.SUBTREE,
    _P.NOTICES_ISSUE: Span.SUBTREE,
    _P.ORGANIZATIONS_KEEP: Span.SUBTREE,
    _P.REMINDERS_SEND: Span.SUBTREE,
    _P.TELEPHONES_REVEAL: Span.SUBTREE,
}
_OFFICER = (
    _EVERYBODY
    | _READING
    | _KEEPING
    | {
        _P.INSPECTIONS_EVALUATE: Span.SUBTREE,
        _P.INSPECTIONS_FILL: Span.SUBTREE,
        _P.LIFE_RECORD: Span.SUBTREE,
        _P.PARTY_KEEP: Span.SUBTREE,
        _P.PROCEDURES_HANDLE: Span.OWN,
        _P.PROCEDURES_REQUEST: Span.SUBTREE,
        _P.RATINGS_FILL: Span.SUBTREE,
        _P.RATINGS_MANAGE: Span.OWN,
        _P.RATINGS_REVIEW: Span.OWN,
        _P.RECTIFICATION_DECIDE: Span.OWN,
        _P.RECTIFICATION_KEEP: Span.OWN,
        _P.RECTIFICATION_REPORT: Span.SUBTREE,
        _P.REGIONS_KEEP: Span.SUBTREE,
        _P.REGISTRATIONS_ANSWER: Span.OWN,
        _P.RETURNS_EXPORT: Span.SUBTREE,
        _P.WAIVERS_GRANT: Span.OWN,
    }
)

GRANTS: Mapping[Role, Mapping[Permission, Span]] = {
    Role.OFFICER: _OFFICER,
    Role.REGISTRAR: _EVERYBODY
    | _READING
    | _KEEPING
    | {
        _P.ENFORCEMENT_HANDLE: Span.SUBTREE,
        _P.INSPECTIONS_KEEP: Span.SUBTREE,
        _P.REGISTRATIONS_HANDLE: Span.OWN,
    },
    Role.REPORTER: _EVERYBODY
    | _READING
    | {_P.EXPORTS_MAKE: Span.SUBTREE, _P.RETURNS_EXPORT: Span.SUBTREE},
    Role.SECRETARY: _EVERYBODY
    | {
        _P.CASES_READ: Span.SELF,
        _P.EVIDENCE_KEEP: Span.SELF,
        _P.EVIDENCE_READ: Span.SELF,
        _P.INSPECTIONS_FILL: Span.SELF,
        _P.LIFE_RECORD: Span.SELF,
        _P.ORGANIZATIONS_READ: Span.SELF,
        _P.PARTY_READ: Span.SELF,
        _P.PROCEDURES_REQUEST: Span.SELF,
        _P.RATINGS_FILL: Span.SELF,
        _P.RATINGS_READ: Span.SELF,
        _P.RECTIFICATION_READ: Span.SELF,
        _P.RECTIFICATION_REPORT: Span.SELF,
    },
    Role.INSTRUCTOR: _EVERYBODY | {_P.ORGANIZATIONS_READ: Span.SELF, _P.PARTY_READ: Span.SELF},
    Role.LEADER: _EVERYBODY | _READING,
    Role.SYSTEM: _EVERYBODY | {_P.ACCOUNTS_MANAGE: Span.SUBTREE},
    Role.SECURITY: _EVERYBODY
    | {
        _P.CALENDAR_KEEP: Span.SUBTREE,
        _P.POLICIES_MANAGE: Span.SUBTREE,
        _P.POLICIES_READ: Span.SUBTREE,
    },
    Role.AUDIT: _EVERYBODY | {_P.AUDIT_READ: Span.SUBTREE},
    Role.COMMAND: _EVERYBODY | dict.fromkeys(Permission, Span.SUBTREE),
}
