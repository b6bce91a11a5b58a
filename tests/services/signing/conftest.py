"""A demo PKI of its own for these tests, really served, and drafts to sign."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from signing.demo import architecture
from signing.devices.csc import CscDevice, CscService, open_csc
from signing.web import Web
from vanban.services.pki_alone import DemoOffice, demo_office

FONTS = (
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.services)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory):
    if shutil.which("softhsm2-util") is None:
        pytest.fail("softhsm2 is not installed: make setup")
    with demo_office(tmp_path_factory.mktemp("office")) as served:
        yield served


@pytest.fixture(scope="session")
def draft():
    """Make a draft with a signer's block, as PDF."""
    font = next((path for path in FONTS if Path(path).exists()), None)
    if font is None:
        pytest.fail("no serif font with Vietnamese letters is installed: make setup")
    return lambda **described: make_draft(font, **described)


def make_draft(
    font: str,
    *,
    name: str = "Nguyễn Văn Mẫu",
    title: str = "CHỦ TỊCH",
    pages: int = 2,
    with_field: bool = False,
    info_title: str = "",
) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(TTFont("Serif", font))
    written = io.BytesIO()
    page = canvas.Canvas(written, pagesize=(595, 842), pageCompression=0)
    page.setTitle(info_title or "Du thao")
    for number in range(pages):
        page.setFont("Serif", 13)
        for line in range(15):
            page.drawString(85, 780 - 22 * line, f"Trang {number + 1}, dòng {line + 1}: nội dung của văn bản thử.")
        if number == pages - 1:
            page.drawString(85, 300, "Nơi nhận:")
            for height, text in ((300, "TM. ỦY BAN NHÂN DÂN"), (282, title), (200, name)):
                page.drawCentredString(430, height, text)
        if with_field:
            page.acroForm.textfield(name=f"so{number}", x=100, y=100, width=100, height=20, value="15")
        page.showPage()
    page.save()
    return written.getvalue()


@pytest.fixture(scope="session")
def signed(office: DemoOffice, draft) -> bytes:
    """A draft with the official's signature."""
    [result] = office.sign("lanhdao", draft())
    assert result.signed is not None, result
    return result.signed


@pytest.fixture(scope="session")
def sealed(office: DemoOffice, signed: bytes) -> bytes:
    """The same with the organisation's seal."""
    [result] = office.sign("vanthu", signed)
    assert result.signed is not None, result
    return result.signed


@pytest.fixture(scope="session")
def root_only(office: DemoOffice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trust folder with the root and no revocation lists."""
    folder = tmp_path_factory.mktemp("trust")
    shutil.copy(office.pki / "trust" / "root.pem", folder)
    return folder


@dataclass
class RemoteService:
    """certomancer's CSC server with what it leaves out: who asks, with which PIN, and what goes wrong."""

    url: str
    credential: str = f"{architecture.ARCH}/co-quan-khac"
    access: str = "an access token"
    pin: str = "4711"
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    down: bool = False
    answers: dict[str, Any] = field(default_factory=dict)
    """Path to an answer given in place of the server's."""

    def open(self, *, pin: str = "", access: str = "", certificate: Any = None) -> CscDevice:
        """Open the other office's key there, with the right PIN and access token unless told otherwise."""
        service = CscService(url=self.url, credential=self.credential, access_token=access or self.access)
        return open_csc(service, pin=pin or self.pin, certificate=certificate, web=Web())


@pytest.fixture(scope="session")
def remote(office, tmp_path_factory) -> Iterator[RemoteService]:
    from aiohttp import web
    from certomancer.registry import CertomancerConfig
    from csc_dummy.csc_dummy_server import CSCWithCertomancer, DummyServiceParams

    service = RemoteService("")

    @web.middleware
    async def guarded(request: web.Request, handler: Any) -> web.StreamResponse:
        method = request.path.removeprefix("/csc/v1/")
        given = await request.json()
        service.asked.append((method, given))
        if service.down:
            raise web.HTTPServiceUnavailable
        if method in service.answers:
            return web.json_response(service.answers[method])
        if request.headers.get("Authorization") != f"Bearer {service.access}":
            return web.json_response({"error": "invalid_token"}, status=401)
        if method == "credentials/authorize" and given.get("PIN") != service.pin:
            return web.json_response({"error": "invalid_pin", "error_description": "PIN"}, status=400)
        answer = await handler(request)
        if method == "credentials/info":
            told = json.loads(answer.body) | {"authMode": "explicit", "PIN": {"presence": "true"}}
            return web.json_response(told)
        return answer

    config = CertomancerConfig(_with_a_key(office, tmp_path_factory.mktemp("csc")), key_search_dir="/")
    csc = CSCWithCertomancer(config, service_params=DummyServiceParams(multisign=3))
    csc.app.middlewares.append(guarded)
    csc.register_routes()
    with _served(csc.app) as port:
        service.url = f"http://127.0.0.1:{port}/csc/v1"
        yield service


def _with_a_key(office, folder: Path) -> dict[str, Any]:
    """Return the demo PKI's configuration in which the other office's key is at hand, as at a signing service."""
    from cryptography.hazmat.primitives import serialization as pem

    issued = json.loads((office.pki / "issued.json").read_text())
    described = architecture.configuration(
        base_url=issued["base_url"], issued_at=dt.datetime.fromisoformat(issued["issued_at"])
    )
    password = json.loads((office.secrets / "demo-pkcs12.json").read_text())["co-quan-khac"]
    packed = (office.pki / "certificates" / "co-quan-khac.p12").read_bytes()
    key, _, _ = pem.pkcs12.load_key_and_certificates(packed, password.encode())
    path = folder / "remote.key.pem"
    path.write_bytes(key.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.NoEncryption()))
    keyset = described["keysets"][architecture.ARCH]
    keyset["path-prefix"] = "/"
    for held in keyset["keys"].values():
        held["path"] = str(office.pki / "keys" / held["path"])
    keyset["keys"]["co-quan-khac"] = {"path": str(path)}
    return described


@contextmanager
def _served(app: Any) -> Iterator[int]:
    from aiohttp import web

    loop, started, port = asyncio.new_event_loop(), threading.Event(), [0]

    async def start() -> None:
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port[0] = site._server.sockets[0].getsockname()[1]
        started.set()

    def run() -> None:
        loop.create_task(start())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(30)
    yield port[0]
    loop.call_soon_threadsafe(loop.stop)
    thread.join(timeout=10)
