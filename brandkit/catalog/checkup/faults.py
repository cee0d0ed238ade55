"""What a check-up says of one thing that is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from brandkit.messages import Message


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: a stable code, the blob or row it is about, and a sentence."""

    code: str
    subject: str
    message: Message

    @property
    def where(self) -> str:
        """What the subject is: "blob" or "row"."""
        return "blob" if self.code.endswith("-blob") else "row"
