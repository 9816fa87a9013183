"""Who may do what, as data. Pure: no Flask, no database."""

from collections.abc import Mapping
from enum import Enum


class Permission(Enum):
    """Something a route, command or job can need. Named `<resource>:<action>`; alphabetical."""

    ACCOUNTS_MANAGE = "accounts:manage"
    ANYONE = "anyone"
    AUDIT_READ = "audit:read"
    COVERAGE_READ = "coverage:read"
    EXPORTS_MAKE = "exports:make"
    IMPORTS_MAKE = "imports:make"
    LIFE_RECORD = "life:record"
    ORGANIZATIONS_KEEP = "organizations:keep"
    ORGANIZATIONS_READ = "organizations:read"
    PARTY_KEEP = "party:keep"
    PARTY_READ = "party:read"
    POLICIES_MANAGE = "policies:manage"
    POLICIES_READ = "policies:read"
    REGIONS_KEEP = "regions:keep"
    REGIONS_READ = "regions:read"
    RETURNS_EXPORT = "returns:export"
    SIGNED_IN = "signed-in"
    TELEPHONES_REVEAL = "telephones:reveal"


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
    _P.COVERAGE_READ: Span.SUBTREE,
    _P.ORGANIZATIONS_READ: Span.SUBTREE,
    _P.PARTY_READ: Span.SUBTREE,
    _P.POLICIES_READ: Span.SUBTREE,
    _P.REGIONS_READ: Span.SUBTREE,
}
_KEEPING = {
    _P.EXPORTS_MAKE: Span.SUBTREE,
    _P.IMPORTS_MAKE: Span.SUBTREE,
    _P.ORGANIZATIONS_KEEP: Span.SUBTREE,
    _P.TELEPHONES_REVEAL: Span.SUBTREE,
}
_OFFICER = (
    _EVERYBODY
    | _READING
    | _KEEPING
    | {
        _P.LIFE_RECORD: Span.SUBTREE,
        _P.PARTY_KEEP: Span.SUBTREE,
        _P.REGIONS_KEEP: Span.SUBTREE,
        _P.RETURNS_EXPORT: Span.SUBTREE,
    }
)

GRANTS: Mapping[Role, Mapping[Permission, Span]] = {
    Role.OFFICER: _OFFICER,
    Role.REGISTRAR: _EVERYBODY | _READING | _KEEPING,
    Role.REPORTER: _EVERYBODY
    | _READING
    | {_P.EXPORTS_MAKE: Span.SUBTREE, _P.RETURNS_EXPORT: Span.SUBTREE},
    Role.SECRETARY: _EVERYBODY
    | {
        _P.LIFE_RECORD: Span.SELF,
        _P.ORGANIZATIONS_READ: Span.SELF,
        _P.PARTY_READ: Span.SELF,
    },
    Role.INSTRUCTOR: _EVERYBODY | {_P.ORGANIZATIONS_READ: Span.SELF, _P.PARTY_READ: Span.SELF},
    Role.LEADER: _EVERYBODY | _READING,
    Role.SYSTEM: _EVERYBODY | {_P.ACCOUNTS_MANAGE: Span.SUBTREE},
    Role.SECURITY: _EVERYBODY | {_P.POLICIES_MANAGE: Span.SUBTREE, _P.POLICIES_READ: Span.SUBTREE},
    Role.AUDIT: _EVERYBODY | {_P.AUDIT_READ: Span.SUBTREE},
    Role.COMMAND: _EVERYBODY | dict.fromkeys(Permission, Span.SUBTREE),
}
