"""Turns annotated articles into windows of word pieces with attribution labels.

A *word* is `\\w+` or one character that is neither a word character nor white space, the
token of `eval/attribution.py`.  The first piece of each word stands for it.
"""

import hashlib
import json
import math
import re
import unicodedata
from collections import Counter
from pathlib import Path

from forms import SEPARATOR, hints, shape

WORD = re.compile(r"\w+|[^\w\s]")
ROLES = ("source", "cue", "content")  # labels 1, 2, 3; 0 is none
CLS, SEP, UNK, MASK = 101, 102, 100, 103
SMALL, CAPITALS = 0.03, 0.02  # shares of training windows that look as if all written so
HIDDEN_WORDS = 0.08  # share of words that a training window hides, so that their neighbours must tell
MAX_PIECES_A_WORD = 100
UNUSUAL = -3.0  # a word of lower odds is no cue, whoever annotated
TYPICAL = -1.0  # a word of higher odds often is one


VOCAB = Path(__file__).parents[1] / "models/vocab.txt"


class WordPiece:
    """Greedy longest-match word pieces over one lower-cased, accent-free word."""

    def __init__(self):
        with open(VOCAB, encoding="utf-8") as f:
            self.vocab = {line.rstrip("\n"): i for i, line in enumerate(f)}
        self.cache = {}

    def pieces(self, word):
        found = self.cache.get(word)
        if found is None:
            found = self.cache[word] = self._split(word)
        return found

    def _split(self, word):
        word = unicodedata.normalize("NFD", word.lower())
        word = "".join(c for c in word if unicodedata.category(c) != "Mn")
        if not word or len(word) > MAX_PIECES_A_WORD:
            return [UNK]
        out, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                if piece in self.vocab:
                    out.append(self.vocab[piece])
                    start = end
                    break
            else:
                return [UNK]
        return out


class Article:
    """One text, its words and paragraphs, and its attributions as word roles.

    `nested` are attributions inside the content of another; `certain` says that a word without
    an attribution carries none.
    """

    def __init__(self, record, nested=(), certain=True):
        self.id, self.text, self.certain = record["id"], record["text"], certain
        self.words = [m.span() for m in WORD.finditer(self.text)]
        self.forms = [self.text[a:b] for a, b in self.words]
        annotators = record.get("annotators") or {}
        self.gold = annotators[min(annotators)] if annotators else record.get("attributions", [])
        self.attributions = [self._roles(a) for a in self.gold]
        self.nested = [self._roles(a) for a in nested]

    def _roles(self, attribution):
        """{word index: role} of one attribution; a contested word goes to the later role."""
        out = {}
        for role in ("content", "source", "cue"):
            for a, b in attribution.get(role) or []:
                for i, (x, y) in enumerate_from(self.words, a):
                    if x >= b:
                        break
                    out[i] = 1 + ROLES.index(role)
        return out

    def paragraphs(self):
        """Half-open ranges of word indices between line breaks."""
        out, start = [], 0
        for i in range(1, len(self.words)):
            if "\n" in self.text[self.words[i - 1][1]:self.words[i][0]]:
                out.append((start, i))
                start = i
        if self.words:
            out.append((start, len(self.words)))
        return out


def enumerate_from(words, a):
    """(index, span) of the words that end after character `a`."""
    lo, hi = 0, len(words)
    while lo < hi:
        mid = (lo + hi) // 2
        if words[mid][1] <= a:
            lo = mid + 1
        else:
            hi = mid
    return ((i, words[i]) for i in range(lo, len(words)))


def read_articles(path, nested=None):
    """Articles of a PolNeAR file; `nested` is a file of attributions inside their contents."""
    inside = {}
    if nested:
        with open(nested, encoding="utf-8") as f:
            inside = {r["id"]: r["nested"] for r in map(json.loads, f)}
    with open(path, encoding="utf-8") as f:
        return [Article(r, inside.get(r["id"], ())) for r in map(json.loads, f)]


