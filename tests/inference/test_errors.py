from cuoshi.errors import first_line


def test_an_error_of_a_library_is_one_line() -> None:
    assert first_line(ValueError("no such column\nTraceback of the library")) == "no such column"
    assert first_line(KeyError()) == "KeyError"
