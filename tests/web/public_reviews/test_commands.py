"""`flask public-reviews …`: import, index as JSON, slips."""

import json

from tests import factories_public_reviews as given

HEAD = "date,req,proc,time,cost,prod,comp,beh,fac,compl,comment\n"
ROWS = "".join(
    f"2026-07-0{day},{values},\n"
    for day, values in enumerate(
        ("3,3,3,,3,3,4,3,4", "4,3,3,4,3,4,4,3,", "3,3,2,,3,3,3,2,3", "4,4,3,4,4,4,4,3,4", "3,2,2,,3,3,3,3,3"),
        start=1,
    )
)


def run(app, *arguments: str):
    return app.test_cli_runner().invoke(args=["public-reviews", *arguments])


def test_import_then_index(browser, app, tmp_path) -> None:
    with browser.database() as session:
        given.service(session, code="ktp")
    file = tmp_path / "ulasan.csv"
    file.write_text(HEAD + ROWS)
    assert "5 new reviews, 0 known" in run(app, "import", "ktp", str(file)).output
    assert "0 new reviews, 5 known" in run(app, "import", "ktp", str(file)).output

    answer = json.loads(run(app, "index", "ktp", "2026-07", "--json").output)
    assert (answer["index"], answer["grade"], answer["respondents"], answer["weight_mode"]) == (
        81.86,
        "B",
        5,
        "round3",
    )
    assert answer["elements"]["cost"] == {"mean": 4.0, "n": 2}
    assert set(answer) == {"index", "grade", "respondents", "weight_mode", "elements"}
    exact = json.loads(run(app, "index", "ktp", "2026", "--weight-mode", "exact", "--json").output)
    assert (exact["index"], exact["weight_mode"]) == (81.94, "exact")
    none = json.loads(run(app, "index", "ktp", "2026-Q4", "--json").output)
    assert (none["index"], none["grade"], none["respondents"], none["elements"]) == (None, None, 0, {})


def test_what_is_wrong_is_said(browser, app, tmp_path) -> None:
    with browser.database() as session:
        given.service(session, code="ktp")
    file = tmp_path / "ulasan.csv"
    file.write_text(HEAD + "2026-07-01,7,3,3,3,3,3,3,3,3,\n")
    wrong = run(app, "import", "ktp", str(file))
    assert wrong.exit_code == 1
    assert "row 2, req" in wrong.output
    assert run(app, "index", "tidak-ada", "2026").exit_code == 1
    assert run(app, "index", "ktp", "2026-13").exit_code == 1


def test_slips_for_a_counter(browser, app) -> None:
    with browser.database() as session:
        code = given.counter(session).code
    lines = run(app, "tokens", code, "3").output.split()
    assert len(lines) == 3
    assert all(line.startswith(f"http://localhost/s/{code}?visit=") for line in lines)
    assert 'name="visit"' in browser.get(lines[0].removeprefix("http://localhost")).text
    assert run(app, "tokens", "tidak-ada", "1").exit_code == 1
