import json
import math
from dataclasses import replace

import pytest

from cuoshi.results.measured.coded import Measured
from cuoshi.validity.outcome import CategoryValidity, Validity


def test_the_summary_and_its_warnings_are_in_the_language_of_the_interface(validated: tuple[object, Validity]) -> None:
    found = replace(validated[1], unsure=["a", "b"], coded=90)
    zh, en = found.summary("zh"), found.summary("en")
    assert len(zh.splitlines()) == len(en.splitlines()) == 2 + len(found.categories) + len(found.warnings())
    assert f"{found.design.population:,} 句中由a、b编码 90 句" in zh
    assert "! 只编码了 90 句" in zh and "! Only 90 sentences" in en
    assert f"! 有 {len(found.unsettled)} 句编码人意见不一" in zh and "! Coders were unsure of 2 sentences." in en
    assert not any(letter.isascii() and letter.isalpha() for line in zh.splitlines() if "!" in line for letter in line)
    own = found.categories["law"]
    assert f"Krippendorff's α): Rule of law {own.agreement.value:.0%} (α {own.alpha.value:.2f}), " in en
    assert "Krippendorff" not in replace(found, categories=_by_one(found)).summary()
    assert f"the share was {own.naive:.1%}, corrected {own.corrected.share:.1%}" in en
    right = own.quality.precision
    assert 0 < own.tagged < 90 < found.design.n
    assert f"{right.value:.0%} ({right.low:.0%}–{right.high:.0%}) are (of {own.tagged} coded)" in en
    assert f"其中编码了 {own.tagged} 句" in zh


def _by_one(found: Validity) -> dict[str, CategoryValidity]:
    """The categories as they are where one coder coded, whom nobody agreed with."""
    none = Measured(math.nan, math.nan, math.nan)
    return {name: replace(own, agreement=none, kappa=none, alpha=none) for name, own in found.categories.items()}


def test_coders_who_saw_the_model_are_told_of(validated: tuple[object, Validity]) -> None:
    found = validated[1]
    shown = replace(found, design=replace(found.design, show_model=True))
    assert any("saw the model" in warning for warning in shown.warnings())
    assert not any("saw the model" in warning for warning in found.warnings())


def test_what_is_stored_holds_every_figure_and_no_sentence(validated: tuple[object, Validity]) -> None:
    found = validated[1]
    text = json.dumps(found.to_dict(), ensure_ascii=False, allow_nan=False)
    assert "differences" not in found.to_dict()
    assert len(found.differences) and not any(sentence in text for sentence in found.differences["text"])


def test_hand_coding_alone_would_have_given_wider_intervals(validated: tuple[object, Validity]) -> None:
    _, validity = validated
    n, population = validity.coded, validity.design.population
    for name, own in validity.categories.items():
        low, high = validity.unaided(name)
        share = own.corrected.share
        assert low <= share <= high
        if 0.05 < share < 0.95:  # there the logit is nearly straight
            deviation = (share * (1 - share) / (n - 1) * (1 - n / population)) ** 0.5
            assert high - low == pytest.approx(2 * 1.97 * deviation, rel=0.03)
    stored = validity.to_dict()["unaided"]
    assert stored.keys() == validity.categories.keys() and all(len(ends) == 2 for ends in stored.values())
