"""The marks of the starter identity, constructed on a grid of 64 units.

One idea: the lighthouse of Núi Nhỏ is the mast, its three rays are the sail, the bay is the hull that carries both.
Every gap is three units wide. A mark is a list of parts (role, contours); the colouring gives each role its colour.
"""

from __future__ import annotations

from identity_drawing import (
    Circle,
    Contour,
    Line,
    Point,
    entering,
    horizontal,
    placed,
    polygon,
    reversed_contour,
    swell,
)

Part = tuple[str, list[Contour]]
GAP = 3.0
AXIS = 20.0                                  # of the tower
LAMP = Line((AXIS, 13.5), 0)                 # the rays start here
LEECH = Circle((24, 31), 35)                 # outer edge of the sail
BAY = Circle((32, 26), 37)                   # bottom of the hull
SEA_LEVEL, DECK = 45.0, 48.0
RAYS = (-6.0, 20.0, 47.0)                    # degrees below the horizon: upper edge, first seam, second seam
WAVE = ((8.0, 59.5), (54.0, 52.0))
WAVE_SLOPE = 18.0                            # degrees, at its middle


def tower() -> list[Contour]:
    """Gallery and shaft in one outline, and the dome."""
    half = {"gallery": 5.2, "neck": 4.0, "foot": 5.4}
    outline = [(half["gallery"], 15), (half["gallery"], 17), (half["neck"], 17), (half["foot"], SEA_LEVEL)]
    right = [(AXIS + dx, y) for dx, y in outline]
    left = [(AXIS - dx, y) for dx, y in reversed(outline)]
    dome = Circle((AXIS, 12), 5.2)
    start, end = (AXIS - 5.2, 12.0), (AXIS + 5.2, 12.0)
    return [polygon(*right, *left), [(start,), *dome.arc(start, end)]]


def sail() -> list[Contour]:
    """Three rays of the lamp, cut by the luff (along the tower), the leech and the level of the sea."""
    upper, first, second = (Line(LAMP.at, angle) for angle in RAYS)
    luff = Line((AXIS + 4, 17), 87.137).beside(-GAP)     # parallel to the shaft
    head = Line((AXIS + 8.2, 0), 90)                     # one gap beside the gallery
    foot = horizontal(SEA_LEVEL)
    half = GAP / 2
    edge = {name: LEECH.meets(line)[1] for name, line in {
        "top": upper.beside(half), "first-": first.beside(-half), "first+": first.beside(half), "foot": foot}.items()}
    beam = [(head.meets(upper.beside(half)),), (edge["top"],), *LEECH.arc(edge["top"], edge["first-"]),
            (head.meets(first.beside(-half)),)]
    main = [(luff.meets(first.beside(half)),), (edge["first+"],), *LEECH.arc(edge["first+"], edge["foot"]),
            (foot.meets(second.beside(-half)),), (luff.meets(second.beside(-half)),)]
    lower = polygon(luff.meets(second.beside(half)), foot.meets(second.beside(half)), luff.meets(foot))
    return [beam, main, lower]


def bay(circle: Circle = BAY, deck: float = DECK, wave: tuple[Point, Point] = WAVE) -> tuple[Contour, Contour]:
    """(hull, sea): the circle below the deck, parted by a wave one gap wide."""
    across = Line((0, 0), -WAVE_SLOPE).beside(GAP / 2).at
    left, right = circle.meets(horizontal(deck))
    crest, trough = (_shore(circle, wave, (side * across[0], side * across[1])) for side in (-1, 1))
    hull = [(left,), (right,), *circle.arc(right, crest[-1][-1]), *reversed_contour(crest)[1:],
            *circle.arc(crest[0][-1], left)]
    sea = [*trough, *circle.arc(trough[-1][-1], trough[0][-1])]
    return hull, sea


def _shore(circle: Circle, wave: tuple[Point, Point], move: Point) -> Contour:
    """The wave moved aside, from where it enters the circle to where its level end leaves it."""
    start, end = ((x + move[0], y + move[1]) for x, y in wave)
    first, curve = entering(start, swell(start, end)[0], circle)
    return [(first,), *curve, (circle.meets(horizontal(end[1]))[1],)]


def city() -> list[Part]:
    """The mark of the city, version 2."""
    hull, sea = bay()
    return [("ink", tower()), ("light", sail()), ("ink", [hull]), ("sea", [sea])]


