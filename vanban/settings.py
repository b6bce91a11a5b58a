"""Settings: one frozen value, from the environment (``VANBAN_…``) over ``VANBAN_HOME/settings.json``.

``vanban up`` writes ``settings.json`` with the addresses and passwords it chose; a container deployment sets the
environment, or mounts secrets as files named like the settings. None is ever logged.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    JsonConfigSettingsSource,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

MIB = 1024 * 1024
OFFICES = "offices.csv"
"""File of the office's own directory, in the state directory."""


def default_home() -> Path:
    """Return the state directory: ``VANBAN_HOME``, else ``var/`` of the checkout, else ``~/.vanban``."""
    if home := os.environ.get("VANBAN_HOME"):
        return Path(home).absolute()
    checkout = Path(__file__).resolve().parent.parent
    return checkout / "var" if (checkout / "pyproject.toml").exists() else Path.home() / ".vanban"


class Limits(BaseSettings):
    """Bounds on one file; beyond them it is quarantined with a reason, and nothing hangs."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="VANBAN_LIMIT_")

    file_bytes: int = 100 * MIB
    pages: int = 1000
    page_pixels: int = 40_000_000
    """Pixels of one rendered page; A4 at 300 dpi has 8.7 million."""
    stream_bytes: int = 256 * MIB
    """Bytes one compressed stream may grow to."""
    public_file_bytes: int = 25 * MIB
    """A file that somebody who is not of the office has verified."""
    parts: int = 100
    """Files in one ZIP or e-mail, however deep."""
    depth: int = 3
    """ZIPs and e-mails inside each other."""
    unpacked_bytes: int = 256 * MIB
    """Bytes of all files in one ZIP or e-mail together."""
    child_memory_bytes: int = 600 * MIB
    """Resident memory of one parsing child process."""
    examine_seconds: int = 60
    container_seconds: int = 300
    """For the examination of all files in one ZIP or e-mail."""
    read_seconds_per_page: int = 20
    read_seconds: int = 60
    """Added to the pages' share."""


