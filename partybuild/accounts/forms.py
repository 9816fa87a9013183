"""Forms of signing in, of one's own account, and of the accounts of others."""

from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, Length

from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.accounts.rules import GRANTABLE
from partybuild.accounts.signing import proof_fault
from partybuild.web.forms import ChineseForm, at_most, choices, required

RULES = (
    "至少 12 位，含大写字母、小写字母、数字、其他符号中的三类；"
    "不要用姓名、单位名、年份或连续的字符。"
)


def _password(label: str, autocomplete: str, **more: object) -> PasswordField:
    return PasswordField(label, [required()], render_kw={"autocomplete": autocomplete}, **more)


class SignInForm(ChineseForm):
    """Who, and the proof; that both are needed goes without a star."""

    login = StringField(
        "登录名",
        [Length(1, 80, "请填写登录名。")],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        "口令",
        [Length(1, 10_000, "请填写口令。")],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class NewPasswordForm(ChineseForm):
    """A password of one's own, typed twice."""

    new = _password("新口令", "new-password", description=RULES)
    again = PasswordField(
        "再输一次",
        [required(), EqualTo("new", "两次输入的新口令不一样。")],
        render_kw={"autocomplete": "new-password"},
    )
    next = HiddenField()


class ProofForm(ChineseForm):
    """What is granted only to the person whose session it is: their password once more (R23)."""

    own = _password("您的口令", "current-password")

    def proven(self, actor: Actor, address: str) -> bool:
        """Whether the form is in order and the password is the actor's; errors stand in it."""
        if not self.validate():
            return False
        fault = proof_fault(actor, self.own.data, address)
        if fault:
            self.own.errors = [fault]
        return fault is None


class ChangePasswordForm(ProofForm, NewPasswordForm):
    """The same, with the password so far."""

    own = _password("现在的口令", "current-password")


class PostForm(ProofForm):
    """A role at a place."""

    role = SelectField("岗位", [required("请选择岗位。")], choices=choices(GRANTABLE, "请选择"))
    codes = StringField(
        "单位代码",
        [required("请填写单位代码。"), at_most(2000)],
        description="区划代码（如 610103）或党组织编码；党组织书记填统一社会信用代码，"
        "多个用空格隔开。",
    )

    @property
    def chosen(self) -> Role:
        """The role chosen; only after the form has been validated."""
        return Role(self.role.data)

    @property
    def places(self) -> list[str]:
        """The codes, one by one."""
        text: str = self.codes.data or ""
        for mark in "、，,;；":
            text = text.replace(mark, " ")
        return text.split()


class AccountForm(PostForm):
    """A new account with its first post."""

    login = StringField(
        "登录名",
        [required("请填写登录名。"), at_most(40)],
        description="字母开头，可含数字、点、下划线、短横线；开通后不能改。",
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    name = StringField("姓名", [required("请填写姓名。"), at_most(60)])
    telephone = StringField("联系电话", [at_most(40)])


class SetupForm(ChineseForm):
    """The setup secret and the first three administrators."""

    secret = _password(
        "初始化口令", "off", description="写在服务器实例目录的 setup-secret 文件里。"
    )
    unit = StringField(
        "管理单位代码", [required()], description="三员管理的最高单位，如 610000；全国为 000000。"
    )
    system_login = StringField("系统管理员登录名", [required(), at_most(40)])
    system_name = StringField("系统管理员姓名", [required(), at_most(60)])
    security_login = StringField("安全管理员登录名", [required(), at_most(40)])
    security_name = StringField("安全管理员姓名", [required(), at_most(60)])
    audit_login = StringField("审计管理员登录名", [required(), at_most(40)])
    audit_name = StringField("审计管理员姓名", [required(), at_most(60)])
