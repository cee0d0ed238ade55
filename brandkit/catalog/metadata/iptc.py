"""The IPTC Photo Metadata Standard as data: each property, where files carry it, and the key under which we keep it.

`metadata` reads by this table, `metadata_packet` and `metadata_iim` write by it, docs/reference/metadata.md shows it.

Source: IPTC Photo Metadata Standard 2025.1 (Core 1.5, Extension 1.9); PLUS License Data Format 2.0.1; IPTC-IIM 4.2;
CIPA DC-008 (EXIF 3.0).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# How a value is kept: one text, {"vi", "en"}, texts joined by commas, a list of texts, a list of structures.
Form = Literal["text", "pair", "joined", "list", "structures"]
Schema = Literal["Core", "Extension", "XMP"]

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "cc": "http://creativecommons.org/ns#",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
}
DATA_MINING_TERMS = "http://ns.useplus.org/ldf/vocab/"


@dataclass(frozen=True)
class Property:
    """One property; `iim` is a dataset of record 2 and `iim_bytes` its largest size, `exif` the name in exifread."""

    name: str
    schema: Schema
    xmp: str
    form: Form
    key: str
    iim: int | None = None
    iim_bytes: int = 0
    exif: str = ""
    fields: tuple[str, ...] = ()  # of a structure, each as prefix:Name


def _fields(prefix: str, names: str) -> tuple[str, ...]:
    return tuple(f"{prefix}:{name}" for name in names.split())


_CONTACT = _fields(
    "Iptc4xmpCore", "CiAdrCity CiAdrCtry CiAdrExtadr CiAdrPcode CiAdrRegion CiEmailWork CiTelWork CiUrlWork"
)
_PLACE = _fields(
    "Iptc4xmpExt", "City CountryCode CountryName LocationId LocationName ProvinceState Sublocation WorldRegion"
) + _fields("exif", "GPSLatitude GPSLongitude GPSAltitude GPSAltitudeRef")
_TERM = _fields("Iptc4xmpExt", "CvId CvTermId CvTermName CvTermRefinedAbout")
_ROLE = _fields("Iptc4xmpExt", "Identifier Name Role")
_PERSON = _fields("Iptc4xmpExt", "PersonCharacteristic PersonDescription PersonId PersonName")
_PRODUCT = _fields("Iptc4xmpExt", "ProductDescription ProductGTIN ProductId ProductName")
_REGION = _fields("Iptc4xmpExt", "Name RegionBoundary rCtype rId rRole")
_REGISTRY = _fields("Iptc4xmpExt", "RegEntryRole RegItemId RegOrgId")
_ARTWORK = _fields(
    "Iptc4xmpExt",
    "AOCircaDateCreated AOContentDescription AOContributionDescription AOCopyrightNotice AOCreator AOCreatorId"
    " AOCurrentCopyrightOwnerId AOCurrentCopyrightOwnerName AOCurrentLicensorId AOCurrentLicensorName AODateCreated"
    " AOPhysicalDescription AOSource AOSourceInvNo AOSourceInvURL AOStylePeriod AOTitle",
)
_LICENSOR = _fields(
    "plus",
    "LicensorCity LicensorCountry LicensorEmail LicensorExtendedAddress LicensorID LicensorName LicensorPostalCode"
    " LicensorRegion LicensorStreetAddress LicensorTelephone1 LicensorTelephone2 LicensorTelephoneType1"
    " LicensorTelephoneType2 LicensorURL",
)
_OWNER = _fields("plus", "CopyrightOwnerID CopyrightOwnerName")
_CREATOR = _fields("plus", "ImageCreatorID ImageCreatorName")
_SUPPLIER = _fields("plus", "ImageSupplierID ImageSupplierName")
_EMBEDDED_RIGHTS = _fields("Iptc4xmpExt", "EncRightsExpr RightsExprEncType RightsExprLangId")
_LINKED_RIGHTS = _fields("Iptc4xmpExt", "LinkedRightsExpr RightsExprEncType RightsExprLangId")
P = Property

CORE = (
    P("Alt Text (Accessibility)", "Core", "Iptc4xmpCore:AltTextAccessibility", "pair", "alt"),
    P("City (legacy)", "Core", "photoshop:City", "text", "city", 90, 32),
    P("Copyright Notice", "Core", "dc:rights", "pair", "rights", 116, 128, "Image Copyright"),
    P("Country (legacy)", "Core", "photoshop:Country", "text", "country", 101, 64),
    P("Country Code (legacy)", "Core", "Iptc4xmpCore:CountryCode", "text", "country_code", 100, 3),
    P("Creator", "Core", "dc:creator", "joined", "creator", 80, 32, "Image Artist"),
    P("Creator's Contact Info", "Core", "Iptc4xmpCore:CreatorContactInfo", "structures", "contact", fields=_CONTACT),
    P("Creator's Jobtitle", "Core", "photoshop:AuthorsPosition", "text", "creator_job_title", 85, 32),
    P("Credit Line", "Core", "photoshop:Credit", "text", "credit", 110, 32),
    P("Date Created", "Core", "photoshop:DateCreated", "text", "created", 55, 8, "EXIF DateTimeOriginal"),
    P("Description", "Core", "dc:description", "pair", "caption", 120, 2000, "Image ImageDescription"),
    P("Description Writer", "Core", "photoshop:CaptionWriter", "text", "caption_writer", 122, 32),
    P("Extended Description (Accessibility)", "Core", "Iptc4xmpCore:ExtDescrAccessibility", "pair", "alt_extended"),
    P("Headline", "Core", "photoshop:Headline", "text", "headline", 105, 256),
    P("Instructions", "Core", "photoshop:Instructions", "text", "instructions", 40, 256),
    P("Intellectual Genre", "Core", "Iptc4xmpCore:IntellectualGenre", "text", "intellectual_genre", 4, 68),
    P("Job Id", "Core", "photoshop:TransmissionReference", "text", "job_id", 103, 32),
    P("Keywords", "Core", "dc:subject", "list", "tags", 25, 64),
    P("Province or State (legacy)", "Core", "photoshop:State", "text", "province", 95, 32),
    P("Rights Usage Terms", "Core", "xmpRights:UsageTerms", "pair", "usage_terms"),
    P("Scene Code", "Core", "Iptc4xmpCore:Scene", "list", "scene_codes"),
    P("Source", "Core", "photoshop:Source", "text", "source", 115, 32),
    P("Subject Code", "Core", "Iptc4xmpCore:SubjectCode", "list", "subject_codes", 12, 236),
    P("Sublocation (legacy)", "Core", "Iptc4xmpCore:Location", "text", "sublocation", 92, 32),
    P("Title", "Core", "dc:title", "pair", "title", 5, 64),
)

EXTENSION = (
    P("Additional Model Information", "Extension", "Iptc4xmpExt:AddlModelInfo", "text", "model_information"),
    P("AI Prompt Information", "Extension", "Iptc4xmpExt:AIPromptInformation", "text", "ai_prompt"),
    P("AI Prompt Writer Name", "Extension", "Iptc4xmpExt:AIPromptWriterName", "text", "ai_prompt_writer"),
    P("AI System Used", "Extension", "Iptc4xmpExt:AISystemUsed", "text", "ai_system"),
    P("AI System Version Used", "Extension", "Iptc4xmpExt:AISystemVersionUsed", "text", "ai_system_version"),
    P("Artwork or Object in the Image", "Extension", "Iptc4xmpExt:ArtworkOrObject", "structures", "artworks",
      fields=_ARTWORK),
    P("Code of Organisation Featured in the Image", "Extension", "Iptc4xmpExt:OrganisationInImageCode", "list",
      "organisation_codes"),
    P("Contributor", "Extension", "Iptc4xmpExt:Contributor", "structures", "contributors", fields=_ROLE),
    P("Copyright Owner", "Extension", "plus:CopyrightOwner", "structures", "copyright_owners", fields=_OWNER),
    P("CV-Term About Image", "Extension", "Iptc4xmpExt:AboutCvTerm", "structures", "about_terms", fields=_TERM),
    P("Data Mining", "Extension", "plus:DataMining", "text", "data_mining"),
    P("Digital Image GUID", "Extension", "Iptc4xmpExt:DigImageGUID", "text", "image_guid"),
    P("Digital Source Type", "Extension", "Iptc4xmpExt:DigitalSourceType", "text", "digital_source_type"),
    P("Embedded Encoded Rights Expression", "Extension", "Iptc4xmpExt:EmbdEncRightsExpr", "structures",
      "embedded_rights", fields=_EMBEDDED_RIGHTS),
    P("Event Identifier", "Extension", "Iptc4xmpExt:EventId", "list", "event_ids"),
    P("Event Name", "Extension", "Iptc4xmpExt:Event", "pair", "event"),
    P("Genre", "Extension", "Iptc4xmpExt:Genre", "structures", "genres", fields=_TERM),
    P("Image Creator", "Extension", "plus:ImageCreator", "structures", "image_creators", fields=_CREATOR),
    P("Image Rating", "Extension", "xmp:Rating", "text", "rating"),
    P("Image Region", "Extension", "Iptc4xmpExt:ImageRegion", "structures", "regions", fields=_REGION),
    P("Image Registry Entry", "Extension", "Iptc4xmpExt:RegistryId", "structures", "registry", fields=_REGISTRY),
    P("Image Supplier", "Extension", "plus:ImageSupplier", "structures", "suppliers", fields=_SUPPLIER),
    P("Image Supplier Image ID", "Extension", "plus:ImageSupplierImageID", "text", "supplier_image_id"),
    P("Licensor", "Extension", "plus:Licensor", "structures", "licensors", fields=_LICENSOR),
    P("Linked Encoded Rights Expression", "Extension", "Iptc4xmpExt:LinkedEncRightsExpr", "structures",
      "linked_rights", fields=_LINKED_RIGHTS),
    P("Location Created", "Extension", "Iptc4xmpExt:LocationCreated", "structures", "places_created", fields=_PLACE),
    P("Location Shown in the Image", "Extension", "Iptc4xmpExt:LocationShown", "structures", "places_shown",
      fields=_PLACE),
    P("Max Avail Height", "Extension", "Iptc4xmpExt:MaxAvailHeight", "text", "max_height"),
    P("Max Avail Width", "Extension", "Iptc4xmpExt:MaxAvailWidth", "text", "max_width"),
    P("Minor Model Age Disclosure", "Extension", "plus:MinorModelAgeDisclosure", "text", "minor_age_disclosure"),
    P("Model Age", "Extension", "Iptc4xmpExt:ModelAge", "list", "model_ages"),
    P("Model Release Id", "Extension", "plus:ModelReleaseID", "list", "model_releases"),
    P("Model Release Status", "Extension", "plus:ModelReleaseStatus", "text", "model_release_status"),
    P("Name of Organisation Featured in the Image", "Extension", "Iptc4xmpExt:OrganisationInImageName", "list",
      "organisations"),
    P("Other Constraints", "Extension", "plus:OtherConstraints", "pair", "other_constraints"),
    P("Person Shown in the Image", "Extension", "Iptc4xmpExt:PersonInImage", "list", "persons"),
    P("Person Shown in the Image with Details", "Extension", "Iptc4xmpExt:PersonInImageWDetails", "structures",
      "person_details", fields=_PERSON),
    P("Product Shown in the Image", "Extension", "Iptc4xmpExt:ProductInImage", "structures", "products",
      fields=_PRODUCT),
    P("Property Release Id", "Extension", "plus:PropertyReleaseID", "list", "property_releases"),
    P("Property Release Status", "Extension", "plus:PropertyReleaseStatus", "text", "property_release_status"),
    P("Web Statement of Rights", "Extension", "xmpRights:WebStatement", "text", "license_url"),
)  # fmt: skip

# Not of the standard, but what programs write beside it; each fills a key that is still empty, in this order.
BESIDE = (
    P("Create Date", "XMP", "xmp:CreateDate", "text", "created"),
    P("Owner", "XMP", "xmpRights:Owner", "list", "owners"),
    P("License", "XMP", "cc:license", "text", "license_url"),
    P("Keywords (PDF)", "XMP", "pdf:Keywords", "text", "pdf_keywords"),
)

PROPERTIES = CORE + EXTENSION + BESIDE
BY_KEY = {prop.key: prop for prop in reversed(PROPERTIES)}


def qualified(name: str) -> str:
    """prefix:Name as {namespace}Name."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
