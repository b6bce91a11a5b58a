"""What the workflows need from the outside, each with its contract. Adapters and fakes pass the same contract suite."""

from vanban.ports.backup import BackupSeal, RegisterDump
from vanban.ports.books import (
    Authorities,
    Batches,
    Book,
    Documents,
    Events,
    Evidence,
    Intake,
    Numbers,
    PairedPcs,
    Receipts,
    SigningRequests,
)
from vanban.ports.casefiles import CaseFiles, CaseReceipts
from vanban.ports.clock import Clock
from vanban.ports.copies import CopiesBook, PageExtractor
from vanban.ports.directions import Directions
from vanban.ports.disposal import DisposalPage, Disposals, VersionDeleter
from vanban.ports.event_tree import EventTree, LogKey, RootPage, TimeStamps
from vanban.ports.figures import Figures
from vanban.ports.findings import FindingsBook
from vanban.ports.format_check import FormatChecker
from vanban.ports.issuing import IssuingBook
from vanban.ports.keeping import CustodyBook, Holds, Terms
from vanban.ports.notices import Courier, Message, Notices
from vanban.ports.notifier import Notifier
from vanban.ports.numbering import DraftMender, DraftNumberer
from vanban.ports.object_store import ARCHIVE, RECORDS, ObjectStore, StoredObject
from vanban.ports.oversight import Oversight
from vanban.ports.people import Entrance, People
from vanban.ports.pins import PinOpener, PinSeal
from vanban.ports.public_codes import PublicCodes
from vanban.ports.queue import Queue
from vanban.ports.reading import Examiner, Reader
from vanban.ports.register import Register, UnitOfWork
from vanban.ports.registers import OpenedBook, Registers
from vanban.ports.saved_searches import SavedSearches
from vanban.ports.search import DocumentSearch
from vanban.ports.second_looks import SecondLooks
from vanban.ports.signing import (
    PreparedDocument,
    SignaturePlaces,
    SigningDesk,
    SigningIdentity,
    SigningResult,
    SigningSession,
)
from vanban.ports.stamps import StampEnds, StampKeeper
from vanban.ports.verification import Verifier

__all__ = [
    "ARCHIVE",
    "RECORDS",
    "Authorities",
    "BackupSeal",
    "Batches",
    "Book",
    "CaseFiles",
    "CaseReceipts",
    "Clock",
    "CopiesBook",
    "Courier",
    "CustodyBook",
    "Directions",
    "DisposalPage",
    "Disposals",
    "DocumentSearch",
    "Documents",
    "DraftMender",
    "DraftNumberer",
    "Entrance",
    "EventTree",
    "Events",
    "Evidence",
    "Examiner",
    "Figures",
    "FindingsBook",
    "FormatChecker",
    "Holds",
    "Intake",
    "IssuingBook",
    "LogKey",
    "Message",
    "Notices",
    "Notifier",
    "Numbers",
    "ObjectStore",
    "OpenedBook",
    "Oversight",
    "PageExtractor",
    "PairedPcs",
    "People",
    "PinOpener",
    "PinSeal",
    "PreparedDocument",
    "PublicCodes",
    "Queue",
    "Reader",
    "Receipts",
    "Register",
    "RegisterDump",
    "Registers",
    "RootPage",
    "SavedSearches",
    "SecondLooks",
    "SignaturePlaces",
    "SigningDesk",
    "SigningIdentity",
    "SigningRequests",
    "SigningResult",
    "SigningSession",
    "StampEnds",
    "StampKeeper",
    "StoredObject",
    "Terms",
    "TimeStamps",
    "UnitOfWork",
    "Verifier",
    "VersionDeleter",
]