def read_gum(path):
    """GUM's documents: outermost attributions with a cue, and those inside them."""
    out = []
    with open(path, encoding="utf-8") as f:
        for record in map(json.loads, f):
            gold = [a for a in record["attributions"] if a["cue"]]
            within = lambda a: any(b is not a and any(s <= a["cue"][0][0] and a["cue"][0][1] <= e for s, e in b["content"])
                                   for b in gold)
            inner = [a for a in gold if within(a)]
            outer = [a for a in gold if not within(a)]
            out.append(Article({**record, "annotators": None, "attributions": outer}, inner, certain=False))
    return out


def fingerprint(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


class CueLexicon:
    """How typical a word form is of cues: log odds in training text."""

    def __init__(self, articles):
        inside, everywhere = Counter(), Counter()
        for art in articles:
            everywhere.update(w.lower() for w in art.forms)
            for roles in art.attributions:
                inside.update(art.forms[i].lower() for i, r in roles.items() if r == 2)
        self.odds = {w: math.log((n + 0.1) / (everywhere[w] - n + 1.0)) for w, n in inside.items()}

    def anchor(self, art, roles):
        """The word of the cue that is most typical of cues, or None without a cue."""
        cue = [i for i, r in sorted(roles.items()) if r == 2]
        if not cue:
            return None
        return max(cue, key=lambda i: (self.odds.get(art.forms[i].lower(), -9.0), -i))


# ------------------------------------------------------------ augmentation

DOUBLE = str.maketrans({"“": '"', "”": '"'})
SINGLE = str.maketrans({"“": "‘", "”": "’"})
APOSTROPHE = str.maketrans({"‘": "'", "’": "'"})


def curly(forms, text, words):
    """Straight double quotation marks made curly by the space beside them."""
    out = []
    for form, (a, _) in zip(forms, words):
        if form == '"':
            opens = a == 0 or text[a - 1].isspace() or text[a - 1] in "([—–*'‘"
            form = "“" if opens else "”"
        out.append(form)
    return out


def restyle(art, rng):
    """The article's word forms with the quotation marks of another newsroom."""
    u, forms = rng.random(), art.forms
    if u < 0.55:
        return forms
    if u < 0.75:
        return [f.translate(DOUBLE).translate(APOSTROPHE) for f in forms]
    forms = curly(forms, art.text, art.words)
    return forms if u < 0.93 else [f.translate(SINGLE) for f in forms]


STRAIGHT = 0.5  # share of them with straight quotation marks
# Around a sentence with an attribution of its own: {s source} {c cue} {x ... the sentence, * ... }.
AROUND = [
    "{s %s} {c said} {x that *}.", "{s %s} {c said} {x *}.", "{s %s} {c says} {x *}.", "{s %s} {c added} {x that *}.",
    "{s %s} {c told} reporters {x that *}.", "{s %s} {c told} the court {x *}.", "{s %s} {c argued} {x that *}.",
    "{s %s} {c recalled} {x that *}.", "{s %s} {c wrote} {x that *}.", "{s %s} {c claims} {x *}.",
    "{s %s} {c insisted} {x that *}.", "{s %s} {c reported} {x that *}.", "{s %s} {c confirmed} {x that *}.",
    "{s %s} {c explained} {x that *}.", "{s %s} {c complained} {x that *}.", "{s %s} {c noted} {x that *}.",
    "{c According to} {s %s}, {x *}.", "{x *}, {c according to} {s %s}.", "{x *}, {s %s} {c said}.",
    "{x “*,”} {s %s} {c said}.", "{x “*,”} {c said} {s %s}.", "{x “*,”} {s %s} {c told} the station.",
    "{s %s} {c said}: {x “*.”}", "{s %s} {c said}, {x “*.”}",
]
SPEAKERS = [
    "the minister", "a spokesman for the bank", "officials", "he", "she", "Ms. Quill", "Brandt", "the report",
    "residents", "an aide", "a diplomat", "the mayor of Tarn, Ivo Lind,", "the union", "Mr. Falk", "police",
    "the agency", "one of the lawyers", "analysts", "the governor", "Petra Weber, a teacher,", "the newspaper",
]
SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\w)[^.!?\n]+|(?<=\b[A-Z])\.[^.!?\n]+|(?<=Mr|Ms|Dr)\.[^.!?\n]+)*[.!?]")
MARKED = re.compile(r"\{([scx]) ([^}]*)\}|[^{]+")


