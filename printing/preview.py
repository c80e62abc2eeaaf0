"""Pages of a PDF as pictures, for the preview in the window and for the pictures of printouts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as pixels: four bytes each, blue, green, red, unused."""

    width: int
    height: int
    stride: int
    pixels: bytes


def page_pictures(pdf: bytes, dpi: int = 110) -> list[PagePicture]:
    """Return every page at the resolution."""
    import pypdfium2  # loaded with the first page that is shown

    document = pypdfium2.PdfDocument(pdf)
    try:
        found: list[PagePicture] = []
        for page in document:
            bitmap = page.render(scale=dpi / 72, prefer_bgrx=True)
            found.append(PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)))
        return found
    finally:
        document.close()
