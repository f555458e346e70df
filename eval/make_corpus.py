"""Write the sample corpus's binary documents: plain sources in, docx, pdf and GB18030 text out.

The sources under `corpus_sources/` are UTF-8 text with a small markup: `# ` title, `## ` heading, `| a | b |` table row
(the first row of a table is its header), any other line a paragraph. What `TARGETS` names is written below `corpus/`;
the other documents there are kept as they are, hard-wrapped and noisy as real ones come. All parks outside Beijing are
invented; what is said of Beijing's is public and worded anew. The same sources give the same bytes: dates are fixed,
zip entries carry one time stamp, and the pdf is written in reportlab's invariant mode.

Usage: python -m eval.make_corpus [--out DIR]
"""

import argparse
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
SOURCES: Final = HERE / "corpus_sources"
CORPUS: Final = HERE / "corpus"
PDF_FONT: Final = "STSong-Light"  # named, not embedded: every reader has a substitute, and the text layer is complete


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a source: kind is "title", "heading", "paragraph" or "table" (then `rows` holds the cells)."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """One document to write: its source's stem, the ending that chooses the format, the date for its metadata."""

    stem: str
    suffix: str
    date: datetime


TARGETS: Final = (
    Target("云湖科技园2022年统计公报", ".txt", datetime(2023, 3, 15)),
    Target("云湖科技园2023年度报告", ".docx", datetime(2024, 3, 20)),
    Target("云湖科技园2024年度报告", ".pdf", datetime(2025, 3, 10)),
    Target("澜州市科技园区企业扶持办法", ".docx", datetime(2024, 5, 20)),
    Target("望屿湾科技城招商手册", ".pdf", datetime(2025, 6, 1)),
)


def read_blocks(source: str) -> Iterator[Block]:
    """Read a source's blocks in order.

    Args:
        source: the text of one file under `corpus_sources/`.

    Yields:
        Titles, headings, paragraphs and tables; empty lines only separate.
    """
    rows: list[tuple[str, ...]] = []
    for line in (*source.splitlines(), ""):
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
            continue
        if rows:
            yield Block("table", rows=tuple(rows))
            rows = []
        if line.startswith("## "):
            yield Block("heading", line[3:].strip())
        elif line.startswith("# "):
            yield Block("title", line[2:].strip())
        elif line.strip():
            yield Block("paragraph", line.strip())


def write_docx(blocks: Sequence[Block], date: datetime) -> bytes:
    """Make a Word document of the blocks; headings carry Word's heading styles, tables are real tables."""
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.created = properties.modified = date
    properties.author = properties.last_modified_by = "办公室"
    properties.title = next((block.text for block in blocks if block.kind == "title"), "")
    for block in blocks:
        if block.kind == "table":
            table = document.add_table(rows=0, cols=len(block.rows[0]))
            table.style = "Table Grid"
            for row in block.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        elif block.kind == "paragraph":
            document.add_paragraph(block.text)
        else:
            document.add_heading(block.text, level=0 if block.kind == "title" else 1)
    buffer = io.BytesIO()
    document.save(buffer)
    return _rezip(buffer.getvalue(), date)


def _rezip(data: bytes, date: datetime) -> bytes:
    """Write the zip anew with one time stamp, since python-docx stamps its parts with the time of writing."""
    buffer = io.BytesIO()
    stamp = (date.year, date.month, date.day, 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


def write_pdf(blocks: Sequence[Block]) -> bytes:
    """Make a pdf of A4 pages with a running head and page numbers, as printed reports have them."""
    from reportlab.lib import pagesizes, styles
    from reportlab.pdfbase import cidfonts, pdfmetrics
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    pdfmetrics.registerFont(cidfonts.UnicodeCIDFont(PDF_FONT))
    title = next((block.text for block in blocks if block.kind == "title"), "")

    def style(size: int, indent: int = 0) -> Any:
        return styles.ParagraphStyle(
            f"s{size}-{indent}",
            fontName=PDF_FONT,
            fontSize=size,
            leading=size * 1.7,
            firstLineIndent=indent,
            spaceAfter=size / 2,
            wordWrap="CJK",
        )

    def furnish(canvas: Any, template: Any) -> None:
        canvas.setFont(PDF_FONT, 9)
        canvas.drawString(72, 806, title)
        canvas.drawCentredString(297, 36, f"第 {template.page} 页")

    shapes = {"title": style(20), "heading": style(15), "paragraph": style(12, 24)}
    flow: list[Any] = []
    for block in blocks:
        if block.kind == "table":
            lines = [("FONT", (0, 0), (-1, -1), PDF_FONT, 11), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
            flow += [Table([list(row) for row in block.rows], style=lines), Spacer(1, 12)]
        else:
            flow.append(Paragraph(block.text, shapes[block.kind]))
    buffer = io.BytesIO()
    template = SimpleDocTemplate(buffer, pagesize=pagesizes.A4, invariant=1, title=title)
    template.build(flow, onFirstPage=furnish, onLaterPages=furnish)
    return buffer.getvalue()


def render(target: Target) -> bytes:
    """Give the bytes of one target, read from its source.

    Args:
        target: which source, in which format.

    Returns:
        The whole file: GB18030 text, a docx or a pdf.
    """
    source = (SOURCES / f"{target.stem}.txt").read_text(encoding="utf-8")
    if target.suffix == ".txt":
        return source.replace("\n", "\r\n").encode("gb18030")
    blocks = tuple(read_blocks(source))
    return write_docx(blocks, target.date) if target.suffix == ".docx" else write_pdf(blocks)


def main() -> None:
    """Write every target and say where."""
    parser = argparse.ArgumentParser(description="Write the sample corpus's docx, pdf and GB18030 documents.")
    parser.add_argument("--out", type=Path, default=CORPUS, help="folder to write to (default: eval/corpus)")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for target in TARGETS:
        path = out / f"{target.stem}{target.suffix}"
        path.write_bytes(render(target))
        print(path.name)


if __name__ == "__main__":
    main()
