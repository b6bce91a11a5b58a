"""What is wrong with an account, in words: the sentences of the command line, in Vietnamese as well."""

from __future__ import annotations

import re

from vanban.desk.words import DISPOSITIONS, Words
from vanban.domain.intake import Disposition

_SAID: tuple[tuple[str, str], ...] = (
    (r"claim (\S+) was accepted but has no document", "Tệp {0} đã tiếp nhận nhưng không có văn bản trong sổ."),
    (r"document (\S+) has no accepted claim", "Văn bản {0} không có tệp đã tiếp nhận tương ứng."),
    (r"document (\S+): its original is not in the object store", "Văn bản {0}: bản gốc không có trong kho."),
    (r"document (\S+) was disposed of without a tombstone under lock", "Văn bản {0} đã tiêu hủy mà không có bia hủy."),
    (r"document (\S+) is archived without a receipt", "Văn bản {0} đã lưu trữ mà không có biên nhận."),
    (r"document (\S+): (.+) is missing from the archive", "Văn bản {0}: {1} không có trong kho lưu trữ."),
    (r"document (\S+): (.+) is not locked", "Văn bản {0}: {1} không có khóa."),
    (r"document (\S+): the lock of (.+) ended early", "Văn bản {0}: khóa của {1} hết sớm."),
    (r"claim (\S+) lies in (.+) but the register says otherwise", "Tệp {0} nằm ở thư mục {1} nhưng sổ ghi khác."),
    (r"claim (\S+) is (\S+) but its file is gone", "Tệp {0} ({1}) không còn trên đĩa."),
    (r"suspect (\S+) is not locked", "Tệp nghi mật {0} chưa bị khóa."),
    (r"the folder spool is not there", "Không có thư mục spool."),
    (
        r"(\d+) claims were accepted, (\d+) documents are in the register",
        "Đã tiếp nhận {0} tệp nhưng sổ có {1} văn bản.",
    ),
    (r"Events (\d+) to (-?\d+) are missing\.", "Nhật ký: thiếu các sự kiện từ {0} đến {1}."),
    (r"Event (\d+) does not follow the event before it\.", "Nhật ký: sự kiện {0} không nối tiếp sự kiện trước."),
    (r"Event (\d+) was changed after it was written\.", "Nhật ký: sự kiện {0} đã bị sửa sau khi ghi."),
)


def problem_words(said: str) -> Words:
    """Return a sentence of an account's problems in Vietnamese and English; an unknown one stays as it is."""
    for pattern, words in _SAID:
        if found := re.fullmatch(pattern, said):
            return words.format(*(_disposition(one) for one in found.groups())), said
    return said, said


def _disposition(word: str) -> str:
    return DISPOSITIONS[Disposition(word)][0] if word in list(Disposition) else word
