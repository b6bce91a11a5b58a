"""Folders that workflows write, handed out as one ZIP file; nothing of them stays here."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask


def zipped(write: Callable[[Path], Path], *, name: str, scratch: Path) -> Response:
    """Return what ``write`` puts into a folder of its own below the one it is given, as a ZIP file to be saved.

    Args:
        write: a workflow that writes a folder and returns it; what it raises is raised.
        name: of the file, ASCII, without the ending.
        scratch: where there is room for it meanwhile.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="bundle-", dir=scratch))
    try:
        folder = write(place)
        bundle = place / "bundle.zip"
        _pack(folder, bundle)
        shutil.rmtree(folder)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return FileResponse(
        bundle,
        media_type="application/zip",
        filename=f"{name}.zip",
        background=BackgroundTask(shutil.rmtree, place, ignore_errors=True),
    )


def pdf(data: bytes, *, name: str) -> Response:
    """Return a PDF to be saved; ``name`` is ASCII, without the ending."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return Response(data, media_type="application/pdf", headers=headers)


def _pack(folder: Path, bundle: Path) -> None:
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_STORED) as packed:  # PDF and images do not become smaller
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