def sentences_with_attributions(articles):
    """(text, attributions) of plain sentences that hold whole attributions, offsets within them."""
    out = []
    for art in articles:
        edges = [(min(v), max(v), a) for a in art.gold
                 for v in [[x for r in ROLES for span in a.get(r) or [] for x in span]] if v]
        for m in SENTENCE.finditer(art.text):
            start = m.start() + len(m[0]) - len(m[0].lstrip())
            end = m.end() - 1
            touching = [e for e in edges if e[0] < end and e[1] > start]
            whole = [a for lo, hi, a in touching if start <= lo and hi <= end and a.get("content") and a.get("source")]
            words = art.text[start:end]
            if whole and len(whole) == len(touching) and len(words) < 240 and not re.search('["“”]', words):
                shift = lambda a: {r: [[x - start, y - start] for x, y in a.get(r) or []] for r in ROLES}
                out.append((words, [shift(a) for a in whole]))
    return out


def told(template, parts, start):
    """The words of a template, which begin at `start` in their text: (words, spans of its roles, where each part begins).

    `parts` are the words for its signs: `*`, `~`.
    """
    words, roles, begins = "", {r: [] for r in ROLES}, {}
    for m in MARKED.finditer(template):
        opens = start + len(words)
        for sign in m[2] or m[0]:
            if sign in parts:
                begins[sign] = start + len(words)
            words += parts.get(sign, sign)
        if m[1]:
            roles[{"s": "source", "c": "cue", "x": "content"}[m[1]]].append([opens, start + len(words)])
    return words, roles, begins


def embedded(sentences, rng, count, each=3):
    """`count` articles, each of `each` sentences that somebody is said to have said."""
    out = []
    for _ in range(count):
        text, outer, inner = "", [], []
        for sentence, attributions in rng.sample(sentences, each):
            template = rng.choice(AROUND).replace("%s", rng.choice(SPEAKERS))
            words, roles, begins = told(template, {"*": sentence}, len(text))
            at = begins["*"]
            inner += [{r: [[x + at, y + at] for x, y in a[r]] for r in ROLES} for a in attributions]
            outer.append(roles)
            text += words + "\n"
        text = text.translate(DOUBLE) if rng.random() < STRAIGHT else text
        out.append(Article({"id": "embedded", "text": text, "attributions": outer}, inner))
    return out


# Within a sentence that begins with its subject, *, and goes on with its predicate, ~.
WITHIN = [
    "{x *}, {c said} {s %s}, {x ~}.", "{x *}, {c said} {s %s}, {x ~}.", "{x *}, {c says} {s %s}, {x ~}.", "{x *}, {c said} {s %s}, {x ~}.",
    "{x *}, {c added} {s %s}, {x ~}.", "{x *}, {c warned} {s %s}, {x ~}.", "{x *}, {c argued} {s %s}, {x ~}.",
    "{x *}, {c wrote} {s %s}, {x ~}.", "{x *}, {c insisted} {s %s}, {x ~}.", "{x *}, {c explained} {s %s}, {x ~}.",
    "{x *}, {c claimed} {s %s}, {x ~}.", "{x *}, {c noted} {s %s}, {x ~}.", "{x *}, {s %s} {c said}, {x ~}.",
    "{x *}, {c according to} {s %s}, {x ~}.", "{x “*,”} {c said} {s %s}, {x “~.”}", "{s %s} {c was quoted as saying} {x that * ~}.",
]
NAMED = ["the transport minister, Ivo Lind", "the mayor, Rosa Quill", "Petra Weber, a teacher", "Governor Falk", "Karl Berg, its spokesman",
         "the union’s leader, Anna Holm", "the bank’s chief economist", "the foreign ministry", "Ben Orr"]


