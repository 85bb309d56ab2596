"""Long computations are kept beside the store: the same again, made once, and never of other facts."""

from contextlib import closing
from pathlib import Path

import pandas as pd
from pandas.testing import assert_frame_equal

from rollout.facts.change import Change
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope, year_before
from rollout.questions.view import view_of
from rollout.store import kept
from rollout.store import lake as store
from rollout.subjects.forecast import outlook
from tests.conftest import AS_OF, place


def test_a_back_test_that_was_kept_is_the_one_that_would_be_worked_out(copied_store):
    with closing(store.open_store(place=copied_store)) as opened:

        def tested() -> pd.DataFrame:
            scope = Scope(AS_OF, year_before(AS_OF), AS_OF, "en", snapshot=opened.snapshot())
            return outlook.tested(view_of(Asker(opened), scope))

        [*files] = (copied_store.kept).iterdir()
        before = tested()
        assert {*(copied_store.kept).iterdir()} == {*files}, "it was there"
        for file in files:
            file.unlink()
        assert_frame_equal(before, tested())
        assert len(list((copied_store.kept).iterdir())) == 1


def test_a_result_is_made_once_for_its_inputs_and_its_code(tmp_path):
    made: list[int] = []

    def result(inputs: tuple, code: Path) -> pd.DataFrame:
        def make() -> pd.DataFrame:
            made.append(1)
            return pd.DataFrame({"n": [len(made)]})

        return kept.frame(place(tmp_path / "store"), "sum", code, inputs, make)

    (tmp_path / "store").mkdir()
    one, other = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]})
    here, elsewhere = Path(__file__).parent, Path(kept.__file__).parent
    numbers = [result(*asked)["n"][0] for asked in (((1, one), here), ((1, one), here), ((1, other), here))]
    assert numbers == [1, 1, 2]
    assert [result(*asked)["n"][0] for asked in (((2, one), here), ((1, one), elsewhere))] == [3, 4]
    for file in (tmp_path / "store" / "kept").iterdir():
        file.write_bytes(file.read_bytes()[:50])
    assert result((1, one), here)["n"][0] == 5, "a file that was cut off is made anew"
    for n in range(2 * kept.MOST):
        result((n, "x"), here)
    assert len(list((tmp_path / "store" / "kept").iterdir())) == kept.MOST


def test_an_answer_that_was_kept_is_the_one_that_would_be_given(copied_store):
    def answer(keep: bool) -> pd.DataFrame:
        with closing(store.open_store(place=copied_store, keep_answers=keep)) as opened:
            return Asker(opened).ask("progress/board", opened.snapshot(), as_of=AS_OF, complexes=("andong", "uljin"))

    asked, first, second = answer(keep=False), answer(keep=True), answer(keep=True)
    assert len(asked)
    assert_frame_equal(asked, first)
    assert_frame_equal(asked, second)
    [file] = copied_store.kept.glob("answer-*")
    file.write_bytes(file.read_bytes()[:-50])
    assert_frame_equal(asked, answer(keep=True))


def test_an_answer_is_kept_for_its_snapshot(copied_store):
    def stages(add: bool = False) -> int:
        with closing(store.open_store(place=copied_store, keep_answers=True)) as opened:
            if add:
                row = opened.texts(["complexes"])["complexes"].iloc[0].to_dict()
                changed = Change("complexes", row, {**row, "theme_en": "Other"})
                opened.publish([changed], "A", "B", opened.number())
            rows = Asker(opened).ask("progress/complexes", opened.snapshot(), as_of=AS_OF)
            return int((rows["theme_en"] == "Other").sum())

    assert [stages(), stages(), stages(add=True), stages()] == [0, 0, 1, 1]


def test_a_start_that_finds_the_copy_of_the_facts_asks_the_same(copied_store):
    def answer() -> pd.DataFrame:
        with closing(store.open_store(place=copied_store)) as opened:
            return Asker(opened).ask("progress/board", opened.snapshot(), as_of=AS_OF, complexes=("andong", "uljin"))

    [copy] = copied_store.kept.glob("copy-*")
    found = answer()
    copy.write_bytes(copy.read_bytes()[:5000])
    assert_frame_equal(found, answer())
    copy.unlink()
    assert_frame_equal(found, answer())
    assert [*copied_store.kept.glob("copy-*")] == [copy]
    copy.unlink()
    copy.mkdir()  # no file can be kept there
    assert_frame_equal(found, answer())


def test_a_commit_leaves_the_copy_of_the_state_before_out_of_the_answers(copied_store):
    with closing(store.open_store(place=copied_store)) as opened:
        row = opened.texts(["complexes"])["complexes"].iloc[0].to_dict()
        opened.publish([Change("complexes", row, {**row, "theme_en": "Other"})], "A", "B", opened.number())
    for _ in range(2):
        with closing(store.open_store(place=copied_store)) as opened:
            assert (opened.table("complexes", opened.snapshot())["theme_en"] == "Other").sum() == 1
    assert len([*copied_store.kept.glob("copy-*")]) == 2
