"""Take rights away from a program before it starts: no network, and files of its own folder only.

LibreOffice opens what a document links to, as the user it runs as: keys and other people's documents are files too.
Both fences are the kernel's, need no rights and cannot be lifted: seccomp (Linux 3.17) and Landlock (Linux 5.13; where
it is missing, the settings of the program's profile stand alone).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import struct
from collections.abc import Sequence
from pathlib import Path

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_SOCKET, _IO_URING_SETUP = {"x86_64": 41, "aarch64": 198}, 425
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_LOAD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13
"""``SECCOMP_RET_ALLOW``, and ``SECCOMP_RET_ERRNO`` with EACCES."""
_AF_UNIX = 1

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULE_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_ALL_OF_VERSION_1 = 0x1FFF
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE
_MAKE_SOCKET = 1 << 9 | 1 << 5
"""Make a socket, and remove files again."""


def confine(*, readable: Sequence[Path], writable: Sequence[Path], sockets: Sequence[Path] = ()) -> None:
    """Fence in this process and all that it starts, for good.

    Args:
        readable: files and folders that may be read and run; what is missing is left out.
        writable: the same, where everything is allowed.
        sockets: folders where sockets between processes may be made, and nothing read.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _fence_files(libc, ((_READ, readable), (_ALL_OF_VERSION_1, writable), (_MAKE_SOCKET, sockets)))
    refuse_network()


def refuse_network() -> None:
    """Refuse this process, and all that it starts, every socket but those between processes of this machine."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    machine = platform.machine()
    if machine not in _SOCKET:
        return
    program = [
        (_LOAD, 0, 0, 4),  # architecture: another one has other numbers, and gets no system call at all
        (_JUMP_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, 0),  # number of the call
        (_JUMP_EQUAL, 4, 0, _IO_URING_SETUP),
        (_JUMP_EQUAL, 0, 2, _SOCKET[machine]),
        (_LOAD, 0, 0, 16),  # its first argument, the family
        (_JUMP_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    # Jumps are counted from the next line: what is no socket goes to the line that allows.
    code = b"".join(struct.pack("<HBBI", *line) for line in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("<HxxxxxxQ", len(program), ctypes.addressof(buffer))
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_char_p(header), 0, 0)


def _fence_files(libc: ctypes.CDLL, allowed: Sequence[tuple[int, Sequence[Path]]]) -> None:
    handled = struct.pack("<Q", _ALL_OF_VERSION_1)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.c_char_p(handled), ctypes.c_size_t(len(handled)), 0)
    if ruleset < 0:
        return
    try:
        for rights, paths in allowed:
            for path in paths:
                _allow(libc, ruleset, path, rights)
        libc.syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            rule = struct.pack("<Qi", rights if path.is_dir() else rights & _OF_A_FILE, descriptor)
            libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.c_char_p(rule), 0)
        finally:
            os.close(descriptor)
