"""How words look and what the base of actors knows of them: the encoder's and the mention head's features."""

import functools
from pathlib import Path

SEPARATOR = (5, 0)  # of `[CLS]` and `[SEP]`
TITLES = set("mr mrs ms miss dr sir lord lady president minister prime chancellor senator governor judge justice "
             "professor captain colonel general admiral sergeant king queen prince princess pope mayor ambassador "
             "secretary congressman congresswoman representative rep sen gov gen prof rev st mr. mrs. ms. dr. "
             "rep. sen. gov. gen. prof. rev.".split())

BASE = Path(__file__).parents[1] / "crates/onrecord-nlp/data"
SUFFIXES = set("inc corp co ltd llc plc gmbh group company corporation university college institute school party ministry "
               "department agency association union bank council committee commission court club church foundation "
               "hospital museum times post news press army navy congress senate parliament house league society "
               "airlines airways records studios band orchestra office service bureau center centre board".split())
DAYS = set("monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
           "september october november december".split())
LONGEST = 4  # words of a name that the base is asked for


@functools.cache
def base():
    """(kind of each form of the base, given names); the tables that the program embeds."""
    kinds = {}
    with open(BASE / "actors.tsv", encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                form, _, kind, *_ = line.rstrip("\n").split("\t")
                kinds[form] = 1 if kind in ("country", "capital", "seat", "city") else 3 if kind == "person" else 2
    given = set()
    with open(BASE / "first-names.txt", encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                given.update(line.split()[1:])
    return kinds, given


def hints(forms):
    """For each word what the base knows: 0 nothing, 1 a place, 2 a body or other name, 3 a person, 4 a given
    name, 5 a title, 6 a word that ends the names of bodies, 7 a day or month."""
    kinds, given = base()
    low = [f.lower() for f in forms]
    out = [0] * len(forms)
    i = 0
    while i < len(forms):
        if not forms[i][0].isupper():
            i += 1
            continue
        for n in range(min(LONGEST, len(forms) - i), 0, -1):
            kind = kinds.get(" ".join(low[i:i + n]))
            if kind and forms[i + n - 1][0].isalnum():
                out[i:i + n] = [kind] * n
                break
        else:
            n = 1
        if n == 1:
            word = low[i]
            if word in DAYS:
                out[i] = 7
            elif word in TITLES:
                out[i] = 5
            elif word in SUFFIXES:
                out[i] = 6
            elif out[i] == 0 and word in given:
                out[i] = 4
        i += n
    return out


def shape(form):
    """0 small, 1 Capital, 2 CAPITALS, 3 miXed, 4 a number, 5 a mark, 6 one capital, 7 digits and letters."""
    if not form[0].isalnum():
        return 5
    if form.isdigit():
        return 4
    if any(c.isdigit() for c in form):
        return 7
    if form.islower():
        return 0
    if len(form) == 1:
        return 6
    if form.isupper():
        return 2
    return 1 if form[1:].islower() else 3
