"""What a reader of one format hands on: raw text with marks (see `index.clean`), and the format's metadata."""

from dataclasses import dataclass


class Unreadable(Exception):
    """A file cannot be turned into text; the message is the reason, in plain Chinese, with the remedy if any."""


@dataclass(frozen=True, slots=True)
class Raw:
    """The text of a file before cleaning, and the metadata of its format.

    `created` is a date of the file's own metadata, which may say when the file was made rather than when it was
    published: it is only trusted where the text agrees. `published` is stated as the date of publication. `wrapped`
    says whether lines may have been broken by narrow columns.
    """

    text: str
    title: str | None = None
    published: str | None = None
    created: str | None = None
    wrapped: bool = True