class Settings(BaseSettings):
    """Everything that differs between two installations."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="VANBAN_", extra="ignore")

    home: Path = Field(default_factory=default_home)
    instance: str = ""
    """Identifier of this installation; every process of it carries it in ``VANBAN_INSTANCE``."""
    # --- register
    database_url: SecretStr = SecretStr("")
    """``postgresql+psycopg://user:password@host:port/vanban``"""
    # --- object store
    s3_endpoint: str = ""
    """``host:port``"""
    s3_access_key: str = ""
    s3_secret_key: SecretStr = SecretStr("")
    s3_secure: bool = False
    s3_region: str = "us-east-1"
    records_bucket: str = "vanban-records"
    archive_bucket: str = "vanban-archive"
    second_s3_endpoint: str = ""
    """The independent server that holds the second copy, ``host:port``; empty: there is none."""
    second_s3_access_key: str = ""
    second_s3_secret_key: SecretStr = SecretStr("")
    second_s3_secure: bool = False
    second_s3_region: str = "us-east-1"
    second_records_bucket: str = "vanban-records"
    second_archive_bucket: str = "vanban-archive"
    backup_keep_days: int = 35
    """How long a backup set is locked in the second store."""
    copy_grace_hours: float = 3.0
    """What was archived within so many hours need not be in the second store yet."""
    archive_lock_days: int = 3650
    """Length of the rolling COMPLIANCE lock, in days; a term that ends earlier ends it earlier."""
    archive_lock_margin_days: int = 365
    """A lock that ends within so many days is extended, where the term goes on."""
    disposal_credential: Path | None = None
    """File of the identity that may delete what is past its term, JSON with ``access_key`` and ``secret_key``.

    Empty: the one of this machine. Only ``vanban disposal carry-out`` reads it.
    """
    second_disposal_credential: Path | None = None
    """The same for the second copy."""
    audit_within_days: int = 90
    """Every version of every object in the archive is read again within so many days."""
    evidence_margin_days: int = 365
    """An archive time-stamp that can be checked for no longer than so many days gets a new one over it."""
    # --- signing
    pki_url: str = ""
    """Base address of the demo PKI: time-stamps, OCSP and CRLs."""
    tsa_urls: tuple[str, ...] = ()
    """Time-stamp services, the preferred first: one that fails is passed over for the next."""
    tsa_quotas: tuple[str, ...] = ()
    """What each of them allows, in the same order: ``20/1200`` for 20 requests in 1200 seconds; empty for no limit."""
    tsa_at_once: int = 4
    """Requests to the time-stamp services at the same time."""
    tsa_seconds: float = 180.0
    """Time-out of one such request."""
    pkcs11_module: str = "/usr/lib/softhsm/libsofthsm2.so"
    grant_minutes: int = 15
    seal_reminder_minutes: int = 120
    """How long a signed document may wait for the organisation's signature before people are reminded."""
    seal_reminder_minutes_urgent: int = 15
    """The same for documents with any degree of urgency."""
    signing_at_once: int = 6
    """Documents of a batch that are worked on at the same time; the device still signs one after the other."""
    # --- Airflow and desk
    airflow_url: str = ""
    desk_url: str = ""
    public_url: str = ""
    """Address under which anyone reaches ``/verify`` and ``/v/…``, as QR codes name it; empty: the desk's."""
    oidc_issuer: str = ""
    """Issuer of the office's identity provider (OpenID Connect), as it names itself; empty: passwords only."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    """Empty for a public client: PKCE is used in any case."""
    oidc_claim: str = "preferred_username"
    """The claim that holds the name of the account; ``email`` counts only if the provider has verified it."""
    desk_listen: str = ""
    """``host:port`` that the desk listens on in a container; empty: this installation's loopback port."""
    # --- notices: mail and webhook; empty: the channel is not used
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_ca: Path | None = None
    """Roots (PEM) that the mail server's certificate is checked against; None for the machine's."""
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    mail_from: str = ""
    """Sender's address."""
    webhook_url: str = ""
    """https, or http to this machine."""
    webhook_secret: SecretStr = SecretStr("")
    """Shared with the receiver; without it nothing is sent."""
    webhook_private: bool = False
    """Whether the receiver may have an address of a private network."""
    due_soon_days: int = 2
    """How many days before its day people are told of a document."""
    # --- intake
    settle_seconds: float = 2.0
    """Time between the two looks at a file."""
    settle_seconds_without_lease: float = 30.0
    """The same, where no read lease can be had to see writers."""
    incomplete_seconds: float = 60.0
    """Quiet time after which a file without its end is taken as it is, and quarantined as truncated."""
    organisation: str = "ỦY BAN NHÂN DÂN PHƯỜNG MẪU"
    organ_id: str = "000.00.00.H26"
    unit_names: dict[str, str] = Field(default_factory=dict)
    """What units are called on paper, by code: ``{"phong-noi-vu": "Phòng Nội vụ"}``."""
    limits: Limits = Field(default_factory=Limits)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put explicit values first, then the environment, then the file that ``vanban up`` wrote."""
        given: dict[str, Any] = init_settings()
        home = Path(given.get("home") or default_home())
        written = JsonConfigSettingsSource(settings_cls, json_file=home / "settings.json")
        if folder := os.environ.get("VANBAN_SECRETS_DIR"):
            # One file per secret, named like the variable in lower case: vanban_database_url.
            mounted = SecretsSettingsSource(settings_cls, secrets_dir=folder)
            return init_settings, env_settings, mounted, written
        return init_settings, env_settings, file_secret_settings, written

    # --- the state directory, all under ``home``
    @property
    def intake(self) -> Path:
        """Folders that clerks drop into: ``den/<office>/`` and ``di/<office>/``; urgent ones in ``…/hoa-toc/``."""
        return self.home / "intake"

    @property
    def spool(self) -> Path:
        """Claimed files, one folder per claim; same file system as ``intake``."""
        return self.home / "spool"

    @property
    def work(self) -> Path:
        """Page-1 passes kept between gate and reading; may be wiped at any time."""
        return self.home / "work"

    @property
    def done(self) -> Path:
        """Intake copies, kept until their document is archived."""
        return self.home / "done"

    @property
    def quarantine(self) -> Path:
        """Refused files, one folder per claim."""
        return self.home / "quarantine"

    @property
    def duplicates(self) -> Path:
        """Files whose bytes were taken in before, one folder per claim."""
        return self.home / "duplicates"

    @property
    def suspects(self) -> Path:
        """Locked files with a suspected secrecy mark, named by claim only."""
        return self.home / "suspects"

    @property
    def bells(self) -> Path:
        """Hints for the orchestrator, one folder per phase."""
        return self.home / "bells"

    @property
    def offices(self) -> Path:
        """The office's own directory of issuers and places, beside the one that is shipped (``vanban offices``)."""
        return self.home / OFFICES

    @property
    def retention_table(self) -> Path:
        """The office's own retention schedule; without it the shipped one counts (``vanban retention``)."""
        return self.home / "retention.csv"

    @property
    def algorithm_table(self) -> Path:
        """The office's own table of when algorithms end; without it the shipped one counts."""
        return self.home / "algorithms.csv"

    @property
    def run(self) -> Path:
        """Sockets and process files."""
        return self.home / "run"

    @property
    def secrets(self) -> Path:
        """Keys and demo accounts; mode 0700."""
        return self.home / "secrets"

    @property
    def pki(self) -> Path:
        """Demo PKI, tokens and trust anchors (``trust/`` holds what ``vanban verify --trust`` takes)."""
        return self.home / "pki"

    @property
    def signed(self) -> Path:
        """Signed bytes that are not in the register yet; beside the device, never on another machine."""
        return self.home / "signed"

    @property
    def samples(self) -> Path:
        """Generated samples."""
        return self.home / "samples"

    @property
    def signer_socket(self) -> Path:
        """Unix socket of the signing worker."""
        return self.run / "signer.sock"
