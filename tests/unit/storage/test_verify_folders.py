"""The check on folders: as exported, of the format before, and with nothing else installed."""

import shutil
import subprocess
import sys
from pathlib import Path

from storage import verify_archive, verify_metadata
from storage.verify_archive import check_folder, defects_of_folder
from tests.unit.storage.made_packages import case_package, document_package

OLD = Path(__file__).with_name("package-of-format-1")


def write(package, folder):
    for file in package.files:
        target = folder / package.prefix / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.data)
    return folder / package.prefix


def test_a_folder_that_lies_as_in_the_archive_is_followed_into_its_documents(tmp_path):
    case_folder = write(case_package(), tmp_path)
    assert [defect.code for defect in defects_of_folder(case_folder)] == ["reference-missing"]
    write(document_package(), tmp_path)
    assert defects_of_folder(case_folder) == []


def test_a_package_of_the_format_before_stays_valid_and_its_tampering_found(tmp_path):
    assert check_folder(OLD) == []
    for changed in ("content/sealed.pdf", "metadata/premis.xml", "metadata/events.json"):
        folder = shutil.copytree(OLD, tmp_path / changed.replace("/", "-"))
        (folder / changed).write_bytes((folder / changed).read_bytes() + b" ")
        assert f"{changed} was changed" in check_folder(folder)


def test_the_two_files_alone_check_a_folder_with_nothing_else_installed(tmp_path):
    for module in (verify_archive, verify_metadata):
        shutil.copy(module.__file__, tmp_path)
    write(document_package(), tmp_path / "out")
    write(case_package(), tmp_path / "out")
    command = [sys.executable, "-I", "-S", "-c", "import sys; sys.path.insert(0, sys.argv[1]); import verify_archive; "]
    command[-1] += "sys.exit(verify_archive.main(sys.argv[2:]))"
    command += [str(tmp_path), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ok\n")
    next((tmp_path / "out").rglob("sealed.pdf")).write_bytes(b"EVIL")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "altered" in done.stdout
