from cuoshi.scheme import bundled


def test_categories_lists_all(run):
    _, out, _ = run("categories")
    for label in (*bundled().categories, *bundled().statuses):
        assert all(text in out for text in (label.id, label.zh, label.en, label.meaning_zh, label.meaning_en))


def test_a_scheme_is_written_and_checked(run, tmp_path):
    path = tmp_path / "mine.toml"
    code, out, _ = run("scheme", "new", path)
    assert (code, "cuoshi scheme check" in out) == (0, True)
    code, out, _ = run("scheme", "check", path)
    assert (code, "生态环保" in out, "note:" in out) == (0, True, False)
    path.write_text(path.read_text("utf-8").replace('keywords = ["污染", "生态", "绿化", "河长"]', ""), "utf-8")
    assert "note: ecology: no keywords" in run("scheme", "check", path)[1]
    path.write_text('name = "x"', "utf-8")
    code, _, err = run("scheme", "check", path)
    assert (code, err) == (2, f"cuoshi: {path}: the scheme has no version\n")


def test_what_cannot_be_learnt_from_is_said_in_one_line(run, tmp_path):
    (tmp_path / "coded.csv").write_text("text,categories\n治污。,ecology\n", "utf-8")
    run("scheme", "new", tmp_path / "mine.toml")
    code, _, err = run("learn", tmp_path / "mine.toml", tmp_path / "coded.csv", "--out", tmp_path / "m")
    assert (code, err.count("\n"), "of one report" in err) == (2, 1, True)
    assert not (tmp_path / "m").exists()
