"""The child that parses one untrusted file. Run as a program by `brandkit.sandbox`, never imported by the library.

It binds itself to its limits before it looks at the file, then answers requests: one line of JSON in, one line of
JSON out, followed by raw pixels where the line says so. It writes no file and starts no program.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO


def main() -> None:
    """Serves requests on stdin until it ends."""
    requests, answers = _private_pipes()
    settings = json.loads(requests.readline())
    _bind(settings)
    sys.path[:0] = settings["import_from"]
    from brandkit.formats._cpu_limit import arm

    arm()
    while line := requests.readline():
        _answer(json.loads(line), settings, answers)


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes under other numbers, so that a library that prints does not break the protocol."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    return requests, answers


def _bind(settings: dict[str, Any]) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, settings["memory_bytes"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(kind)[1]  # nobody may raise his own: `ulimit -n 32` is no fault of a file
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))
    sys.setrecursionlimit(2000)


def _answer(request: dict[str, Any], settings: dict[str, Any], answers: BinaryIO) -> None:
    from brandkit.errors import BrandkitError

    pixels = None
    try:
        answer, pixels = _done(request, Path(settings["path"]), settings["module"])
        line = json.dumps(answer, default=vars, allow_nan=False)
    except BrandkitError as error:
        line = json.dumps(
            {"error": type(error).__name__, "problem": error.problem, "advice": error.advice, "values": error.values},
            default=str,
        )
    except (MemoryError, RecursionError):
        pixels, line = None, json.dumps({"crash": "memory"})
    except Exception as error:  # noqa: BLE001 - any crash of a parser is told, and is the file's fault
        pixels, line = None, json.dumps({"crash": type(error).__name__})
    answers.write(line.encode() + b"\n")
    if pixels is not None:
        answers.write(memoryview(pixels).cast("B"))
    answers.flush()


def _done(request: dict[str, Any], path: Path, module_name: str) -> tuple[Any, Any]:
    from importlib import import_module

    from brandkit.formats._cpu_limit import cpu_limit

    module = import_module(module_name)
    with cpu_limit(request["cpu_s"]):
        if request["do"] == "read":
            return {"document": module.read(path)}, None
        if request["do"] == "render":
            pixels = module.render(path, request["page"], request["pixels_per_unit"])
        else:
            pixels = module.picture(path, request["key"])
    return {"shape": list(pixels.shape)}, pixels


if __name__ == "__main__":
    main()
