"""What a native chart of a deck is drawn from, and the workbook inside it in which PowerPoint edits it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter


class _TextWorkbook(CategoryWorkbookWriter):
    """The chart's workbook: a name that starts like a formula or an address stays text."""

    @contextmanager
    def _open_worksheet(self, file: Any) -> Iterator[tuple[Any, Any]]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, options) as book:
            yield book, book.add_worksheet()


class _TextChartData(CategoryChartData):
    """Categories and series whose names are text, whatever they look like."""

    @property
    def xlsx_blob(self) -> bytes:
        """The chart's workbook."""
        return bytes(_TextWorkbook(self).xlsx_blob)  # type: ignore[no-untyped-call]  # python-pptx has no types


def text_chart_data(number_format: str) -> Any:
    """Empty data of a chart, to which categories and series are added."""
    return _TextChartData(number_format=number_format)  # type: ignore[no-untyped-call]
