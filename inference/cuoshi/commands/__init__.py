"""The commands of ``cuoshi``, by what they are given; each is thin, what it does is the package's."""
