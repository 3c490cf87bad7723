"""Chinese words and parts of speech: jieba's algorithm and dictionary, run by rjieba (Rust, no dictionary load).

Tags are jieba's: n noun, nr person, ns place, nt organisation, nz other name, v verb, a adjective, m number,
q classifier, t time, d adverb, p preposition, c conjunction, u particle, r pronoun, f direction, zg single character of
no class, eng Latin letters, x punctuation and words outside the dictionary; a letter more (vn, nrt) narrows a class.
A test holds the tokens against jieba's own; the one difference, a hyphen between digits, is undone here.
"""

from functools import cache
from importlib.resources import files

import regex

# rjieba keeps 500-1000 together as one number, jieba cuts at the hyphen; we follow jieba.
_PARTS = regex.compile(r"-|[^-\s]+")


@cache
def _segmenter():
    from rjieba import Jieba

    segmenter = Jieba()
    for word, frequency, tag in user_words():
        segmenter.add_word(word, frequency, tag)
    return segmenter


@cache
def user_words() -> tuple[tuple[str, int, str], ...]:
    """(word, frequency, tag) of the user dictionary, lexicon/user_words.txt in jieba's format."""
    lines = files("pipeline.lexicon").joinpath("user_words.txt").read_text(encoding="utf-8").splitlines()
    return tuple((word, int(frequency), tag) for word, frequency, tag in map(str.split, lines))


def standard_words(text: str) -> list[str]:
    """The words of simplified text by jieba's own dictionary alone, in order; joined they are the text. A hyphen is not cut at."""
    import rjieba

    return rjieba.cut(text)


def segment(text: str) -> list[tuple[int, int, str]]:
    """(start, end, tag) of the words of simplified text, in order; each non-blank character is in exactly one word."""
    found, at = [], 0
    for token, tag in _segmenter().tag(text):
        if len(token) == 1:
            if not token.isspace():
                found.append((at, at + 1, tag))
        else:
            found += [(at + m.start(), at + m.end(), tag) for m in _PARTS.finditer(token)]
        at += len(token)
    return found
