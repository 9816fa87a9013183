"""The forms of steps."""

from wtforms import HiddenField, SelectField

from partybuild.enforcement.forms import WAYS, Saying, lines_field, text_field
from partybuild.evidence.rules import Slot
from partybuild.organizations.forms import day_field
from partybuild.web.forms import required


def _day(label: str) -> object:
    return day_field(label, required(f"请填写{label}。"))


def _file(key: str, label: str) -> tuple[Slot, ...]:
    return (Slot(key, label, required=False),)


class StepForm(Saying):
    """Every step: the version it was offered for, and words."""

    version = HiddenField(default="0")
    note = lines_field("意见或理由", most=1000)

    def seen(self) -> int:
        """The case's version as the page showed it; 0 where it says none."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class DayForm(StepForm):
    """A step on a day."""

    day = _day("日期")


class WithdrawForm(StepForm):
    """The 撤回决定书 of an order."""

    FILES = _file("withdraw", "审批材料")


class ServeForm(StepForm):
    """A paper has arrived."""

    day = _day("送达（公告）日期")
    way = SelectField("送达方式", choices=WAYS)
    receiver = text_field("收件人", 120, description="公告送达的不填")
    FILES = _file("serve", "送达回证、公告截图等")


class ExtendForm(StepForm):
    """A later deadline."""

    until = _day("延期至")
    FILES = _file("extend", "延期申请")


class ReportForm(StepForm):
    """The organization has reported."""

    day = _day("收到日期")
    FILES = _file("report", "整改报告和佐证")


class CheckForm(StepForm):
    """What the registrar found."""

    day = _day("验收日期")
    FILES = _file("check", "验收记录")


class HoldForm(StepForm):
    """The interview's record."""

    day = _day("约谈日期")
    host = text_field("约谈人", 120, required("请填写约谈人。"))
    recorder = text_field("记录人", 120, required("请填写记录人。"))
    invited = text_field("到场人（姓名、职务）", 200, required("请填写到场人。"))
    points = lines_field("约谈要点", required("请写明约谈要点。"))
    statement = lines_field("被约谈人意见")
    promise1 = text_field("承诺一", 300)
    until1 = day_field("完成日期")
    promise2 = text_field("承诺二", 300)
    until2 = day_field("完成日期")
    promise3 = text_field("承诺三", 300)
    until3 = day_field("完成日期")
    promise4 = text_field("承诺四", 300)
    until4 = day_field("完成日期")
    promise5 = text_field("承诺五", 300)
    until5 = day_field("完成日期")
    promise6 = text_field("承诺六", 300)
    until6 = day_field("完成日期")
    FILES = _file("hold", "签字的约谈记录")


class PostponeForm(StepForm):
    """Another day."""

    at = _day("新的约谈日期")
    hour = text_field("约谈时间", 20, required("请填写约谈时间。"))
    place = text_field("约谈地点", 200, required("请填写约谈地点。"))
    contact = text_field("联系人", 60, required("请填写联系人。"))
    telephone = text_field("联系电话", 30, required("请填写联系电话。"))


class KeepForm(StepForm):
    """One promise is closed."""

    promise = SelectField("承诺", choices={}, validate_choice=False)
    day = _day("完成日期")
    closing = lines_field("完成情况", most=500)
    FILES = _file("keep", "佐证材料")


class WarnForm(StepForm):
    """The 告知书."""

    contact = text_field("联系人", 60, required("请填写联系人。"))
    telephone = text_field("联系电话", 30, required("请填写联系电话。"))
    address = text_field("办公地址", 200, required("请填写办公地址。"))


class EnterForm(StepForm):
    """The 决定书 of an entry."""

    day = _day("列入日期")
    answer = lines_field("陈述申辩情况", required("请写明陈述申辩情况。"), most=300)
    duties = lines_field("移出前应当履行的义务", required("请写明应当履行的义务。"))


class DelistForm(StepForm):
    """The 移出通知书."""

    day = _day("移出日期")
    findings = lines_field("核查情况", required("请写明核查情况。"))
    FILES = _file("remove", "核查材料")


class AppliedForm(StepForm):
    """An application to leave."""

    day = _day("申请日期")
    FILES = _file("apply", "移出申请")


class CorrectForm(StepForm):
    """The 决定书 by which an entry made by mistake is undone."""

    day = _day("撤销日期")
    findings = lines_field("核查情况", required("请写明列入有误的情况。"))
    FILES = _file("correct", "核查材料")


class WarningForm(WarnForm):
    """The 警示函 before the procedure begins."""

    facts = lines_field("未参加年度检查的情况", required("请写明未参加年度检查的情况。"))
    until = _day("最后补办日期")


class NotifyForm(WarnForm):
    """The 撤销登记事先告知书."""

    facts = lines_field("违法事实", required("请写明违法事实。"))
    evidence = text_field("主要证据", 300, required("请填写主要证据。"))
    law = text_field("违反和适用的条款", 300, required("请填写违反和适用的条款。"))


class ScheduleForm(StepForm):
    """The 听证通知书."""

    hearing = _day("听证日期")
    hour = text_field("听证时间", 20, required("请填写听证时间，如上午九时。"))
    place = text_field("听证地点", 200, required("请填写听证地点。"))
    host = text_field("听证主持人", 60, required("请填写听证主持人。"))
    contact = text_field("联系人", 60, required("请填写联系人。"))
    telephone = text_field("联系电话", 30, required("请填写联系电话。"))


class DecideForm(StepForm):
    """The 决定书."""

    legal = text_field("法制审核意见文号", 120, required("撤销登记须经法制审核，请填写文号。"))
    discussed = _day("集体讨论日期")
    legal_person = text_field("法定代表人", 60, required("请填写法定代表人。"))
    place = text_field("住所", 200, required("请填写住所。"))
    facts = lines_field("违法事实", required("请写明违法事实。"))
    evidence = text_field("主要证据", 300, required("请填写主要证据。"))
    answer = lines_field("陈述申辩和听证情况", required("请写明陈述申辩和听证情况。"), most=300)
    law = text_field("违反和适用的条款", 300, required("请填写违反和适用的条款。"))
    review = text_field("行政复议机关", 120, required("请填写行政复议机关。"))
    review_term = text_field("申请复议期限", 60, required(), default="六十日")
    court = text_field("管辖法院", 120, required("请填写管辖法院。"))
    court_term = text_field("起诉期限", 60, required(), default="六个月")
    FILES = _file("decide", "法制审核意见、集体讨论笔录")


class PublishForm(StepForm):
    """The 送达公告 of the decision, made and numbered with the step."""

    day = _day("公告日期")
    where = text_field("公告载体", 200, required("请填写公告载体，如门户网站和日报。"))
    contact = text_field("联系人", 60)
    telephone = text_field("联系电话", 30)
    FILES = _file("publish", "公告刊登的截图或报样")


class FinishForm(StepForm):
    """Served; the register is closed."""

    day = day_field("送达日期", description="公告送达的按公告期满日，不用填")
    way = SelectField("送达方式", choices=WAYS)
    receiver = text_field("收件人", 120)
    FILES = _file("finish", "送达回证")