def badge() -> list[Part]:
    """The mark of the city, version 1: a full shield, tower, sun and two waves cut out; heavier, more literal."""
    bands = [polygon((_flank(y0, -1), y0), (_flank(y0, 1), y0), (_flank(y1, 1), y1), (_flank(y1, -1), y1))
             for y0, y1 in ((21, 26), (27.6, 33), (34.6, 40.5))]
    lantern = [polygon((21.5, 14.5), (28.5, 14.5), (28.5, 19.4), (21.5, 19.4)),
               polygon((18.5, 13), (25, 8), (31.5, 13))]
    window = Circle((43.5, 40.5), 9.5)
    cut = [*lantern, *bands, [((34, 40.5),), *window.arc((34, 40.5), (53, 40.5))],
           _ribbon(14, 43.5, 9, 4), _ribbon(23, 50.5, 9, 2)]
    sun = Circle((43.5, 39), 6.5)
    return [("ink", [_shield(), *map(reversed_contour, cut)]),
            ("light", [[((37, 39),), *sun.arc((37, 39), (50, 39))]])]


def _shield() -> Contour:
    return [((6, 3),), ((58, 3),), ((58, 35),), ((58, 49), (46, 57), (32, 63)), ((18, 57), (6, 49), (6, 35))]


def _flank(y: float, side: int) -> float:
    return 25 + side * (4 + (y - 21) * 0.16)


def _ribbon(x: float, y: float, step: float, waves: int, thickness: float = 2.8) -> Contour:
    over: Contour = [((x, y),)]
    for i in range(waves):
        over += swell((x + i * step, y + (i % 2) * 2.6), (x + (i + 1) * step, y + ((i + 1) % 2) * 2.6))
    under = placed(over, dy=thickness)
    return over + reversed_contour(under)


def tourism() -> list[Part]:
    """The mark of the tourism office: a shell of five rays that grow as the sun rises, over the same bay."""
    lamp, radii = (26.0, DECK - GAP), (17, 21.5, 27, 33.5, 41)
    rays = [_sector(lamp, 180 + 36 * i, 216 + 36 * i, 9.5, radius) for i, radius in enumerate(radii)]
    sun = Circle(lamp, 6.5)
    dome: Contour = [((lamp[0] - 6.5, lamp[1]),), *sun.arc((lamp[0] - 6.5, lamp[1]), (lamp[0] + 6.5, lamp[1]))]
    hull, sea = bay(circle=Circle((38, 22), 39.5), wave=((14, 58.5), (60, 51.5)))
    return [("ink", [dome]), ("light", rays), ("sea", [hull]), ("ink", [sea])]


def _sector(center: Point, first: float, last: float, inner: float, outer: float) -> Contour:
    half = GAP / 2
    start = Line(center, first).beside(0 if first % 180 == 0 else half)
    end = Line(center, last).beside(0 if last % 180 == 0 else -half)
    far, near = Circle(center, outer), Circle(center, inner)
    a, b, c, d = near.meets(start)[1], far.meets(start)[1], far.meets(end)[1], near.meets(end)[1]
    return [(a,), (b,), *far.arc(b, c), (d,), *near.arc(d, a, clockwise=False)]


def one_door() -> list[Part]:
    """The mark of the one-stop shop: one door, open to the sea, its light falling out to whoever comes."""
    outer, inner = Circle((27, 25), 21), Circle((27, 25), 14.5)
    frame: Contour = [((6, 54),), ((6, 25),), *outer.arc((6, 25), (48, 25)), ((48, 54),), ((41.5, 54),), ((41.5, 25),),
                      *inner.arc((41.5, 25), (12.5, 25), clockwise=False), ((12.5, 54),)]
    sky = Circle((27, 25), 11.5)
    shore: Contour = [((15.5, 41),), *swell((15.5, 41), (38.5, 33))]
    above = placed(shore, dy=-GAP * 1.1)
    view: Contour = [*reversed_contour(above), ((15.5, 25),), *sky.arc((15.5, 25), (38.5, 25))]
    water: Contour = [*shore, ((38.5, 54),), ((15.5, 54),)]
    floor = polygon((15.5, 57), (41.5, 57), (60, 64), (24, 64))
    return [("ink", [frame]), ("light", [view]), ("sea", [water]), ("light", [floor])]
