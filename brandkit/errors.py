"""What brandkit raises on purpose: each with a stable code, a message and advice.

Bad material is a finding; work that cannot be done is one of these. They import nothing of ours; doors map each class
to an exit status (`commands`) or an HTTP status (`service`).
"""

from __future__ import annotations


class BrandkitError(Exception):
    """Undoable work.

    Parameters
    ----------
    subject : the file, slug or option it is about, as the user named it.
    problem : what is wrong, as the rest of a sentence that starts with the subject; {fields} take `values`, so that
        the English sentence stays the key of its translation.
    advice : what to do now; the class has a default.
    """

    code = "error"
    advice = "Run the command with --help."

    def __init__(self, subject: object, problem: str, advice: str | None = None, /, **values: object):
        super().__init__(f"{subject} {problem.format(**values)}")
        self.subject = str(subject)
        self.problem = problem
        self.values = values
        if advice is not None:
            self.advice = advice


class UnreadableMaterial(BrandkitError):
    """A file that cannot be read as what it claims to be: empty, truncated, encrypted, of another type."""

    code = "unreadable-material"
    advice = "Export the file again from its program, without a password, and try once more."


class UnsupportedFormat(BrandkitError):
    """A file of a type that no format module reads."""

    code = "unsupported-format"
    advice = "Export it as PDF, SVG, PNG, JPEG, WebP, TIFF or GIF."


class MaterialTooLarge(BrandkitError):
    """A file beyond a stated limit of bytes, pixels, pages, nodes, memory or time."""

    code = "material-too-large"
    advice = "Export it smaller; the limits are listed in docs/reference/limits.md."


class UnsafeMaterial(BrandkitError):
    """A file that reaches outside itself or carries active content."""

    code = "unsafe-material"
    advice = "Embed what it refers to and remove scripts, then export it again."


class NotFound(BrandkitError):
    """A path that is not there."""

    code = "not-found"
    advice = "Check the path."


class NoCatalog(BrandkitError):
    """No catalog was named and none lies above the current folder."""

    code = "no-catalog"
    advice = "Make one with `brandkit init DIR`, or name it with --catalog or BRANDKIT_CATALOG."


class InvalidCatalog(BrandkitError):
    """A catalog, or a file of a catalog folder, that does not hold what it must."""

    code = "invalid-catalog"
    advice = "See docs/reference/catalog-folder.md for the form, or run `brandkit fsck`."


class InvalidProfile(BrandkitError):
    """A brand profile that does not hold what it must."""

    code = "invalid-profile"
    advice = "See docs/reference/catalog-folder.md, brand.toml."


class UnknownAsset(BrandkitError):
    """A slug, version or variant that the catalog does not hold."""

    code = "unknown-asset"
    advice = "Look for it with `brandkit search`."


class UnknownRule(BrandkitError):
    """A rule id that no file of the rules folder has."""

    code = "unknown-rule"
    advice = "List them with `brandkit rules`."


class AssetExists(BrandkitError):
    """A slug or a target that is taken."""

    code = "asset-exists"
    advice = "Choose another slug, or add a version with the same slug and variant."


class WrongMove(BrandkitError):
    """A lifecycle move that the status does not allow."""

    code = "wrong-move"
    advice = "See the status with `brandkit show SLUG`."


class LostUpdate(WrongMove):
    """A change of an asset that someone else changed since the caller looked at it."""

    code = "lost-update"
    advice = "Look at it again with `brandkit show SLUG`, then repeat the change if it is still wanted."


class NotAvailable(BrandkitError):
    """An asset that may not be handed out now: not approved, under embargo, expired or withdrawn."""

    code = "not-available"
    advice = "Ask its owner unit, or take the asset that replaces it."


class InvalidValue(BrandkitError):
    """An option or field whose value cannot be used."""

    code = "invalid-value"
    advice = "See --help for the values it takes."


class MissingLibrary(BrandkitError):
    """An optional library or program that is not installed."""

    code = "missing-library"
    advice = "Install it and try again."


class StoreFailure(BrandkitError):
    """A blob store or database that failed; nothing was acknowledged."""

    code = "store-failure"
    advice = "Nothing was lost. Free space or mend the store, then run the command again."


class DamagedBlob(StoreFailure):
    """Stored bytes that no longer have the hash that names them."""

    code = "damaged-blob"
    advice = "Run `brandkit fsck --read-data`, then restore the file from a backup or `add` it again."
