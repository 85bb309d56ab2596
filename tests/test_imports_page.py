"""The page of imports: a template comes down, a filled one goes up, and what it says is published, or what is wrong."""

import io

import openpyxl

from tests.opening import healthy, html, press, text, visit
from tests.opening import own_store as own_store

CSV = 'figure_id,value\nyongin-area-2023-03-15,"{}"\n'


def uploaded(app, name, content):
    app.file_uploader[0].upload(name, content, "text/csv")
    return app.run()


def test_the_template_comes_down_and_goes_up_without_a_change():
    app = visit("imports")
    app.selectbox(key="import_table").set_value("complex_figures").run()
    name, content = press(app, "template")
    assert (
        name == "template-Figures-of-the-complexes.xlsx"
        and len(openpyxl.load_workbook(io.BytesIO(content)).worksheets) == 2
    )
    app = uploaded(visit("imports"), name, content)
    assert "no row differs" in healthy(app).info[-1].value


def test_a_template_of_before_takes_nothing_back_that_others_changed_meanwhile():
    """And a row that both changed is shown, not overwritten."""
    app = visit("imports")
    app.selectbox(key="import_table").set_value("complex_figures").run()
    _, content = press(app, "template")
    csv = "figure_id,value\ndaegu-area-2023-03-15,3290009\n"
    other = uploaded(visit("imports"), "figures.csv", csv.encode())
    next(button for button in other.button if str(button.key).startswith("publish-")).click().run()
    assert "no row differs" in uploaded(visit("imports"), "own.xlsx", content).info[-1].value
    book = openpyxl.load_workbook(io.BytesIO(content))
    heads = [cell.value for cell in book.worksheets[0][1]]
    ids, values = (heads.index(f"complex_figures.{name}") for name in ("figure_id", "value"))
    for row in book.worksheets[0].iter_rows(min_row=4):
        if row[ids].value == "daegu-area-2023-03-15":
            row[values].value = 3_290_010
    changed = io.BytesIO()
    book.save(changed)
    app = uploaded(visit("imports"), "own.xlsx", changed.getvalue())
    assert "Somebody changed these rows meanwhile" in text(html(app, "meanwhile"))
    assert next(button for button in app.button if str(button.key).startswith("publish-")).disabled


def test_faults_are_listed_and_marked_and_nothing_can_be_published():
    app = uploaded(visit("imports", lang="ko"), "수치.csv", CSV.format("많음").encode("cp949"))
    said = text(html(app, "upload-faults"))
    assert "수치.csv" in said and "많음" in said and "정수가 아님" in said
    assert not [button for button in app.button if str(button.key).startswith("publish-")]
    _, content = press(app, "marked")
    cell = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["B2"]
    assert "정수가 아님" in cell.comment.text


def test_what_is_no_workbook_is_refused_in_a_sentence():
    app = uploaded(visit("imports"), "../../x.xlsx", b"\x89PNG\r\n")
    (error,) = app.error
    assert error.value.replace("\\", "") == "This is no workbook (.xlsx), no CSV and no data package (.zip)"


def test_a_change_is_shown_and_published():
    app = uploaded(visit("imports"), "figures.csv", CSV.format("7,100,001").encode())
    said = text(html(app, "upload-changes"))
    assert "7100000" in said and "7100001" in said
    button = next(button for button in app.button if str(button.key).startswith("publish-"))
    app = button.click().run()
    assert "Import of figures.csv" in healthy(app).success[0].value.replace("\\", "")
    again = uploaded(visit("imports"), "figures.csv", CSV.format("7,100,001").encode())
    assert "no row differs" in healthy(again).info[-1].value