def simple_sentences(path, lexicon):
    """(subject, predicate) of plain statements of a treebank (CoNLL-U) that begin with a subject of several words."""
    out = []
    for block in Path(path).read_text(encoding="utf-8").split("\n\n"):
        rows = [r.split("\t") for r in block.splitlines() if r and not r.startswith("#")]
        rows = [r for r in rows if r[0].isdigit()]
        if not 6 <= len(rows) <= 28 or rows[-1][1] != ".":
            continue
        heads = {int(r[0]): int(r[6]) for r in rows}
        root = next(k for k, h in heads.items() if h == 0)
        subject = next((int(r[0]) for r in rows if int(r[6]) == root and r[7].startswith("nsubj")), None)
        if subject is None:
            continue

        def under(k):
            while k and k != subject:
                k = heads[k]
            return k == subject

        end = next((k for k in range(1, len(rows) + 1) if not under(k)), 0) - 1
        words = [r[1] + ("" if "SpaceAfter=No" in r[9] else " ") for r in rows]
        odd = any(lexicon.odds.get(r[1].lower(), -9.0) > TYPICAL for r in rows) or any(r[1] in "\"“”():;?!–—-" for r in rows)
        if 2 <= end <= 9 and rows[end][3] in ("AUX", "VERB") and not odd and rows[0][1][0].isupper():
            out.append(("".join(words[:end]).strip(), "".join(words[end:-1]).strip()))
    return out


def interrupted(sentences, rng, count, each=3):
    """`count` articles, each of `each` sentences that a word of who says so interrupts."""
    out = []
    for _ in range(count):
        text, attributions = "", []
        for subject, predicate in rng.sample(sentences, each):
            template = rng.choice(WITHIN).replace("%s", rng.choice(NAMED + SPEAKERS).rstrip(","))
            words, roles, _ = told(template, {"*": subject, "~": predicate}, len(text))
            attributions.append(roles)
            text += words + rng.choice(["\n", " "])
        text = text.translate(DOUBLE) if rng.random() < STRAIGHT else text
        out.append(Article({"id": "interrupted", "text": text[:1].upper() + text[1:], "attributions": attributions}, certain=False))
    return out


# ----------------------------------------------------------------- windows

