"""A font without ink: text that can be found and copied, laid invisibly over a scan.

PDF/A asks for every font to be embedded, invisible text included. This one has a single glyph without area, half as
wide as it is high, which stands for every character; a table says which character each code is.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("glyphless.ttf")
WIDTH = 500
"""Of the glyph, in thousandths of the font size."""
ASCENT, DESCENT = 800, -200
_NAME = "VanbanGlyphless"
_MADE = 3_786_912_000
"""Seconds since 1904: always 1 January 2024, so that the file is always the same."""
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def make() -> bytes:
    """Return the font file, the same every time; ``python -m processors.glyphless`` writes it beside this file."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    builder = FontBuilder(1000, isTTF=True)
    names = [".notdef", "any"]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x20: "any"})
    # A line there and back has no ink, but gives the glyph its size: pdfium drops turned text without any.
    pen = TTGlyphPen(None)
    pen.moveTo((0, DESCENT))
    pen.lineTo((WIDTH, ASCENT))
    pen.closePath()
    glyph = pen.glyph()
    builder.setupGlyf(dict.fromkeys(names, glyph))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (WIDTH, 0)))
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupNameTable({"familyName": _NAME, "styleName": "Regular", "psName": _NAME})
    builder.setupOS2(sTypoAscender=ASCENT, sTypoDescender=DESCENT, usWinAscent=ASCENT, usWinDescent=-DESCENT)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = _MADE
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def font(pdf: Any) -> Any:
    """Return the font as an indirect object of a ``pikepdf.Pdf``; its codes are UTF-16 units."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    file = pikepdf.Stream(pdf, FILE.read_bytes())
    described = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + _NAME),
        Flags=4,
        FontBBox=Array([0, DESCENT, WIDTH, ASCENT]),
        ItalicAngle=0,
        Ascent=ASCENT,
        Descent=DESCENT,
        CapHeight=ASCENT,
        StemV=80,
        FontFile2=pdf.make_indirect(file),
    )
    glyphs = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + _NAME),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(described),
        CIDToGIDMap=pdf.make_indirect(pikepdf.Stream(pdf, b"\0\1" * 65536)),
        DW=WIDTH,
    )
    whole = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/" + _NAME),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(glyphs)]),
        ToUnicode=pdf.make_indirect(pikepdf.Stream(pdf, _TO_UNICODE)),
    )
    return pdf.make_indirect(whole)


if __name__ == "__main__":
    FILE.write_bytes(make())
