"""What importing costs: the desk's list of identities must not load the signing libraries."""

from __future__ import annotations

import subprocess
import sys


def test_importing_the_desk_loads_no_signing_library():
    code = "import sys, signing.desk; print(*[m for m in ('pyhanko', 'pkcs11', 'cryptography') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
