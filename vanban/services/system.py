"""Start and stop the services of one machine, all of them, and nothing that is not theirs."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import json
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from vanban.domain.errors import RefusedError, ServiceUnavailableError, VanbanError
from vanban.durable_files import write_whole
from vanban.services import catalogue, objectstore, processes, supervisor
from vanban.services.catalogue import Service
from vanban.services.embedded_stores import FIRST, SECOND
from vanban.services.installation import Installation, load_or_create
from vanban.settings import Settings

OFFICES = ("van-phong",)
"""Offices whose intake folders are there from the start; more are made by making their folders."""
LOG_LINES = 15


class Progress(Protocol):
    """Told what is going on, for the screen."""

    def __call__(self, *, vi: str, en: str) -> None:
        """Show one line."""


def up(home: Path, *, progress: Progress, only: Collection[str] = ()) -> Installation:
    """Start what is not running and return when everything is healthy. A second call is harmless.

    Processes that a killed run left behind without their supervisor are ended first.

    Args:
        home: the state directory.
        progress: told what is going on.
        only: names of the services to start; by default all.

    Raises:
        VanbanError: if a service does not become healthy; names it, the reason, and the end of its log.
    """
    home = home.absolute()
    with _alone(home):
        installation = load_or_create(home)
        _create_folders(home)
        _prepare(installation, progress=progress)
        _write_settings(installation)
        services = catalogue.services(installation)
        programs = [program for service in services for program in service.programs]
        supervisor.configure(installation, programs)
        if supervisor.is_running(installation):
            supervisor.update(installation)
        else:
            if ended := supervisor.end_leftovers(installation, programs):
                progress(vi=f"Đã dọn {ended} tiến trình còn sót của lần chạy trước.", en=f"ended {ended} leftovers")
            supervisor.start(installation)
        chosen = tuple(service for service in services if not only or service.name in only)
        _start(installation, chosen, progress=progress)
        return installation


def down(home: Path, *, progress: Progress) -> int:
    """Stop every process of the installation, and only those; return how many were still there at the end of the order.

    Raises:
        ServiceUnavailableError: if one of them cannot be ended.
    """
    home = home.absolute()
    if not (home / "installation.json").exists():
        progress(vi="Chưa có gì được cài ở đây.", en=f"nothing is installed in {home}")
        return 0
    with _alone(home):
        installation = load_or_create(home)
        programs = [program for service in catalogue.services(installation) for program in service.programs]
        progress(vi="Đang dừng các dịch vụ …", en="stopping the services")
        # A supervisor that was killed leaves nothing to stop in order.
        with contextlib.suppress(ServiceUnavailableError):
            supervisor.stop(installation, programs)
            _wait_for_supervisor(installation)
        ended = supervisor.end_leftovers(installation, programs)
        if left := processes.of_instance(installation.instance):
            raise ServiceUnavailableError(
                f"{len(left)} processes could not be ended: {[one.pid for one in left]}.",
                vi=f"Không kết thúc được {len(left)} tiến trình: {[one.pid for one in left]}.",
                remedy=(
                    "They may wait for a disk that hangs; look at them with ps, then run `vanban down` again."
                    " / Có thể chúng đang chờ ổ đĩa bị treo; hãy xem bằng ps rồi chạy lại `vanban down`."
                ),
            )
        for which in (FIRST, SECOND):
            objectstore.remove_sockets(installation, which)
        progress(vi="Mọi tiến trình đã dừng.", en="every process has ended")
        return ended


def load(home: Path) -> Installation:
    """Return the installation in ``home``.

    Raises:
        RefusedError: if there is none.
    """
    if not (home / "installation.json").exists():
        raise RefusedError(
            f"Nothing is installed in {home}.",
            vi=f"Chưa cài hệ thống nào trong {home}.",
            remedy="Start it with: vanban up / Hãy khởi động bằng: vanban up",
        )
    return load_or_create(home.absolute())


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the installation's lock, so that two ``up`` or ``down`` at once come one after the other."""
    if len(str(home / "run" / "supervisor.sock")) > supervisor.LONGEST_SOCKET_PATH:
        raise RefusedError(
            f"The path of the state directory is too long for a Unix socket: {home}.",
            vi=f"Đường dẫn thư mục trạng thái quá dài: {home}.",
            remedy="Set VANBAN_HOME to a shorter path. / Hãy đặt VANBAN_HOME là đường dẫn ngắn hơn.",
        )
    (home / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / "run" / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _create_folders(home: Path) -> None:
    settings = Settings(home=home)
    folders = [
        *(settings.spool, settings.work, settings.done, settings.quarantine, settings.duplicates, settings.suspects),
        *(settings.bells, settings.run, settings.secrets, settings.pki, settings.samples, home / "logs"),
        *(settings.intake / way / office / "hoa-toc" for way in ("den", "di") for office in OFFICES),
    ]
    for folder in folders:
        for part in (*reversed(folder.relative_to(home).parents), folder.relative_to(home)):
            (home / part).mkdir(mode=0o700, parents=True, exist_ok=True)


def _prepare(installation: Installation, *, progress: Progress) -> None:
    progress(vi="Chuẩn bị cơ sở dữ liệu, kho đối tượng, khóa thử nghiệm …", en="preparing")
    with ThreadPoolExecutor() as pool:
        for result in [pool.submit(step, installation) for step in catalogue.PREPARATIONS]:
            result.result()


def _write_settings(installation: Installation) -> None:
    path = installation.home / "settings.json"
    write_whole(path, json.dumps(catalogue.settings(installation), indent=2, ensure_ascii=False) + "\n")


def _start(installation: Installation, services: tuple[Service, ...], *, progress: Progress) -> None:
    # Those that provision nothing, and those that nothing waits for, start at once; the database decides the pace.
    early = [service for service in services if service.name in {"postgres", FIRST.name, SECOND.name, "pki"}]
    for service in early:
        for program in service.programs:
            supervisor.start_program(installation, program.name)
    for service in services:
        progress(vi=f"{service.vi} …", en=service.en)
        _until_done(installation, service, functools.partial(service.provision, installation))
        for program in service.programs:
            supervisor.start_program(installation, program.name)
    for service in services:
        _until_done(installation, service, functools.partial(_require_healthy, installation, service))
        progress(vi=f"{service.vi}: sẵn sàng", en=f"{service.en}: ready")


def _require_healthy(installation: Installation, service: Service) -> None:
    if reason := service.healthy(installation):
        raise ServiceUnavailableError(reason)
    states = {one.name: one.state for one in supervisor.states(installation)}
    if waiting := [one.name for one in service.programs if states.get(one.name) != "RUNNING"]:
        raise ServiceUnavailableError(f"Not running yet: {', '.join(waiting)}.", vi="Chưa chạy.")


def _until_done(installation: Installation, service: Service, step: Callable[[], None]) -> None:
    until = time.monotonic() + service.start_seconds
    while True:
        try:
            return step()
        except ServiceUnavailableError as error:
            if time.monotonic() > until:
                raise _did_not_start(installation, service, error) from error
        time.sleep(0.3)


def _did_not_start(installation: Installation, service: Service, error: VanbanError) -> VanbanError:
    logs = [supervisor.log_file(installation, program.name) for program in service.programs]
    tails = [f"--- {log}\n{_tail(log)}" for log in logs]
    return ServiceUnavailableError(
        f"{service.en} did not become healthy: {error.en}",
        vi=f"{service.vi} không khởi động được: {error.vi}",
        remedy="\n".join([error.remedy, "The end of its log:", *tails]).strip(),
    )


def _tail(log: Path) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-LOG_LINES:])
    except OSError:
        return "(no log yet)"


def _wait_for_supervisor(installation: Installation) -> None:
    until = time.monotonic() + 15
    while supervisor.is_running(installation) and time.monotonic() < until:
        time.sleep(0.1)


def remove_state(home: Path) -> None:
    """Stop the installation and delete its state, with the cluster that may lie outside ``home``."""
    down(home, progress=lambda **_: None)
    record = home / "postgres.location"
    if record.exists():
        shutil.rmtree(Path(record.read_text().strip()).parent, ignore_errors=True)
    shutil.rmtree(home)
