"""Text of TCVN3 and VNI fonts: the tables, and PDF pages that are set in such fonts."""

import io
import unicodedata

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as PdfFont
from reportlab.pdfgen.canvas import Canvas

from processors.legacy_encodings import TCVN3, decode, encoding_of_font, encoding_of_text
from processors.textlayer import read_layer
from processors.vietnamese import is_syllable, mark_share, valid_share
from vanban.typefaces import Face, face_file

SENTENCE = "Những người được Ủy ban nhân dân tỉnh yêu cầu phải triển khai thực hiện đúng kế hoạch, tưởng kịp thời"
TCVN3_SENTENCE = (
    "Nh÷ng ng\xad\xeai ®\xad\xeec Uû ban nh©n d©n tØnh yªu cÇu ph¶i triÓn khai thùc hiÖn ®óng kÕ ho¹ch, "
    "t\xad\xebng kÞp thêi"
)
VNI_SENTENCE = (
    "Nhöõng ngöôøi ñöôïc Uûy ban nhaân daân tænh yeâu caàu phaûi trieån khai thöïc hieän ñuùng keá hoaïch, "
    "töôûng kòp thôøi"
)
LETTERS = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâđêôơư"


def test_tcvn3_has_every_letter_once():
    assert sorted(TCVN3.values()) == sorted(LETTERS + "ĂÂĐÊÔƠƯ")
    assert all(0xA1 <= code <= 0xFE for code in TCVN3)


def test_vni_has_every_letter():
    plain = {letter: decode(written, "vni") for letter, written in zip(*_vni_letters(), strict=True)}

    assert all(letter == decoded for letter, decoded in plain.items())
    assert set(LETTERS) <= set(plain)


def _vni_letters() -> tuple[list[str], list[str]]:
    """Return letters and how VNI writes them, from its rule: a letter, then circumflex or breve with the tone."""
    tones = {"": "", "\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
    circumflex = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
    breve = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
    letters, written = [], []
    for base, code in (("a", "a"), ("e", "e"), ("o", "o"), ("u", "u"), ("y", "y"), ("ơ", "ô"), ("ư", "ö")):
        for tone, mark in tones.items():
            if (base, tone) != ("y", "\u0323"):
                letters.append(base + tone)
                written.append(code + mark)
    for base in "aeo":
        letters += [base + "\u0302" + tone for tone in circumflex]
        written += [base + mark for mark in circumflex.values()]
    letters += ["a\u0306" + tone for tone in breve]
    written += ["a" + mark for mark in breve.values()]
    for letter, code in (("đ", "ñ"), ("í", "í"), ("ì", "ì"), ("ỉ", "æ"), ("ĩ", "ó"), ("ị", "ò"), ("ỵ", "î")):
        letters.append(letter)
        written.append(code)
    return [unicodedata.normalize("NFC", letter) for letter in letters], written


def test_sentences_are_decoded():
    assert decode(TCVN3_SENTENCE, "tcvn3") == SENTENCE.replace("Ủy", "Uỷ")
    assert decode(VNI_SENTENCE, "vni") == SENTENCE
    assert decode("céng hoµ x· héi chñ nghÜa viÖt nam", "tcvn3-capitals") == "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert decode("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM, Ñoäc laäp", "vni") == (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM, Độc lập"
    )


def test_a_hyphen_that_was_a_horn_is_told_from_a_hyphen():
    assert decode("nh-ng ng-êi -u tiªn, sè 15/Q§-UBND - 2009", "tcvn3") == "nhưng người ưu tiên, số 15/QĐ-UBND - 2009"


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("ABCDEF+.VnTime", "tcvn3"),
        (".VnTimeH", "tcvn3-capitals"),
        (".VnArialH,Bold", "tcvn3-capitals"),
        (".VnArial Narrow", "tcvn3"),
        ("VNI-Times", "vni"),
        ("AAAAAA+VNI-Helve-Condense", "vni"),
        ("TimesNewRoman", None),
        ("", None),
    ],
)
def test_fonts_tell_their_encoding_by_name(name, encoding):
    assert encoding_of_font(name) == encoding


def test_a_text_tells_its_encoding_only_when_it_becomes_vietnamese():
    assert encoding_of_text(TCVN3_SENTENCE) == "tcvn3"
    assert encoding_of_text(VNI_SENTENCE) == "vni"
    assert encoding_of_text(SENTENCE) is None
    assert encoding_of_text("® © ¶ § xyz ± µ qwrt ÷ fghj ½ zzz") is None
    assert encoding_of_text("Señor Müller, façade und Größe: mañana übung") is None


