"""A drawn face for a person who doesn't exist: a pencil portrait in greys, so that nobody takes it for a photograph.

Every feature is drawn from the person's seed; sex and age decide hair, beard and lines. The drawing is made at twice its
size and scaled down.
"""

import io
import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from egnatia.engines.fingerprint.synthetic.randomness import State, between, normals, start, uniform

WIDTH, HEIGHT = 240, 300
_SCALE = 2
_BRANCH = 230  # of the seed, apart from those of fingers and names
_PAPER, _SKIN, _LINE = 240, 222, 70
_QUALITY = 82

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Face:
    """Measures of one face, in pixels of the finished picture, and its marks."""

    middle: float
    eyes: float  # height of the eyes
    half_width: float
    half_height: float
    jaw: float  # 0 pointed to 1 square
    eye_gap: float
    eye_size: float
    brow: int  # thickness
    nose: float
    mouth: float
    hair: int  # grey level
    style: str  # short, bald, curly, long, scarf
    beard: str  # none, stubble, moustache, full
    glasses: bool
    age: int


def draw_face(seed: int, *, sex: str = "male", age: int = 30) -> bytes:
    """A JPEG of 240 x 300 pixels, at most 15 kB; the same arguments give the same bytes with the same Pillow."""
    state = start(seed, _BRANCH, 0)
    face = _measure(state, sex, age)
    picture = Image.new("L", (WIDTH * _SCALE, HEIGHT * _SCALE), _PAPER)
    pen = ImageDraw.Draw(picture)
    _draw_behind(pen, face)
    _draw_shoulders(pen, face, state)
    _draw_head(pen, face)
    _draw_eyes(pen, face)
    _draw_nose_and_mouth(pen, face)
    _draw_beard(pen, face, state)
    _draw_hair(pen, face, state)
    if face.glasses:
        _draw_glasses(pen, face)
    return _finish(picture, state)


def _measure(state: State, sex: str, age: int) -> Face:
    child = age < 14
    share = uniform(state)
    woman = sex == "female"
    if woman:
        style = "scarf" if share < 0.4 and not child else "long"
    else:
        style = "bald" if share < 0.1 and age > 30 else "curly" if share < 0.4 else "short"
    bearded = uniform(state) if not woman and age >= 18 else 0.0
    width = between(state, 52.0, 60.0) * (0.94 if woman else 1.0)
    return Face(
        middle=WIDTH / 2 + between(state, -4.0, 4.0),
        eyes=138.0 + between(state, -4.0, 4.0) + (8.0 if child else 0.0),
        half_width=width,
        half_height=width * between(state, 1.28, 1.42) * (0.92 if child else 1.0),
        jaw=between(state, 0.1, 0.5) if woman or child else between(state, 0.35, 0.95),
        eye_gap=width * between(state, 0.40, 0.47),
        eye_size=between(state, 8.5, 10.5) * (1.2 if child else 1.0),
        brow=int(between(state, 3, 5)) + (0 if woman or child else 2),
        nose=between(state, 22.0, 30.0) * (0.75 if child else 1.0),
        mouth=between(state, 15.0, 20.0),
        hair=int(between(state, 35, 80)) + (95 if age > 58 else 50 if age > 48 else 0),
        style=style,
        beard="full" if bearded > 0.72 else "moustache" if bearded > 0.62 else "stubble" if bearded > 0.35 else "none",
        glasses=uniform(state) < 0.12,
        age=age,
    )


def _scaled(points: list[Point]) -> list[Point]:
    return [(x * _SCALE, y * _SCALE) for x, y in points]


def _fill(pen: ImageDraw.ImageDraw, points: list[Point], grey: int, *, outline: int | None = None) -> None:
    pen.polygon(_scaled(points), fill=grey)
    if outline is not None:
        _stroke(pen, [*points, points[0]], outline, 2)


def _stroke(pen: ImageDraw.ImageDraw, points: list[Point], grey: int, width: float) -> None:
    pen.line(_scaled(points), fill=grey, width=round(width * _SCALE / 2), joint="curve")


def _arc(x: float, y: float, rx: float, ry: float, start_turn: float, end_turn: float, *, steps: int = 40) -> list[Point]:
    """Points of an ellipse's arc, degrees clockwise from the right."""
    turns = np.radians(np.linspace(start_turn, end_turn, steps))
    return [(x + rx * math.cos(turn), y + ry * math.sin(turn)) for turn in turns]


def _outline(face: Face, grow: float = 0.0) -> list[Point]:
    """The head: a skull above the eyes, a jaw below, squarer or more pointed."""
    points = []
    for turn in np.radians(np.linspace(0, 360, 120)):
        x, y = math.cos(turn), math.sin(turn)
        if y > 0:
            x *= 1.0 - (0.30 - 0.22 * face.jaw) * y**2
        points.append((face.middle + (face.half_width + grow) * x, face.eyes + 4 + (face.half_height + grow) * y))
    return points


