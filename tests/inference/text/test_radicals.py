import unicodedata

from cuoshi.text.radicals import RADICALS


def test_radicals_become_the_characters_that_they_look_like() -> None:
    assert "⻅⻚⻋⻔".translate(RADICALS) == "见页车门"
    assert "全县".translate(RADICALS) == "全县"


def test_no_radical_that_unicode_normalises_is_in_the_table_and_none_is_left() -> None:
    assert all(unicodedata.normalize("NFKC", chr(radical)) == chr(radical) for radical in RADICALS)
    assert not {chr(radical) for radical in RADICALS} & set(RADICALS.values())
    assert all(0x2E80 <= radical <= 0x2EF3 for radical in RADICALS)
