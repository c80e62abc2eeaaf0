"""The scan folder is the one that the settings name now."""

import os
import time

import pytest

from counter.devices.scan_folder import WindowScans
from counter.domain.errors import InputRefused


def test_without_a_folder_nothing_waits_and_another_one_may_be_named_later(tmp_path):
    named = [""]
    scans = WindowScans(lambda: named[0])
    assert scans.waiting() == ()
    for n, folder in enumerate(("a", "b")):
        (tmp_path / folder).mkdir()
        page = tmp_path / folder / f"{n}.pdf"
        page.write_bytes(b"%PDF-1.4")
        os.utime(page, (time.time() - 60,) * 2)
        named[0] = str(tmp_path / folder)
        (one,) = scans.waiting()
        assert one.path == page
        scans.take(one)
        assert scans.waiting() == ()


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    scans = WindowScans(lambda: "")
    with pytest.raises(InputRefused) as refusal:
        scans.content(tmp_path / "none.pdf")
    assert refusal.value.code == "bad_scan"
