"""A document camera's folder at the real window: a barcode page separates, a digit takes a page to its printout."""

import os
import time
from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from counter.devices.scan_folder import TAKEN, ScanFolder
from counter.domain.errors import EnvironmentFault
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading.dossiers import dossier_of
from tests.conftest import CLERK, a_form
from tests.ui.conftest import settle


def photographed(core, folder, number: str) -> None:
    """Write a label of the application and two pages, as a camera does."""
    label = printouts_of(core.app, number, CLERK, kinds=("folder_label",))[0]
    (picture,) = core.page_pictures(label.pdf, 200)[:1]
    image = Image.frombytes(
        "RGBA", (picture.width, picture.height), picture.pixels, "raw", "BGRA", picture.stride
    )
    image.convert("RGB").save(folder / "IMG_0001.png")
    for n, colour in ((2, "white"), (3, "ivory")):
        Image.new("RGB", (60, 80), colour).save(folder / f"IMG_000{n}.jpg")
    for n, name in enumerate(("IMG_0001.png", "IMG_0002.jpg", "IMG_0003.jpg")):
        os.utime(folder / name, (time.time() - 60 + n, time.time() - 60 + n))


def test_a_label_separates_and_files_still_being_written_wait(sqlite_core, tmp_path):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    folder = tmp_path / "camera"
    folder.mkdir()
    photographed(sqlite_core, folder, number)
    (folder / "IMG_0004.jpg").write_bytes(b"half")
    (folder / "notes.txt").write_text("nothing")
    watched = ScanFolder(folder)
    pages = watched.waiting()
    assert [(p.name, p.separates, p.number.split("/")[0]) for p in pages] == [
        ("IMG_0001.png", True, number), ("IMG_0002.jpg", False, number), ("IMG_0003.jpg", False, number),
    ]  # fmt: skip
    watched.take(pages[1])
    assert (folder / TAKEN / "IMG_0002.jpg").is_file()
    with pytest.raises(EnvironmentFault):
        ScanFolder(tmp_path / "gone").waiting()


def test_a_separator_goes_when_its_last_page_was_taken_and_another_follows(sqlite_core, tmp_path):
    folder = tmp_path / "camera"
    folder.mkdir()
    one, two = (accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number for _ in range(2))
    photographed(sqlite_core, folder, one)
    watched = ScanFolder(folder)
    watched.take(watched.waiting()[1])
    watched.take(watched.waiting()[1])
    assert [page.separates for page in watched.waiting()] == [True]
    for n, path in enumerate(sorted((folder / TAKEN).iterdir())):
        path.unlink()
        os.utime(folder / "IMG_0001.png", (time.time() - 120 + n, time.time() - 120 + n))
    (folder / "IMG_0001.png").rename(folder / "IMG_0000.png")
    photographed(sqlite_core, folder, two)
    watched.take(watched.waiting()[2])
    assert [(p.name, p.number.split("/")[0]) for p in watched.waiting()] == [
        ("IMG_0001.png", two), ("IMG_0003.jpg", two),
    ]  # fmt: skip
    assert (folder / TAKEN / "IMG_0000.png").is_file()


def test_a_digit_takes_the_page_to_the_material_of_that_number(qtbot, sqlite_core, opened, tmp_path):
    core = sqlite_core
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    other = accept_form(core.app, a_form(), CLERK).dossier.application.number
    folder = tmp_path / "camera"
    folder.mkdir()
    photographed(core, folder, number)
    core.settings = replace(core.settings, desk=replace(core.settings.desk, scan_folder=str(folder)))
    window = opened(CLERK)
    window.open_case(other)
    settle(qtbot, window)
    assert window.pages["case"].scans.waiting.count() == 0
    window.open_case(number)
    settle(qtbot, window)
    tab = window.pages["case"].scans
    assert [tab.waiting.item(n).text() for n in range(tab.waiting.count())] == [
        "IMG_0002.jpg",
        "IMG_0003.jpg",
    ]
    codes = [m.code for m in dossier_of(core.app, number).materials]
    qtbot.keyClick(tab.waiting, str(codes.index("articles") + 1))
    settle(qtbot, window)
    tab = window.pages["case"].scans
    assert [tab.list.item(n).text().split(" ")[1] for n in range(tab.list.count())] == ["公司章程.jpg"]
    assert tab.waiting.count() == 1
    assert (folder / TAKEN / "IMG_0002.jpg").is_file()
    qtbot.keyClick(tab.waiting, Qt.Key.Key_0)
    settle(qtbot, window)
    assert window.pages["case"].scans.waiting.count() == 1
