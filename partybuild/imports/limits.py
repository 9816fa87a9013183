"""How large an import file may be (contract.md, Import workbooks; R41)."""

MAX_BYTES = 20 * 1024 * 1024
MAX_INFLATED = 200 * 1024 * 1024
MAX_MEMBERS = 200
MAX_SHEETS = 20
MAX_ROWS = 200_000
MAX_COLUMNS = 100
MAX_CELLS = 8_000_000
HEAD_WITHIN = 12
MARKED_ROWS = 5_000

TOO_MANY_SHEETS = (
    f"工作簿的工作表超过 {MAX_SHEETS} 张，请只留下要导入的工作表，另存为 .xlsx 再导入。"
)
TOO_MANY_ROWS = f"表格超过 {MAX_ROWS // 10_000} 万行，请按县区或街道拆成几个文件分别导入。"
TOO_MANY_COLUMNS = f"表格超过 {MAX_COLUMNS} 列，请删去不需要导入的列再导入。"
TOO_MANY_CELLS = f"表格超过 {MAX_CELLS // 10_000} 万个单元格，请拆成几个文件分别导入。"
