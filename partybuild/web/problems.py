"""Every refusal as a sentence, with its status: 400, 403, 404, 405, 409, 413, 422, 500, 503."""

import logging
import secrets

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, NoResultFound, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from partybuild.audit import commands as audit
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, Stale
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.actor import current_actor

log = logging.getLogger("partybuild")
SENTENCES = {
    400: ("这次提交没有被接受。", "请返回上一页，刷新后再试。"),
    404: ("没有找到这一页，或者它不在您的管理范围内。", "请从左侧栏目重新进入，或用上方查找。"),
    405: ("这个地址不能这样访问。", "请从页面上的按钮进入。"),
    413: ("文件或内容太大。", "单个文件最多 20 MB；请压缩、拆分或分几次上传。"),
    429: ("请求太频繁。", "请稍等一会儿再试。"),
}


def install(app: Flask) -> None:
    """Register one handler for each way a request can go wrong."""
    app.register_error_handler(RuleBroken, lambda broken: _say(str(broken), 409))
    app.register_error_handler(NotPermitted, _refused)
    for missing in (OutOfReach, NoResultFound):
        app.register_error_handler(missing, lambda _: _say(*_sentence(404)))
    for late in (Stale, IntegrityError, StaleDataError):
        app.register_error_handler(late, _stale)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(DBAPIError, _unavailable)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _sentence(status: int) -> tuple[str, int, str]:
    message, advice = SENTENCES.get(status, SENTENCES[400])
    return message, status, advice


def _say(message: str, status: int, advice: str = "", incident: str = "") -> Response:
    db.session.rollback()
    return respond.problem(message, status=status, advice=advice, incident=incident)


def _refused(refused: NotPermitted) -> Response:
    """A role that may not: one audit row, wherever on the way it was refused (R65)."""
    actor = current_actor()
    if actor is not None:
        audit.note(actor, "越权访问", "refused", path=request.path)
    return _say(str(refused), 403, "如确需办理，请联系本单位系统管理员调整岗位。")


def _stale(error: Exception) -> Response:
    message = (
        str(error) if isinstance(error, Stale) else "这条记录刚刚被别人改过，您的修改没有写入。"
    )
    return _say(message, 409, "请刷新后看看现在的内容，再决定是否修改。")


def _unavailable(error: Exception) -> Response:
    log.warning("database unavailable: %s", type(error).__name__)
    response = _say("数据库正忙，这次没有写入。", 503, "请过几秒再提交一次，填写的内容不会丢。")
    response.headers["Retry-After"] = "5"
    return response


def _csrf(error: CSRFError) -> Response:
    return _say("页面停留太久，已经失效，这次没有提交。", 400, "请刷新页面后再提交一次。")


def _http(error: HTTPException) -> Response:
    return _say(*_sentence(error.code or 400))


def _unexpected(error: Exception) -> Response:
    incident = secrets.token_hex(4)
    log.exception("incident %s", incident)
    return _say("系统出错，这次没有写入。", 500, "请把编号告诉系统管理员。", incident)