def legacy_font(tmp_path, name: str, *, capitals: bool = False) -> str:
    """Register Liberation Serif as such a font: under the old codes lie the glyphs of the right letters."""
    font = TTFont(face_file(Face.REGULAR))
    glyphs = font.getBestCmap()
    for table in font["cmap"].tables:
        if table.isUnicode():
            for code, letter in TCVN3.items():
                table.cmap[code] = glyphs[ord(letter.upper() if capitals else letter)]
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = name
    path = tmp_path / f"{name}.ttf"
    font.save(path)
    pdfmetrics.registerFont(PdfFont(name, str(path)))
    return name


def page(*lines: tuple[str, str], tilted: str = "", hidden: str = "") -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(842, 595))
    for place, (font, text) in enumerate(lines):
        canvas.setFont(font, 12)
        canvas.drawString(40, 500 - 20 * place, text)
    if tilted:
        canvas.saveState()
        canvas.translate(200, 150)
        canvas.rotate(40)
        canvas.drawString(0, 0, tilted)
        canvas.restoreState()
    if hidden:
        text = canvas.beginText(40, 300)
        text.setTextRenderMode(3)
        text.textOut(hidden)
        canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def layer(data: bytes):
    return read_layer(pypdfium2.PdfDocument(data), 1)


def text_of(found) -> str:
    return " ".join(word.text for word in found.page.words)


def test_a_page_in_tcvn3_is_decoded_by_the_names_of_its_fonts(tmp_path):
    small, capitals = legacy_font(tmp_path, ".VnTime"), legacy_font(tmp_path, ".VnTimeH", capitals=True)

    found = layer(page((capitals, "céng hoµ x· héi chñ nghÜa viÖt nam"), (small, TCVN3_SENTENCE)))

    assert (found.usable, found.reason) == (True, "decoded-tcvn3")
    assert text_of(found) == "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM " + SENTENCE.replace("Ủy", "Uỷ")


@pytest.mark.parametrize(("text", "name"), [(TCVN3_SENTENCE, "tcvn3"), (VNI_SENTENCE, "vni")])
def test_a_page_whose_fonts_have_lost_their_names_is_decoded_by_what_it_says(text, name):
    found = layer(page(("Times-Roman", text)))

    assert (found.usable, found.reason) == (True, f"decoded-{name}")
    assert text_of(found).replace("Uỷ", "Ủy") == SENTENCE


def test_a_font_of_an_old_name_whose_text_is_unicode_is_left_alone(tmp_path):
    name = legacy_font(tmp_path, ".VnTime")

    found = layer(page((name, SENTENCE)))

    assert (found.usable, found.reason, text_of(found)) == (True, "vietnamese", SENTENCE)


def test_an_unknown_encoding_is_not_used():
    scrambled = "".join(chr(0xA1 + (ord(char) * 7) % 90) if char.isalpha() else char for char in SENTENCE)

    assert not layer(page(("Times-Roman", scrambled))).usable


def test_a_watermark_at_an_angle_is_left_out_and_told(decision):
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    sheet = writer.add_page(PdfReader(io.BytesIO(decision.pdf())).pages[0])
    sheet.merge_page(PdfReader(io.BytesIO(page(tilted="nguyenvana 27/11/2026 08:15"))).pages[0])
    stream = io.BytesIO()
    writer.write(stream)

    found = layer(stream.getvalue())

    assert (found.usable, found.reason, found.verdict.turned) == (True, "vietnamese", 25)
    assert "nguyenvana" not in text_of(found)
    assert "15/QĐ-SNV" in text_of(found)


def test_what_is_not_shown_is_not_read():
    pdfmetrics.registerFont(PdfFont("Serif", face_file(Face.REGULAR)))

    alone = layer(page(hidden="Uy ban nhan dan tinh yeu cau cac don vi " * 3))
    beside = layer(page(("Serif", SENTENCE), hidden="KHONG HIEN"))

    assert (alone.usable, alone.reason, alone.page.words) == (False, "hidden", ())
    assert (beside.usable, beside.verdict.hidden) == (True, 9)
    assert text_of(beside) == SENTENCE


def test_the_tables_make_syllables_of_real_words():
    assert all(is_syllable(word) for word in decode("nghiªm tóc ho¹ch ®Þnh", "tcvn3").split())
    assert valid_share(decode(TCVN3_SENTENCE, "tcvn3")) == 1.0
    assert mark_share(decode(TCVN3_SENTENCE, "tcvn3")) > 0.2
