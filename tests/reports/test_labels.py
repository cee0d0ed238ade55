"""Tags of a drawing: on no object, on no other tag, inside the frame, whatever there is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from brandkit.geometry import Box, contains, intersection
from brandkit.reports._labels import Request, placed

CANVAS = Box(0.0, 0.0, 400.0, 300.0)
boxes = st.builds(Box, st.integers(0, 360), st.integers(0, 260), st.integers(8, 220), st.integers(8, 160)).map(
    lambda b: Box(float(b.x), float(b.y), float(min(b.w, 400 - b.x)), float(min(b.h, 300 - b.y)))
)
sizes = st.tuples(st.floats(30, 180), st.floats(24, 80))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(sizes, st.none() | boxes), min_size=1, max_size=9))
def test_tags_never_collide_nor_leave_the_frame(wanted):
    requests = [Request(size, target) for size, target in wanted]
    places, canvas = placed(requests, [r.target for r in requests if r.target], CANVAS)
    found = [place.box for place in places]
    assert len(found) == len(requests)
    for index, box in enumerate(found):
        assert contains(canvas, box, slack=0.1)
        assert not any(intersection(box, other) for other in found[:index])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(sizes, boxes), min_size=1, max_size=6))
def test_tags_lie_on_no_object_but_the_ground_of_their_own(wanted):
    requests = [Request(size, target) for size, target in wanted]
    objects = [r.target for r in requests]
    places, _ = placed(requests, objects, CANVAS)
    for request, place in zip(requests, places, strict=True):
        others = [o for o in objects if o == request.target or not contains(o, request.target)]
        assert not any(intersection(place.box, other) for other in others)


def test_a_tag_touches_its_object_where_there_is_room():
    (place,), canvas = placed([Request((40.0, 24.0), Box(100, 100, 80, 40))], [Box(100, 100, 80, 40)], CANVAS)
    assert (place.box, place.leader, canvas) == (Box(100, 70, 40, 24), None, CANVAS)


def test_a_tag_that_had_to_go_far_has_a_line_to_its_object():
    target, crowd = Box(180, 130, 40, 40), [Box(90, 40, 220, 86), Box(90, 174, 220, 86), Box(90, 120, 86, 60),
                                            Box(224, 120, 86, 60)]  # fmt: skip
    (place,), _ = placed([Request((60.0, 24.0), target)], [target, *crowd], CANVAS)
    assert place.leader is not None
    start, end = place.leader
    assert target.x <= start[0] <= target.right and place.box.x <= end[0] <= place.box.right


def test_a_full_frame_grows_downwards():
    whole = Box(0, 0, 400, 300)
    (place,), canvas = placed([Request((60.0, 24.0), whole)], [whole], CANVAS)
    assert canvas.h > 300
    assert place.box.y >= 300
