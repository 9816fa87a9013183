"""Drawn pictures that stand for photographs of the demo world: nobody and no place is real."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, ImageDraw

from partybuild.evidence.arrivals import Arrived, Upload, arrive

SIZE = (640, 480)
RED, WOOD, WALL, FLOOR = "#b5282d", "#a9825a", "#eae4d8", "#c9bda8"
PEOPLE = ("#33475b", "#5b4636", "#3f5e4a", "#6a4a5e", "#4a4a6a")
_KINDS = {
    "meetings": "meeting",
    "pioneers": "board",
    "theme_day": "outside",
    "place": "room",
    "service": "outside",
    "centre": "outside",
}
_NAMES = {
    "meeting": "会议现场.jpg",
    "board": "公示栏.jpg",
    "outside": "活动现场.jpg",
    "room": "活动场所.jpg",
    "paper": "文件扫描.jpg",
}


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures in the store, by what they show."""

    arrived: Mapping[str, Arrived]

    def beside(self, item: str) -> Arrived:
        """The one that fits an item of the sample scheme."""
        return self.arrived[_KINDS.get(item, "paper")]


def pictures() -> Pictures:
    """A picture of each kind lies in the evidence store; no row names it yet."""
    drawn = {name: _bytes(draw()) for name, draw in _DRAWN.items()}
    return Pictures(
        {name: arrive(Upload(_NAMES[name], io.BytesIO(data))) for name, data in drawn.items()}
    )


def photograph(item: str) -> bytes:
    """The bytes of the picture that fits an item."""
    return _bytes(_DRAWN[_KINDS.get(item, "paper")]())


def _bytes(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _blank(above: str, below: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", SIZE, above)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 300, 640, 480), fill=below)
    return image, draw


def _person(draw: ImageDraw.ImageDraw, x: int, y: int, colour: str, tall: int = 90) -> None:
    draw.ellipse((x - 18, y - tall - 38, x + 18, y - tall), fill="#d8b08c")
    draw.rounded_rectangle((x - 30, y - tall, x + 30, y), radius=14, fill=colour)


def _meeting() -> Image.Image:
    image, draw = _blank(WALL, FLOOR)
    draw.rectangle((150, 40, 490, 100), fill=RED)
    draw.rectangle((170, 62, 470, 78), fill="#f3d27a")
    for place, x in enumerate(range(90, 600, 92)):
        _person(draw, x, 330, PEOPLE[place % len(PEOPLE)])
    draw.polygon(((60, 320), (580, 320), (640, 430), (0, 430)), fill=WOOD)
    for x in range(80, 600, 92):
        draw.rectangle((x, 345, x + 44, 372), fill="#f8f8f4")
    return image


def _board() -> Image.Image:
    image, draw = _blank(WALL, FLOOR)
    draw.rectangle((70, 40, 570, 330), fill="#ffffff", outline=RED, width=12)
    draw.rectangle((82, 52, 558, 96), fill=RED)
    for row in range(2):
        for column in range(5):
            x, y = 106 + column * 90, 112 + row * 106
            draw.rectangle((x, y, x + 66, y + 84), fill="#f1ece2", outline="#b9ac95")
            draw.ellipse((x + 20, y + 10, x + 46, y + 36), fill="#d8b08c")
            draw.rectangle((x + 12, y + 44, x + 54, y + 50), fill="#8d8577")
            draw.rectangle((x + 12, y + 58, x + 44, y + 64), fill="#b9ac95")
    return image


def _outside() -> Image.Image:
    image, draw = _blank("#a9cbe2", "#7da065")
    draw.ellipse((40, 150, 240, 330), fill="#5d8550")
    draw.ellipse((430, 130, 660, 330), fill="#527a47")
    draw.line((310, 110, 310, 340), fill="#777777", width=6)
    draw.rectangle((313, 110, 420, 178), fill=RED)
    for place, x in enumerate((90, 170, 250, 390, 470, 550)):
        _person(draw, x, 430, PEOPLE[place % len(PEOPLE)], 110)
    return image


def _room() -> Image.Image:
    image, draw = _blank(WALL, FLOOR)
    draw.rectangle((40, 60, 210, 190), fill=RED)
    for x in (250, 340, 430, 520):
        draw.rectangle((x, 70, x + 70, 170), fill="#ffffff", outline="#b9ac95", width=3)
        for line in range(5):
            draw.rectangle((x + 10, 84 + line * 16, x + 60, 88 + line * 16), fill="#a09888")
    draw.rectangle((440, 210, 610, 380), fill=WOOD)
    for shelf in range(3):
        for book in range(9):
            colour = (RED, "#33475b", "#b98a2f")[(book + shelf) % 3]
            x, y = 450 + book * 17, 220 + shelf * 54
            draw.rectangle((x, y, x + 12, y + 42), fill=colour)
    draw.polygon(((60, 330), (380, 330), (420, 420), (20, 420)), fill=WOOD)
    return image


def _paper() -> Image.Image:
    image = Image.new("RGB", SIZE, "#8a8378")
    draw = ImageDraw.Draw(image)
    draw.rectangle((140, 20, 500, 470), fill="#fdfdfa")
    draw.rectangle((200, 54, 440, 70), fill=RED)
    draw.rectangle((180, 92, 460, 95), fill=RED)
    for line in range(15):
        right = 460 if line % 4 != 3 else 330
        draw.rectangle((180, 120 + line * 20, right, 126 + line * 20), fill="#767676")
    draw.ellipse((370, 380, 450, 460), outline=RED, width=5)
    return image


_DRAWN = {
    "meeting": _meeting,
    "board": _board,
    "outside": _outside,
    "room": _room,
    "paper": _paper,
}
