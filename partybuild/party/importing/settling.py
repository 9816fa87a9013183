"""Which Party organization each line of a file means, and under which one it stands."""

from collections import defaultdict
from collections.abc import Sequence

from partybuild.imports.cleaning import folded
from partybuild.imports.values import CLEAR
from partybuild.party.importing.bodies import Bodies, Body
from partybuild.party.importing.findings import Findings, place
from partybuild.party.importing.given import listed
from partybuild.party.importing.wishes import Wish

LOOP = "上级党组织不能是本党组织，也不能是它的下级，请核对上级。"
FARTHEST = 12
"""So many superiors may be new in one file, one above the other."""


class Settling:
    """Gives every wish its Party organization and its superior, or its row an error.

    `lenient` files (ledgers) may name superiors that nobody has entered yet: a warning.
    """

    def __init__(
        self, bodies: Bodies, wishes: Sequence[Wish], found: Findings, *, lenient: bool = False
    ) -> None:
        self.bodies = bodies
        self.wishes = wishes
        self.found = found
        self.lenient = lenient
        self._coded: dict[str, Wish] = {}
        self._named: dict[str, list[Wish]] = defaultdict(list)
        self._open: list[Wish] = []
        self._done: set[int] = set()
        for wish in wishes:
            if code := wish.words("code"):
                self._coded.setdefault(code, wish)
            self._named[folded(wish.name)].append(wish)

    def settle(self) -> None:
        """All wishes are settled; two that mean the same one are both refused."""
        for wish in self.wishes:
            self._settle(wish)
        meant: dict[object, Wish] = {}
        for wish in self.wishes:
            key: object = wish.number
            if wish.body is None and not wish.words("code"):
                key = (folded(wish.name), wish.parent)
            first = meant.setdefault(key, wish)
            if first is not wish and wish.name:
                self._refuse_double(first, wish)

    def _refuse_double(self, first: Wish, wish: Wish) -> None:
        for one, other in ((first, wish), (wish, first)):
            sheet, number = place(other.row)
            where = "" if sheet == one.row.sheet else f"工作表“{sheet}”"
            words = f"与{where}第 {number} 行是同一个党组织，请保留一行，或填写党组织编码加以区分。"
            self.found.refuse(one.row, one.column("name"), words)

    def _settle(self, wish: Wish) -> None:
        if wish.ref in self._done:
            return
        if wish in self._open or len(self._open) > FARTHEST:
            self._refuse_parent(wish, LOOP)
            return
        self._open.append(wish)
        code = wish.words("code")
        if code is None:
            self._place(wish)
            self._match(wish)
            self._done.add(wish.ref)
        else:
            wish.body = self.bodies.numbered(code)
            self._done.add(wish.ref)
            if wish.body is None and code in self.bodies.foreign:
                self.found.hide(wish.row)
            else:
                self._place(wish)
        self._open.pop()

    def _place(self, wish: Wish) -> None:
        """Its superior, where the file says one."""
        for name in ("parent_code", "parent"):
            word = wish.words(name)
            if word is not None:
                self._find_parent(wish, name, word)
                return
            if wish.values.get(name) is CLEAR:
                wish.parent_said = True

    def _find_parent(self, wish: Wish, name: str, word: str) -> None:
        candidates = self._meant(wish, word)
        if len(candidates) == 1:
            (wish.parent,), wish.parent_said = candidates, True
        elif candidates:
            several = listed(self._shown(number) for number in candidates)
            words = f"上级党组织“{word}”不止一个，请改填党组织编码：{several}。"
            self.found.refuse(wish.row, wish.column(name), words)
        elif self.lenient:
            words = f"没有找到上级党组织“{word}”，暂不登记上级（上级待落实）。"
            self.found.warn(wish.row, words)
        else:
            words = (
                f"没有找到上级党组织“{word}”，请核对名称或编码；"
                "上级不在表中也未登记的，请先登记，或留空。"
            )
            self.found.refuse(wish.row, wish.column(name), words)

    def _meant(self, wish: Wish, word: str) -> list[int]:
        """Ids and refs of all that a code or a name may mean."""
        coded = self.bodies.numbered(word)
        if coded is not None:
            return [coded.id]
        other = self._coded.get(folded(word))
        if other is not None:
            return [other.number]
        numbers = {body.id for body in self.bodies.named(word) if body.dissolved_on is None}
        for other in self._named.get(folded(word), ()):
            if other is not wish and not self.found.hidden(other.row):
                self._settle(other)
                numbers.add(other.number)
        return sorted(numbers)

    def _match(self, wish: Wish) -> None:
        """The one of the register that a name and a superior mean, where there is one."""
        same = [body for body in self.bodies.named(wish.name) if _may_be(wish, body)]
        orphans = [body for body in same if body.parent_id is None]
        if wish.parent is None:
            fits = same if len(same) == 1 or not orphans else orphans
        else:
            fits = [body for body in same if body.parent_id == wish.parent] or orphans
        if len(fits) > 1:
            fits = [body for body in fits if body.id in wish.hints] or fits
        if len(fits) == 1:
            wish.body = fits[0]
        elif fits:
            several = listed(f"{body.code} {body.name}" for body in fits)
            what = "上级党组织" if self.lenient else "党组织编码"
            words = f"“{wish.name}”不止一个，请填写{what}：{several}。"
            self.found.refuse(wish.row, wish.column("name"), words)
        elif same:
            several = listed(f"{body.code} {body.name}" for body in same)
            words = (
                f"已有同名党组织（{several}），上级不同，按新增处理；是同一个的请填写党组织编码。"
            )
            self.found.warn(wish.row, words)

    def _refuse_parent(self, wish: Wish, words: str) -> None:
        name = "parent_code" if wish.words("parent_code") else "parent"
        self.found.refuse(wish.row, wish.column(name), words)

    def _shown(self, number: int) -> str:
        body = self.bodies.by_id.get(number)
        if body is not None:
            return f"{body.code} {body.name}"
        wish = self.wishes[-number - 1]
        return f"{wish.name}（第 {wish.row.number} 行）"


def _may_be(wish: Wish, body: Body) -> bool:
    """One dissolved before the file's founding day is another one of the same name."""
    founded = wish.values.get("founded_on")
    if body.dissolved_on is None or founded is None or founded is CLEAR:
        return True
    return bool(founded < body.dissolved_on)