def split_long(lo, hi, sizes, forms, limit):
    """Cuts a paragraph longer than `limit` pieces after sentence ends, else anywhere."""
    out = []
    while sum(sizes[lo:hi]) > limit:
        total, end = 0, lo
        while end < hi and total + sizes[end] <= limit:
            total += sizes[end]
            end += 1
        cut = end
        for i in range(end - 1, lo + (end - lo) // 3, -1):
            if forms[i] in (".", "!", "?") or (forms[i] in ('"', "”", "’") and forms[i - 1] in (".", "!", "?")):
                if i + 1 < hi and forms[i + 1] in ('"', "”", "’"):
                    continue
                cut = i + 1
                break
        cut = max(cut, lo + 1)
        out.append((lo, cut))
        lo = cut
    out.append((lo, hi))
    return out


class Window:
    """Word pieces of a few paragraphs: `ids` and how their words look, and for each word its index and first piece."""

    def __init__(self):
        self.ids, self.looks, self.words, self.first, self.para = [CLS], [SEPARATOR], [], [], []

    def pieces(self):
        """(piece, shape, hint) of each piece, as the encoder takes them."""
        return [(i, *look) for i, look in zip(self.ids, self.looks)]


def looks_of(forms, rng):
    """(shape, hint) of each word; now and then in training as in a text without, or all in, capitals."""
    u = 1.0 if rng is None else rng.random()
    if u < SMALL:
        return [(shape(f.lower()), 0) for f in forms]
    shaped = [shape(f.upper() if u < SMALL + CAPITALS else f) for f in forms]
    return list(zip(shaped, hints(forms)))


def windows(art, forms, pieces, limit, joined=False, rng=None, hidden=HIDDEN_WORDS):
    """Packs whole paragraphs into windows of at most `limit` pieces; `rng` hides some words and changes some looks."""
    ids = [pieces.pieces(f) for f in forms]
    if rng is not None and hidden:
        ids = [[MASK] * len(p) if rng.random() < hidden else p for p in ids]
    sizes = [len(p) for p in ids]
    looks = looks_of(forms, rng)
    paras = [(0, len(forms))] if joined and forms else art.paragraphs()
    parts = [(p, c) for p, (lo, hi) in enumerate(paras)
             for c in split_long(lo, hi, sizes, forms, limit - 2)]
    out, win = [], Window()
    for p, (lo, hi) in parts:
        size = sum(sizes[lo:hi])
        if len(win.ids) + size + 1 > limit and win.words:
            out.append(win)
            win = Window()
        for i in range(lo, hi):
            win.words.append(i)
            win.first.append(len(win.ids))
            win.para.append(p)
            win.ids.extend(ids[i])
            win.looks.extend([looks[i]] * len(ids[i]))
        win.ids.append(SEP)
        win.looks.append(SEPARATOR)
    if win.words:
        out.append(win)
    return out


def examples(art, lexicon, pieces, rng=None, limit=208):
    """Windows with `tags` (a role a word), `anchors` and `nested` [(word position, roles a word)],
    and `silent`, the words known to carry no cue."""
    if rng is None:
        forms, joined = art.forms, False
    else:
        forms, joined = restyle(art, rng), rng.random() < 0.08
        limit = rng.randint(limit * 5 // 8, limit)
    anchored = [(lexicon.anchor(art, roles), roles) for roles in art.attributions]
    inside = [(lexicon.anchor(art, roles), roles) for roles in art.nested]
    silent = [art.certain or lexicon.odds.get(f.lower(), -9.0) < UNUSUAL for f in art.forms]
    tags = [0] * len(forms)
    for role in (3, 1, 2):  # cue beats source beats content
        for roles in art.attributions:
            for i, r in roles.items():
                if r == role:
                    tags[i] = r
    for win in windows(art, forms, pieces, limit, joined, rng):
        at = {w: k for k, w in enumerate(win.words)}
        win.tags = [tags[w] for w in win.words]
        placed = lambda found: [(at[a], [roles.get(w, 0) for w in win.words]) for a, roles in found if a in at]
        win.anchors, win.nested = placed(anchored), placed(inside)
        win.silent, win.certain = [silent[w] for w in win.words], art.certain
        if art.certain or win.anchors:
            yield win


def batches(articles, lexicon, pieces, rng, budget):
    """One epoch of length-bucketed batches of at most `budget` pieces, shuffled."""
    pool = [w for art in articles for w in examples(art, lexicon, pieces, rng)]
    pool.sort(key=lambda w: len(w.ids) + rng.random() * 24)
    out, batch, longest = [], [], 0
    for win in pool:
        longest = max(longest, len(win.ids))
        if batch and (len(batch) + 1) * longest > budget:
            out.append(batch)
            batch, longest = [], len(win.ids)
        batch.append(win)
    if batch:
        out.append(batch)
    rng.shuffle(out)
    return out


def split_train(articles, seed=7, held=60):
    """(train, tune): `held` articles set aside for thresholds and calibration."""
    order = sorted(articles, key=lambda a: hashlib.sha256((str(seed) + a.id).encode()).digest())
    return order[held:], order[:held]
