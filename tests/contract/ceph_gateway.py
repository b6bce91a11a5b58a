"""One node of Ceph with its S3 gateway, from Debian's packages, unpacked into a folder: nothing is installed.

Asked for by ``VANBAN_TEST_OTHER_STORES=FOLDER``: there the packages stay (0.3 GB), only the first run fetches them.
Monitor, one OSD that keeps everything in memory, gateway; all on loopback, without logins among themselves, about 15 s.
"""

from __future__ import annotations

import contextlib
import os
import platform
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

PACKAGES = ("ceph-mon", "ceph-osd", "radosgw", "ceph-common")
START_SECONDS = 45
ACCESS_KEY, SECRET_KEY = "vanban-test", "only-for-this-test"


class CephGateway:
    """A cluster of one node under ``home``, run from ``root``, where the packages were unpacked."""

    def __init__(self, root: Path, home: Path) -> None:
        self._root, self._home = root, home
        self._running: list[subprocess.Popen[bytes]] = []
        self._monitor, self._gateway = _free_port(), _free_port()
        libraries = root / f"usr/lib/{platform.machine()}-linux-gnu"
        self._libraries = libraries
        self._environment = {
            **os.environ,
            "LD_LIBRARY_PATH": f"{libraries}:{libraries}/ceph:{root}/lib/{platform.machine()}-linux-gnu",
            "PYTHONPATH": str(root / "usr/lib/python3/dist-packages"),
        }

    @property
    def endpoint(self) -> str:
        """``host:port`` of the S3 gateway."""
        return f"127.0.0.1:{self._gateway}"

    def start(self) -> None:
        """Make the cluster and start it."""
        self._configure()
        monitor = ("-i", "a", "--mon-data", str(self._home / "mon"))
        members = str(self._home / "monitors")
        address = f"[v2:127.0.0.1:{self._monitor}]"
        self._run("monmaptool", "--create", "--fsid", str(uuid.uuid4()), "--addv", "a", address, members)
        self._run("ceph-mon", "--mkfs", *monitor, "--monmap", members)
        self._serve("ceph-mon", *monitor)
        osd = str(uuid.uuid4())
        self._ceph("osd", "create", osd, "0")
        self._run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", osd)
        self._ceph("osd", "crush", "add", "osd.0", "1.0", "root=default", "host=here")
        self._serve("ceph-osd", "-i", "0")
        self._run(
            "radosgw-admin", "user", "create", "--uid=vanban", "--display-name=vanban",
            f"--access-key={ACCESS_KEY}", f"--secret-key={SECRET_KEY}",
        )  # fmt: skip
        self._serve("radosgw", "-n", "client.admin")
        deadline = time.monotonic() + START_SECONDS
        while not _answers(self._gateway):
            assert time.monotonic() < deadline, f"the gateway did not start: see {self._home}"
            time.sleep(0.2)

    def stop(self) -> None:
        """End what was started."""
        for process in reversed(self._running):
            process.kill()
            process.wait()

    def _configure(self) -> None:
        for folder in ("mon", "osd", "run"):
            (self._home / folder).mkdir(parents=True)
        ceph = self._libraries / "ceph"
        (self._home / "ceph.conf").write_text(
            f"""[global]
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
mon_host = [v2:127.0.0.1:{self._monitor}]
public_addr = 127.0.0.1
run_dir = {self._home}/run
admin_socket = {self._home}/run/$name.asok
log_file = {self._home}/$name.log
mon_cluster_log_file = {self._home}/cluster.log
crash_dir = {self._home}/run
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
mon_data_avail_crit = 1
plugin_dir = {ceph}
erasure_code_dir = {ceph}/erasure-code
osd_class_dir = {self._libraries}/rados-classes
[osd]
osd_data = {self._home}/osd
osd_objectstore = memstore
memstore_device_bytes = 2147483648
[client.admin]
rgw_frontends = beast endpoint=127.0.0.1:{self._gateway}
ms_mon_client_mode = crc
auth_client_required = none
""",
            encoding="ascii",
        )

    def _command(self, program: str, arguments: Sequence[str]) -> list[str]:
        return [str(self._root / "usr/bin" / program), "-c", str(self._home / "ceph.conf"), *arguments]

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            self._command(program, arguments),
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{program}: {done.stderr[-2000:]}"

    def _ceph(self, *arguments: str) -> None:
        """Ask the monitor for something; its own command needs Debian's Python."""
        command = ["/usr/bin/python3", *self._command("ceph", arguments)]
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, timeout=START_SECONDS, check=False
        )
        assert done.returncode == 0, f"ceph {arguments}: {done.stderr[-2000:]}"

    def _serve(self, program: str, *arguments: str) -> None:
        with (self._home / f"{program}.out").open("wb") as log:
            command = self._command(program, ("-f", *arguments))
            self._running.append(subprocess.Popen(command, env=self._environment, stdout=log, stderr=log))


@contextlib.contextmanager
def ceph_gateway(packages: Path, home: Path) -> Iterator[CephGateway]:
    """Run a cluster of one node for the length of the context, fetching its packages first if they are not there."""
    gateway = CephGateway(_unpacked(packages), home)
    try:
        gateway.start()
        yield gateway
    finally:
        gateway.stop()


def _unpacked(folder: Path) -> Path:
    """Return where the packages are unpacked, with every library that this machine lacks."""
    root = folder / "root"
    if (folder / "whole").exists():
        return root
    files = folder / "packages"
    files.mkdir(parents=True, exist_ok=True)
    plan = _output("apt-get", "install", "--simulate", "--no-install-recommends", *PACKAGES)
    names = [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]
    _output("apt-get", "download", "--quiet", *names, cwd=files)
    for package in sorted(files.glob("*.deb")):
        _output("dpkg", "-x", str(package), str(root))
    (folder / "whole").touch()
    return root


def _output(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stderr[-2000:]}"
    return done.stdout


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0
