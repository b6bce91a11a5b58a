"""The signatures that a document carries before another is added: whose they are, and where the last one shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asn1crypto import x509

from signing.page_frame import Box
from signing.placement import Place
from signing.prepare import open_for_signing
from signing.trust import is_root


class Present:
    """Signatures of a document by revision, document time-stamps left out."""

    def __init__(self, embedded: Sequence[Any]) -> None:
        self._embedded = tuple(embedded)

    def __len__(self) -> int:
        return len(self._embedded)

    @property
    def signers(self) -> list[x509.Certificate]:
        """The signers' certificates."""
        return [one.signer_cert for one in self._embedded]

    @property
    def certificates(self) -> list[x509.Certificate]:
        """Certificates inside the signatures and their time-stamps."""
        from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

        found: list[x509.Certificate] = []
        for one in self._embedded:
            found.extend(one.other_embedded_certs)
            for token in extract_tst_data_iter(one.signer_info, signed=False):
                found.extend(choice.chosen for choice in token["certificates"])
        return found

    @property
    def timestamping(self) -> list[x509.Certificate]:
        """The certificates of the time-stamp services among them."""
        return [one for one in self.certificates if _is_timestamping(one)]

    def last_shown(self) -> Place | None:
        """Return the place of the last signature that shows something."""
        for one in reversed(self._embedded):
            if not {"/Rect", "/P"} <= one.sig_field.keys():
                continue
            rect = [float(number) for number in one.sig_field["/Rect"]]  # by [], which decrypts; get() does not
            if len(rect) == 4 and rect[2] > rect[0] and rect[3] > rect[1]:
                index = _page_index(one.reader, one.sig_field.raw_get("/P").reference)
                if index is not None:
                    return Place(index, Box(*rect), found=True)
        return None


def signatures_there(data: bytes) -> Present:
    """Return the signatures of a file.

    Raises:
        UnsignableError: if the file cannot be read.
    """
    from pyhanko.sign.validation.pdf_embedded import collect_embedded_signatures

    reader = open_for_signing(data).prev
    return Present([one for one in collect_embedded_signatures(reader) if one.sig_object_type == "/Sig"])


def _page_index(reader: Any, wanted: Any) -> int | None:
    for index in range(int(reader.root["/Pages"]["/Count"])):
        if reader.find_page_for_modification(index)[0].reference == wanted:
            return index
    return None


def _is_timestamping(certificate: x509.Certificate) -> bool:
    usage = certificate.extended_key_usage_value
    return not is_root(certificate) and usage is not None and "time_stamping" in usage.native
