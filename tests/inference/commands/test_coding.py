import pytest


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            ("--scheme", "m.toml", "--strata", "year"),
            "a first sample to learn from (--scheme) makes no use of --strata",
        ),
        (("--scheme", "m.toml", "--where", "year > 2020"), "no use of --where; leave it out, it is for a sample that"),
        (("--active", "--scheme", "m.toml"), "a sample to go on learning from (--active) makes no use of --scheme"),
        (("--active", "--show-model"), "makes no use of --show-model"),
        (("--earlier", "learning"), "a sample that judges a model makes no use of --earlier"),
        (("--encoder", "base"), "makes no use of --encoder"),
        (("--overlap", "0.5"), "say how many: --coders 2"),
    ],
)
def test_options_that_a_sample_makes_no_use_of_are_refused(run, tmp_path, given, told):
    code, _, err = run("sample", tmp_path / "r", "--out", tmp_path / "c", *given)
    assert code == 2 and told in err and err.count("\n") == 1


def test_what_is_sampled_from_results_is_one_folder(run, tmp_path):
    code, _, err = run("sample", tmp_path / "a", tmp_path / "b", "--out", tmp_path / "c")
    assert (code, "one results folder at a time" in err) == (2, True)