def _draw_behind(pen: ImageDraw.ImageDraw, face: Face) -> None:
    """What hangs behind the head: long hair, or the cloth of a scarf."""
    bottom = face.eyes + face.half_height * 1.45
    if face.style in ("long", "scarf"):
        grow = 20 if face.style == "scarf" else 14
        sides = _arc(face.middle, face.eyes - 8, face.half_width + grow, face.half_height + grow - 4, 180, 360)
        cloth = [*sides, (face.middle + face.half_width + grow + 6, bottom), (face.middle - face.half_width - grow - 6, bottom)]
        _fill(pen, cloth, 150 if face.style == "scarf" else face.hair, outline=_LINE)


def _draw_shoulders(pen: ImageDraw.ImageDraw, face: Face, state: State) -> None:
    chin = face.eyes + face.half_height
    neck = face.half_width * 0.52
    cloth = int(between(state, 90, 190))
    _fill(pen, [(face.middle - neck, chin - 25), (face.middle + neck, chin - 25), (face.middle + neck + 6, 300),
                (face.middle - neck - 6, 300)], _SKIN - 22)  # fmt: skip
    top = chin + 22
    left = [(face.middle - neck - 4, top), (face.middle - 70, top + 16), (face.middle - 108, 300)]
    right = [(face.middle + 108, 300), (face.middle + 70, top + 16), (face.middle + neck + 4, top)]
    _fill(pen, [*left, *right, (face.middle, top + between(state, 14.0, 34.0))], cloth, outline=_LINE)
    if face.style == "scarf":  # wound under the chin
        reach = face.half_width + 13
        wound = [*_arc(face.middle, chin - 38, reach, 26, 180, 360), *_arc(face.middle, chin - 38, reach, 92, 0, 180)]
        _fill(pen, wound, 160, outline=_LINE)
        _stroke(pen, _arc(face.middle - 12, chin - 18, reach, 58, 20, 110), 128, 2)
        _stroke(pen, _arc(face.middle + 16, chin - 22, reach, 70, 70, 150), 128, 2)


def _draw_head(pen: ImageDraw.ImageDraw, face: Face) -> None:
    if face.style not in ("scarf", "long"):
        for side in (-1, 1):
            ear = _arc(face.middle + side * (face.half_width + 1), face.eyes + 8, 9, 17, 0, 360)
            _fill(pen, ear, _SKIN - 14, outline=_LINE + 30)
    _fill(pen, _outline(face), _SKIN, outline=_LINE + 10)
    for side in (-1, 1):  # a little shade under the cheekbones
        _fill(pen, _arc(face.middle + side * face.half_width * 0.66, face.eyes + 27, 9, 17, 0, 360), _SKIN - 6)
    if face.age > 45:
        for row in range(2 if face.age < 58 else 3):
            y = face.eyes - face.half_height * 0.45 - 8 * row
            _stroke(pen, _arc(face.middle, y + 14, 30, 14, 215, 325), 175, 2)
        for side in (-1, 1):
            _stroke(pen, [(face.middle + side * 15, face.eyes + 36), (face.middle + side * 23, face.eyes + 53)], 160, 2)


def _draw_eyes(pen: ImageDraw.ImageDraw, face: Face) -> None:
    for side in (-1, 1):
        x, y, size = face.middle + side * face.eye_gap, face.eyes, face.eye_size
        almond = [*_arc(x, y + 2, size, size * 0.62, 180, 360), *_arc(x, y, size, size * 0.45, 0, 180)]
        _fill(pen, almond, 250)
        _fill(pen, _arc(x, y - 0.5, size * 0.45, size * 0.47, 0, 360), 60)
        _fill(pen, _arc(x + 1.5, y - 2, 1.4, 1.4, 0, 360), 250)
        _stroke(pen, _arc(x, y + 2, size + 1, size * 0.68, 185, 355), 50, 4)
        _stroke(pen, _arc(x, y, size, size * 0.5, 20, 160), 140, 2)
        brow = _arc(x + side * 1, y - 6, size * 1.55, size * 1.05, 212 if side < 0 else 222, 318 if side < 0 else 328)
        _stroke(pen, brow, min(face.hair + 15, 150), face.brow)


def _draw_nose_and_mouth(pen: ImageDraw.ImageDraw, face: Face) -> None:
    tip = face.eyes + face.nose + 8
    _stroke(pen, [(face.middle - 5, face.eyes + 4), (face.middle - 8, tip - 8), (face.middle - 10, tip)], 165, 3)
    _stroke(pen, _arc(face.middle, tip, 10, 6, 20, 160), 110, 3)
    for side in (-1, 1):
        _fill(pen, _arc(face.middle + side * 5, tip + 3, 2.2, 1.4, 0, 360), 90)
    y = tip + (face.eyes + face.half_height - tip) * 0.42
    upper = [*_arc(face.middle - face.mouth * 0.4, y, face.mouth * 0.6, 5, 180, 350, steps=15),
             *_arc(face.middle + face.mouth * 0.4, y, face.mouth * 0.6, 5, 190, 360, steps=15)]  # fmt: skip
    _fill(pen, [*upper, *_arc(face.middle, y, face.mouth, 7, 0, 180)], 172)
    _stroke(pen, _arc(face.middle, y - 2, face.mouth, 3, 5, 175), 85, 3)


