"""Mail by SMTP (RFC 5321): one short message for each notice, with the desk's address as its only content."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from vanban.clock import HANOI, shown
from vanban.domain.errors import RefusedError, ServiceUnavailableError
from vanban.domain.notices import KIND_WORDS
from vanban.ports import Message

SECURITY = ("starttls", "tls", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpCourier:
    """``vanban.ports.Courier`` over one mail server."""

    host: str
    port: int
    security: str
    """One of ``SECURITY``."""
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = 20.0
    """Longest wait for one answer of the server."""
    roots: Path | None = None
    """PEM file of the roots that the server's certificate is checked against; None for the machine's."""

    def deliver(self, message: Message) -> None:
        """Send a message; the server has taken it when this returns. See the port for errors."""
        self._check_log_in()
        try:
            with self._connection() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(self._mail(message))
        except smtplib.SMTPRecipientsRefused as refused:
            if all(500 <= code < 600 for code, _ in refused.recipients.values()):
                raise RefusedError(
                    "The mail server knows no such address.", vi="Máy chủ thư không có địa chỉ này."
                ) from refused
            raise ServiceUnavailableError(
                "The mail server puts this address off.", vi="Máy chủ thư tạm hoãn địa chỉ này."
            ) from refused
        except ssl.SSLCertVerificationError as error:
            raise ServiceUnavailableError(
                "The mail server's certificate is not trusted, or is another server's; nothing was sent.",
                vi="Chứng thư của máy chủ thư không được tin cậy hoặc không đúng tên máy chủ; chưa gửi gì.",
                remedy="Name its root in VANBAN_SMTP_CA, and the server as its certificate does in VANBAN_SMTP_HOST. "
                "/ Ghi chứng thư gốc vào VANBAN_SMTP_CA, tên máy chủ đúng như chứng thư vào VANBAN_SMTP_HOST.",
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            # The words of a server may quote an address or a name: only the kind of error is kept.
            raise ServiceUnavailableError(
                f"The mail server did not take it ({type(error).__name__}).", vi="Máy chủ thư không nhận."
            ) from error

    def _connection(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.seconds, context=self._trusted())
        server = smtplib.SMTP(self.host, self.port, timeout=self.seconds)
        if self.security == "starttls":
            try:
                server.starttls(context=self._trusted())
            except BaseException:
                server.close()
                raise
        return server

    def _check_log_in(self) -> None:
        """Raise before anything is opened if the log-in cannot be sent, or not without being read."""
        if not self.user:
            return
        if self.security == "none" and not _is_here(self.host):
            raise ServiceUnavailableError(
                "The mail server's password is not sent over a line that anybody can read.",
                vi="Không gửi mật khẩu máy chủ thư qua đường truyền không mã hóa.",
                remedy="Set VANBAN_SMTP_SECURITY to starttls or tls. / Đặt VANBAN_SMTP_SECURITY là starttls hoặc tls.",
            )
        if not (self.user.isascii() and self.password.isascii()):
            # Python's own log-in knows no others, and its error would carry what it could not write.
            raise ServiceUnavailableError(
                "The mail server's user or password has letters outside ASCII.",
                vi="Tên hoặc mật khẩu máy chủ thư có chữ ngoài bảng ASCII.",
                remedy="Give it others there and in VANBAN_SMTP_PASSWORD. / Hãy đổi ở máy chủ thư và ở cấu hình.",
            )

    def _trusted(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self.roots)
        except (OSError, ssl.SSLError) as error:
            raise ServiceUnavailableError(
                f"The roots of the mail server cannot be read ({type(error).__name__}).",
                vi="Không đọc được tệp chứng thư gốc của máy chủ thư.",
                remedy="VANBAN_SMTP_CA names a file of certificates in PEM. / VANBAN_SMTP_CA phải là tệp PEM.",
            ) from None

    def _mail(self, message: Message) -> EmailMessage:
        vi, en = KIND_WORDS[message.kind]
        label = f": {message.label}" if message.label else ""
        mail = EmailMessage()
        mail["From"] = self.sender
        mail["To"] = message.address
        mail["Subject"] = f"[Văn bản] {vi}{label}"
        mail["Date"] = format_datetime(message.at.astimezone(HANOI))
        mail["Message-ID"] = f"<{message.id}@{self.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
        mail.set_content(
            f"{vi}{label}\n{shown(message.at)}\n{message.link}\n\n{en}{label}\n\n"
            "Thư này không chứa nội dung văn bản. Tắt nhận thư tại trang Thông báo.\n"
        )
        return mail


def _is_here(host: str) -> bool:
    """Return whether a server is on this machine, so that what it is told leaves no wire."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
