"""Makes a folder a BagIt bag: ``python -m storage.bagging FOLDER``, the fields of ``bag-info.txt`` as JSON on stdin.

A program of its own, because the library changes the working directory of its process while it works.
"""

from __future__ import annotations

import json
import sys

import bagit

MANIFESTS = ("sha256", "sha512")


def main(folder: str) -> int:
    """Make the bag, validate what lies on the disk, return the exit code."""
    bag = bagit.make_bag(folder, bag_info=json.load(sys.stdin), checksums=list(MANIFESTS))
    # Read anew, not believed from what was just computed.
    return 0 if bagit.Bag(str(bag)).is_valid() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
