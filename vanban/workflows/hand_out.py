"""Hand out: one archived document, or case file, with all that a stranger needs to check its story without us."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from storage import check_story, verify_archive, verify_metadata
from vanban.domain.errors import RefusedError
from vanban.domain.event_log import TreeHead
from vanban.ports import ARCHIVE
from vanban.workflows.event_log import LogRoom, load_root, prove_document, refuse_unknown
from vanban.workflows.renew_roots import stamped_roots
from vanban.workflows.restore import restore


def hand_out(document_id: str, into: Path, *, room: LogRoom) -> Path:
    """Write ``into/<its id>`` with ``package/``, ``proof.json``, ``root.json`` and the programs to check; return it.

    Nothing appears there before everything was checked, by those same programs.

    Raises:
        NotFoundError: if it is not archived.
        RefusedError: if the folder is there already, or no published root covers the document.
        IntegrityError: if the package or the root is not what the register says.
    """
    with room.register.begin() as uow:
        refuse_unknown(document_id, uow)  # before it becomes part of a path
    target = into / document_id
    if target.exists():
        raise RefusedError(
            f"{target} is there already.",
            vi=f"Đã có thư mục {target}.",
            remedy="Choose another folder. / Hãy chọn thư mục khác.",
        )
    unchecked = into / f".{document_id}.proof"
    shutil.rmtree(unchecked, ignore_errors=True)
    unchecked.mkdir(parents=True)
    try:
        restore(document_id, unchecked, register=room.register, store=room.store).rename(unchecked / "package")
        proof = prove_document(document_id, room=room)
        (unchecked / "proof.json").write_text(json.dumps(proof, ensure_ascii=False, indent=1), encoding="utf-8")
        published = load_root(TreeHead.from_json(proof["root"]).key, store=room.store)
        (unchecked / "root.json").write_bytes(published.as_bytes())
        with room.register.begin() as uow:
            roots = [one for one in stamped_roots(uow) if one.key == published.head.key]
        for name in [name for root in roots for name, _ in root.renewals]:
            (unchecked / name).write_bytes(room.store.get(ARCHIVE, published.head.key + name))
        for program in (check_story, verify_archive, verify_metadata):
            shutil.copy(str(program.__file__), unchecked)
        if wrong := check_story.check(unchecked):
            raise _does_not_hold(wrong[0])
        unchecked.replace(target)
    finally:
        shutil.rmtree(unchecked, ignore_errors=True)
    return target


def _does_not_hold(why: str) -> RefusedError:
    return RefusedError(
        f"The story of this document cannot be proven yet: {why}.",
        vi=f"Chưa chứng minh được toàn bộ diễn biến của văn bản: {why}.",
        remedy=(
            "Publish a newer root with `vanban root`, then try again; if it lasts, run `vanban audit`."
            " / Hãy công bố gốc mới bằng `vanban root` rồi thử lại; nếu còn lỗi, hãy chạy `vanban audit`."
        ),
    )
