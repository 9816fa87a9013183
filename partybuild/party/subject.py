"""The words in which a Party organization's history is told."""

from partybuild.facts.histories import Subject
from partybuild.organizations.subject import shown
from partybuild.party.models import PartyEvent, PartyOrganization

LABELS = {
    "name": "党组织名称",
    "kind": "党组织类型",
    "formation": "组建方式",
    "social": "社会组织党组织",
    "parent": "上级党组织",
    "region": "区划",
    "lead_organization": "牵头单位",
    "approval_number": "批准文号",
    "approved_on": "批准日期",
    "has_committee": "设支委会",
    "seats_due": "委员应配",
    "seats_filled": "委员实配",
    "telephone": "书记联系电话",
    "secretary": "书记",
    "started_on": "本届任期起",
    "last_day": "任期届满日期",
    "extended_to": "经批准延期至",
    "document": "文号",
    "full": "正式党员数",
    "probationary": "预备党员数",
    "organization": "覆盖社会组织",
}

PARTY = Subject(PartyOrganization, PartyEvent, "party_organization_id", LABELS, shown)
