"""The tables by subject; importing this package knows all of them."""

from db.tables.application import ApplicationRow, MaterialRow, PartyRow, ProjectRow
from db.tables.base import Base
from db.tables.case import CaseRow, ClockRow, MomentRow, SuspensionRow
from db.tables.desk import CreditRow, ImportedItemRow, InquiryRow, TargetRow
from db.tables.office import DepartmentRequestRow, UsualTimeRow
from db.tables.record import CheckpointRow, DraftRow, EventRow, PrintoutRow
from db.tables.service import HandoverRow, MessageRow, RatingRow, RectificationRow, ScanRow
from db.tables.setup import CatalogueRow, MetaRow, PublishedYearRow, RevisionRow, SeriesRow, SiteRow, UserRow

__all__ = [
    "ApplicationRow",
    "Base",
    "CaseRow",
    "CatalogueRow",
    "CheckpointRow",
    "ClockRow",
    "CreditRow",
    "DepartmentRequestRow",
    "DraftRow",
    "EventRow",
    "HandoverRow",
    "ImportedItemRow",
    "InquiryRow",
    "MaterialRow",
    "MessageRow",
    "MetaRow",
    "MomentRow",
    "PartyRow",
    "PrintoutRow",
    "ProjectRow",
    "PublishedYearRow",
    "RatingRow",
    "RectificationRow",
    "RevisionRow",
    "ScanRow",
    "SeriesRow",
    "SiteRow",
    "SuspensionRow",
    "TargetRow",
    "UserRow",
    "UsualTimeRow",
]
