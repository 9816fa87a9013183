"""How much the zip container of an .xlsx may hold, and the sentence for each fault (R41)."""

from partybuild.evidence.archive import Bounds, Fault
from partybuild.imports.limits import MAX_INFLATED, MAX_MEMBERS

DAMAGED = "文件不完整或已损坏，请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。"
TOO_MANY_MEMBERS = f"工作簿内部的部件超过 {MAX_MEMBERS} 个，请删去图片和附件，另存为 .xlsx 再导入。"
DUPLICATE_MEMBERS = "工作簿内部有重名的部件，请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。"
OVERLAPPING_MEMBERS = "工作簿内部的部件互相重叠，请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。"
ENCRYPTED_MEMBERS = "工作簿内部的部件加了密，请取消密码并另存为 .xlsx 再导入。"
TOO_LARGE_INSIDE = f"工作簿解压后超过 {MAX_INFLATED // 1024 // 1024} MB，请拆成几个文件分别导入。"
BOUNDS = Bounds(
    MAX_MEMBERS,
    MAX_INFLATED,
    {
        Fault.DAMAGED: DAMAGED,
        Fault.TOO_MANY_MEMBERS: TOO_MANY_MEMBERS,
        Fault.DUPLICATE_MEMBERS: DUPLICATE_MEMBERS,
        Fault.OVERLAPPING_MEMBERS: OVERLAPPING_MEMBERS,
        Fault.ENCRYPTED_MEMBERS: ENCRYPTED_MEMBERS,
        Fault.TOO_LARGE_INSIDE: TOO_LARGE_INSIDE,
    },
)