def _draw_beard(pen: ImageDraw.ImageDraw, face: Face, state: State) -> None:
    """Short strokes over jaw and lip, dense for a full beard, dots for stubble."""
    if face.beard == "none":
        return
    tip, chin = face.eyes + face.nose + 12, face.eyes + 4 + face.half_height
    lip = tip + (chin - 4 - tip) * 0.40
    amount = {"stubble": 900, "moustache": 260, "full": 3200}[face.beard]
    for _ in range(amount):
        x, y = between(state, -1.0, 1.0), between(state, 0.18, 1.0)
        edge = math.sqrt(1 - y * y) * (1.0 - (0.30 - 0.22 * face.jaw) * y**2)
        if abs(x) > edge:
            continue
        px, py = face.middle + face.half_width * x, face.eyes + 4 + face.half_height * y
        over_lip = abs(px - face.middle) < face.mouth * 1.25 and tip < py < lip - 3
        on_lips = abs(px - face.middle) < face.mouth * 1.05 and lip - 6 < py < lip + 9
        on_jaw = abs(x) > 0.86 * edge or (py > lip + 8 and abs(px - face.middle) < face.mouth * 2.4) or y > 0.80
        if on_lips or not (over_lip or (on_jaw and face.beard != "moustache")):
            continue
        length = 1.2 if face.beard == "stubble" else 4.0
        _stroke(pen, [(px, py), (px + x * 2, py + length)], face.hair + (75 if face.beard == "stubble" else 10), 2)


def _draw_hair(pen: ImageDraw.ImageDraw, face: Face, state: State) -> None:
    top = face.eyes + 4 - face.half_height
    if face.style == "bald":
        return
    if face.style == "scarf":
        band = [*_arc(face.middle, face.eyes + 4, face.half_width + 14, face.half_height + 14, 168, 372),
                *_arc(face.middle, face.eyes + 10, face.half_width - 3, face.half_height - 12, 372, 168)]  # fmt: skip
        _fill(pen, band, 164, outline=_LINE)
        return
    line = face.half_height * between(state, 0.34, 0.48)  # from the top of the head to the hairline
    grow = 5.0 if face.style == "short" else 9.0
    cap = _arc(face.middle, face.eyes + 4, face.half_width + grow, face.half_height + grow, 188, 352)
    part = between(state, -22.0, 22.0)
    low = face.eyes - (26 if face.style != "long" else -14)
    front = [(face.middle + face.half_width - 3, low), (face.middle + face.half_width * 0.72, top + line * 1.05),
             (face.middle + part + 20, top + line * 0.82), (face.middle + part, top + line * 0.70),
             (face.middle - face.half_width * 0.70, top + line * 1.05), (face.middle - face.half_width + 3, low)]  # fmt: skip
    _fill(pen, [*cap, *front], face.hair)
    if face.style == "curly":
        for x, y in cap[4:-4]:
            radius = between(state, 5.0, 9.0)
            _fill(pen, _arc(x, y + 3, radius, radius, 0, 360, steps=16), face.hair)
    for _ in range(46):  # strands
        x = between(state, -0.95, 0.95)
        y = top - grow * 0.4 + (1 - math.sqrt(1 - x * x)) * face.half_height * 0.8
        px = face.middle + face.half_width * x
        _stroke(pen, [(px, y + 4), (px + (px - face.middle - part) * 0.10, y + 6 + line * 0.5)], face.hair + 32, 1)


def _draw_glasses(pen: ImageDraw.ImageDraw, face: Face) -> None:
    for side in (-1, 1):
        x = face.middle + side * face.eye_gap
        _stroke(pen, _arc(x, face.eyes + 2, face.eye_size * 1.75, face.eye_size * 1.45, 0, 360), 45, 4)
        _stroke(
            pen, [(x + side * face.eye_size * 1.75, face.eyes), (face.middle + side * face.half_width, face.eyes - 4)], 45, 4
        )
    inner = face.eye_gap - face.eye_size * 1.75
    _stroke(pen, _arc(face.middle, face.eyes, inner, 4, 180, 360), 45, 4)


def _finish(picture: Image.Image, state: State) -> bytes:
    """Scaled down, on grained paper, as JPEG."""
    small = picture.filter(ImageFilter.GaussianBlur(1.2)).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    grain = 3.0 * normals(state, HEIGHT, WIDTH)
    pixels = np.clip(np.round(np.asarray(small, np.float32) + grain), 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()
