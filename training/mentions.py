"""Names, nominal mentions, metonyms and who a pronoun stands for: data and loss.

Each set teaches what it marks:
a word whose label a set leaves open counts as any of the labels that it may have.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict

import torch
import torch.nn.functional as F

from data import Article, enumerate_from, windows
from forms import TITLES

NAMES = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")
NOMINALS = ("none", "person", "organization", "place")  # of the head noun of a mention that is no name
OPEN = tuple(range(len(NAMES)))
MISC = (0, 7, 8)
PRONOUNS = {w: i for i, group in enumerate((
    "he him his himself", "she her hers herself", "it its itself", "they them their theirs themselves"))
    for w in group.split()}


# -------------------------------------------------------------------- data

class Marked(Article):
    """A text with `allowed` name labels a word (None: not taught), `nominal` and `metonym`
    labels (-1: not taught), and `links`: (word, anaphor?, right words, candidates)."""

    def __init__(self, id, text):
        super().__init__({"id": id, "text": text})
        n = len(self.words)
        self.allowed, self.nominal, self.metonym = [None] * n, [-1] * n, [-1] * n
        self.mentions, self.group = [], None

    def inside(self, start, end):
        lo = next((i for i, (a, b) in enumerate_from(self.words, start) if b > start), None)
        if lo is None:
            return []
        out = []
        for i in range(lo, len(self.words)):
            if self.words[i][0] >= end:
                break
            out.append(i)
        return out

    def name(self, start, end, kinds):
        """Marks a name of one of `kinds`, without small words at its ends; not inside another."""
        words = self.inside(start, end)
        while words and not self.forms[words[0]][0].isupper() and self.forms[words[-1]][0].isupper():
            words = words[1:]
        if any(self.allowed[i] is not None for i in words):
            return
        for k, i in enumerate(words):
            self.allowed[i] = tuple(NAMES.index(("I-" if k else "B-") + kind) for kind in kinds)

    def rest(self, capital, small=(0,)):
        """The labels that words outside the names may have."""
        for i, form in enumerate(self.forms):
            if self.allowed[i] is None:
                self.allowed[i] = capital if form[0].isupper() or form[0].isdigit() else small


def lines(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def fold(id, parts=2):
    """The fold of a record, by the digest of its id; the last is set aside."""
    return int(hashlib.sha256(("fold" + id).encode()).hexdigest(), 16) % parts


def sentences(records, kinds, capital, rng=None, together=6):
    """Texts of a few sentences each, one a paragraph; `kinds` maps the set's types to ours."""
    out = []
    for lo in range(0, len(records), together):
        part = records[lo:lo + together]
        art = Marked(part[0]["id"], "\n".join(r["text"] for r in part))
        at = 0
        for r in part:
            for e in r["entities"]:
                if kinds.get(e["type"]):
                    art.name(at + e["start"], at + e["end"], kinds[e["type"]])
            at += len(r["text"]) + 1
        art.rest(capital)
        out.append(art)
    return out


ALL = {k: (k,) for k in ("PER", "ORG", "LOC", "MISC")}
CROSSNER = {"politician": ("PER",), "person": ("PER",), "organisation": ("ORG",), "politicalparty": ("ORG",),
            "country": ("LOC",), "location": ("LOC",), "event": ("MISC",), "election": ("MISC",), "misc": ("MISC",)}


def gum(path):
    """GUM: names, nominal heads, coreference of people, organisations and places."""
    out = []
    kind_of = {"person": "PER", "organization": "ORG", "place": "LOC"}
    for r in lines(path):
        art = Marked(r["id"], r["text"])
        word_at = {a: i for i, (a, _) in enumerate(art.words)}
        token_at = {s: i for i, (s, _) in enumerate(r["tokens"])}
        art.nominal = [0] * len(art.words)
        found = {}
        for e in sorted(r["entities"], key=lambda e: (e["type"] not in kind_of, e["start"] - e["end"])):
            head = token_at.get(e["head_tokens"][0][0]) if e["head_tokens"] else None
            if head is None or r["tokens"][head][0] not in word_at:
                continue
            if e["type"] == "person":  # the name after a title
                while (r["text"][slice(*r["tokens"][head])].lower() in TITLES and r["tokens"][head][1] < e["end"]
                       and r["upos"][head + 1] == "PROPN" and r["tokens"][head + 1][0] in word_at):
                    head += 1
            word = word_at[r["tokens"][head][0]]
            form = art.forms[word].lower()
            kind = e["type"] if e["type"] in NOMINALS else None
            group = r["upos"][head] == "PROPN" and kind == "person" and (
                form in TITLES or r["lemma"][head].lower() != r["text"][slice(*r["tokens"][head])].lower())
            if group:
                art.nominal[word] = NOMINALS.index(kind)
                found[word] = (e["cluster"], True)
            elif r["upos"][head] == "PROPN":
                span = name_span(r, e, head)
                art.name(*span, (kind_of.get(e["type"], "MISC"),) if kind or e["type"] in ("event", "object", "abstract") else ("MISC",))
                if kind:
                    last = art.inside(*span)
                    found[last[-1] if last else word] = (e["cluster"], False)
            elif r["upos"][head] == "PRON":
                if form in PRONOUNS:
                    found[word] = (e["cluster"] if kind else ("none", word), True)
            elif r["upos"][head] == "NOUN" and kind:
                art.nominal[word] = NOMINALS.index(kind)
                found[word] = (e["cluster"], True)
        for i, form in enumerate(art.forms):
            if form.lower() in PRONOUNS and i not in found:
                found[i] = (("none", i), True)
        art.mentions = [(w, anaphor, cluster) for w, (cluster, anaphor) in sorted(found.items())]
        art.rest(MISC)
        out.append(art)
    return out


def name_span(r, e, head):
    """Characters of the name in a mention whose head is a proper noun."""
    inside = [i for i, (s, t) in enumerate(r["tokens"]) if s >= e["start"] and t <= e["end"]]
    text = lambda i: r["text"][r["tokens"][i][0]:r["tokens"][i][1]]
    lo = hi = head
    joins = {"of", "the", "and", "for", "&", "-", "'s", "’s", "de", "von", "van", "al", "bin", "."}
    while hi + 1 in inside and (r["upos"][hi + 1] in ("PROPN", "NUM") or (text(hi + 1)[0].isupper() and r["upos"][hi + 1] != "PRON") or
                                (e["type"] != "person" or text(hi + 1) in ("de", "von", "van", "al", "bin", ".", "-")) and text(hi + 1).lower() in joins
                                and hi + 2 in inside and text(hi + 2)[0].isupper()):
        hi += 1
    while lo - 1 in inside and r["upos"][lo - 1] != "DET" and (r["upos"][lo - 1] == "PROPN" or text(lo - 1)[0].isupper()):
        lo -= 1
    if e["type"] == "person":
        lo = max([lo] + [i + 1 for i in range(lo, hi) if text(i).lower() in TITLES])
    return r["tokens"][lo][0], r["tokens"][hi][1]


def meantime(path):
    out = []
    kinds = {"PER": ("PER",), "ORG": ("ORG",), "LOC": ("LOC",), "PRO": ("MISC",), "FIN": ("ORG", "MISC")}
    for r in lines(path):
        end = r["sentences"][min(len(r["sentences"]), r["fully_annotated_sentences"]) - 1][1]
        art = Marked("meantime" + r["id"], r["text"][:end])
        for m in sorted(r["entity_mentions"], key=lambda m: m["spans"][0][0] - m["spans"][0][1]):
            if not all(w[0].isupper() or w[0].isdigit() or w.lower() in ("the", "of", "and", "'s", "&") for w in m["text"].split()) or " and " in m["text"]:
                continue
            if m["syntactic_type"] == "NAM" and m["type"] in kinds and len(m["spans"]) == 1 and m["spans"][0][1] <= end:
                a, b = m["spans"][0]
                a += len(m["text"]) - len(re.sub(r"^(?:[Tt]he |[a-z]+ )+", "", m["text"])) if r["text"][a:b] == m["text"] else 0
                art.name(a, b, kinds[m["type"]])
        art.rest(MISC)
        out.append(art)
    return out


def re3d(path):
    out = []
    kinds = {"Person": ("PER",), "Organisation": ("ORG",), "Location": ("LOC",)}
    for r in lines(path):
        if "BBC" in (r.get("source_name") or ""):
            continue
        art = Marked(r["id"], r["text"])
        for e in sorted(r["entities"], key=lambda e: e["start"] - e["end"]):
            words = r["text"][e["start"]:e["end"]]
            cut = re.sub(r"^(?:(?:[Tt]he|an?) )", "", words)
            if e["type"] in kinds and cut and cut[0].isupper() and cut.split()[-1][0].isupper():
                art.name(e["end"] - len(cut), e["end"], kinds[e["type"]])
        art.rest(OPEN)
        out.append(art)
    return out


def toponyms(path):
    """GeoWebNews: places, and whether a name stands for its government or people."""
    out = []
    for r in lines(path):
        art = Marked(r["id"], r["text"])
        for t in r["toponyms"]:
            words = art.inside(t["start"], t["end"])
            if not words:
                continue
            if t["type"] in ("Literal", "Coercion", "Mixed", "Metonymic", "Literal_Modifier", "Non_Literal_Modifier") \
                    and t["attributes"].get("Modifier_Type") != "Adjective":
                art.name(t["start"], t["end"], ("LOC",) if t["type"] != "Non_Literal_Modifier" else ("LOC", "ORG"))
            if t["type"] in ("Literal", "Coercion", "Metonymic"):
                art.metonym[words[-1]] = int(t["type"] == "Metonymic")
        for i, form in enumerate(art.forms):
            if art.allowed[i] is None and not form[0].isupper():
                art.allowed[i] = (0,) if form[0].isalpha() else None
        out.append(art)
    return out


def relocar(records):
    out = []
    for r in records:
        art = Marked(r["id"], r["text"])
        words = art.inside(r["start"], r["end"])
        art.name(r["start"], r["end"], ("LOC",) if r["reading"] == "lit" else ("LOC", "ORG"))
        if words and r["reading"] != "mix":
            art.metonym[words[-1]] = int(r["reading"] == "met")
        out.append(art)
    return out


def gap(records):
    """One pronoun, two names; other capitalised words stand for whoever else is meant."""
    out = []
    for r in records:
        art = Marked(r["id"], r["text"])
        at = lambda m: (art.inside(m["start"], m["end"]) or [None])[-1]
        pronoun, a, b = at(r["pronoun"]), at(r["a"]), at(r["b"])
        if None in (pronoun, a, b):
            continue
        for m in ("a", "b"):
            art.name(r[m]["start"], r[m]["end"], ("PER",))
        others = [i for i, f in enumerate(art.forms) if f[0].isupper() and i not in (a, b, pronoun) and len(f) > 2
                  and not (i + 1 < len(art.forms) and art.forms[i + 1][0].isupper()) and f.lower() not in PRONOUNS
                  and i > 0 and art.forms[i - 1] not in ".\"“"]
        neither = not (r["a"]["coref"] or r["b"]["coref"])
        art.mentions = [(pronoun, True, 1), (a, False, 1 if r["a"]["coref"] else 2), (b, False, 1 if r["b"]["coref"] else 3)]
        art.mentions += [(i, False, 1) for i in others] if neither else []
        art.group = "gap"
        out.append(art)
    return out


def load(data):
    """(texts to learn from, {name: texts set aside})."""
    uner, wiki = lines(data / "uner-ewt/uner-ewt-dev.jsonl"), lines(data / "wikigold/wikigold.jsonl")
    half = lambda records, f, parts=2, block=30: [r for i, r in enumerate(records) if (fold(records[i // block * block]["id"], parts) == parts - 1) == f]
    reloc = lines(data / "relocar/relocar-train.jsonl")
    dev = lines(data / "gap/gap-development.jsonl")
    learn = (sentences(half(uner, False), ALL, MISC) + sentences(half(wiki, False, 4), ALL, (0,))
             + sentences(lines(data / "crossner-politics/politics-train.jsonl"), CROSSNER, (0,))
             + gum(data / "gum/gum-train.jsonl") + meantime(data / "meantime/meantime-share.jsonl")
             + re3d(data / "re3d/re3d-share.jsonl") + toponyms(data / "geowebnews/geowebnews-share.jsonl")
             + relocar(half(reloc, False, 4, 1))
             + gap(lines(data / "gap/gap-validation.jsonl") + [r for r in dev if fold(r["id"]) == 0]))
    aside = {"uner": sentences(half(uner, True), ALL, MISC), "wikigold": sentences(half(wiki, True, 4), ALL, (0,)),
             "crossner": sentences(lines(data / "crossner-politics/politics-dev.jsonl"), CROSSNER, (0,)),
             "relocar": relocar(half(reloc, True, 4, 1)), "gap": gap([r for r in dev if fold(r["id"]) == 1]),
             "gum": gum(data / "gum/gum-dev.jsonl")}
    return learn, aside


def cut(art, pieces, rng=None, limit=160):
    """The text's windows, each with what it teaches."""
    if rng is not None and art.group != "gap":
        limit = rng.randint(100, 200)
    elif art.group == "gap":
        limit = 400
    out = list(windows(art, art.forms, pieces, limit, False, rng))
    for w in out:
        w.art = art
    return out


def batches(texts, pieces, rng, budget):
    """Shuffled batches; the windows of a long document stay together, eight at a time, for its links."""
    groups = []
    short = []
    for art in texts:
        found = cut(art, pieces, rng)
        if art.mentions and art.group != "gap":
            groups += [found[k:k + 8] for k in range(0, len(found), 8)]
        else:
            short += [[w] for w in found]
    rng.shuffle(groups)
    short.sort(key=lambda part: len(part[0].ids) + rng.random() * 16)
    out, batch = [], []
    for part in groups + short:
        joined = batch + part
        if batch and len(joined) * max(len(w.ids) for w in joined) > budget:
            out.append(batch)
            batch = []
        batch = batch + part
    out.append(batch)
    rng.shuffle(out)
    return out


def tensors(batch):
    """(pieces, first pieces, (shapes, hints, inside)) of a batch, padded."""
    n, w = max(len(x.ids) for x in batch), max(len(x.words) for x in batch)
    ids = torch.zeros(len(batch), -(-n // 8) * 8, 3, dtype=torch.short)
    first = torch.zeros(len(batch), w, dtype=torch.short)
    shapes, hints, inside = (torch.zeros(len(batch), w, dtype=torch.int8) for _ in range(3))
    for i, x in enumerate(batch):
        ids[i, :len(x.ids)] = torch.tensor(x.pieces())
        first[i, :len(x.words)] = torch.tensor(x.first)
        shapes[i, :len(x.words)], hints[i, :len(x.words)] = torch.tensor([x.looks[f] for f in x.first]).T
        inside[i, :len(x.words)] = 1
    return ids, first, (shapes, hints, inside)


def link_groups(batch):
    """For each text of the batch: [(window row, place, word, anaphor, cluster)]."""
    out = defaultdict(list)
    for row, w in enumerate(batch):
        place = {word: k for k, word in enumerate(w.words)}
        for word, anaphor, cluster in w.art.mentions:
            if word in place:
                out[id(w.art)].append((row, place[word], word, anaphor, cluster, w.art.group == "gap"))
    return out.values()


def link_targets(mentions):
    """(rows, places, distances, allowed, right, anaphors) of one text; None without any."""
    asking = [i for i, m in enumerate(mentions) if m[3]]
    if not asking or len(mentions) < 2:
        return None
    words = torch.tensor([m[2] for m in mentions])
    at = torch.tensor(asking)
    distance = words[at].unsqueeze(1) - words.unsqueeze(0)
    allowed = distance != 0 if mentions[0][5] else distance > 0
    named = torch.tensor([not isinstance(m[4], tuple) for m in mentions])
    allowed = allowed & named.unsqueeze(0)
    same = torch.tensor([[mentions[i][4] == m[4] for m in mentions] for i in asking]) & allowed
    right = torch.cat([same, (~same.any(1)).unsqueeze(1)], 1)
    open_ = torch.cat([allowed, torch.ones(len(at), 1, dtype=torch.bool)], 1)
    return torch.tensor([m[0] for m in mentions]), torch.tensor([m[1] for m in mentions]), distance, open_, right, at


def link_scores(head, vectors, group):
    rows, places, distance, allowed, right, at = (x.to(vectors.device) for x in group)
    found = vectors[rows, places]
    return head.links(found[at], found, distance).masked_fill(~allowed, -1e4), right


def score_links(head, vectors, mentions):
    """(anaphor indices, scores (A, M + 1), right (A, M + 1)) of one text."""
    group = link_targets(mentions)
    return group and (group[5].tolist(), *link_scores(head, vectors, group))


def padded(groups):
    """The links of several texts as one: rows and places of mentions (G, M), distances (G, A, M), allowed and right
    answers (G, A, M + 1), which mentions ask (G, A), and whether they do."""
    g, m, a = len(groups), max(len(x[0]) for x in groups), max(len(x[5]) for x in groups)
    rows, places, at = torch.zeros(g, m, dtype=torch.long), torch.zeros(g, m, dtype=torch.long), torch.zeros(g, a, dtype=torch.long)
    distance = torch.zeros(g, a, m, dtype=torch.short)
    allowed, right = torch.zeros(g, a, m + 1, dtype=torch.bool), torch.zeros(g, a, m + 1, dtype=torch.bool)
    real = torch.zeros(g, a, dtype=torch.bool)
    for i, (r, p, d, o, y, asking) in enumerate(groups):
        n, k = len(r), len(asking)
        rows[i, :n], places[i, :n], at[i, :k], real[i, :k] = r, p, asking, True
        distance[i, :k, :n] = d
        allowed[i, :k, :n], allowed[i, :k, m] = o[:, :n], o[:, n]
        right[i, :k, :n], right[i, :k, m] = y[:, :n], y[:, n]
    return {"rows": rows, "places": places, "distance": distance, "allowed_links": allowed, "right": right, "at": at, "real": real}


def lesson(batch):
    """What a batch teaches, as tensors: allowed name labels, nominals, metonyms, and links."""
    ids, first, features = tensors(batch)
    allowed = torch.zeros(*first.shape, len(NAMES), dtype=torch.bool)
    nominal = torch.full(first.shape, -1, dtype=torch.int8)
    metonym = torch.full(first.shape, -1, dtype=torch.int8)
    for i, w in enumerate(batch):
        for p, word in enumerate(w.words):
            if w.art.allowed[word] is not None:
                allowed[i, p, list(w.art.allowed[word])] = True
            nominal[i, p], metonym[i, p] = w.art.nominal[word], w.art.metonym[word]
    out = {"ids": ids, "first": first, "shapes": features[0], "hints": features[1], "inside": features[2],
           "allowed": allowed, "nominal": nominal, "metonym": metonym}
    groups = [g for m in link_groups(batch) if (g := link_targets(m))]
    return {**out, **(padded(groups) if groups else {})}


def loss(model, t):
    """Loss of a lesson on names, nominals, metonyms and links."""
    vectors = model.words(t["ids"].long(), t["first"].long())
    out = model.mentions(vectors, t["shapes"].long(), t["hints"].long(), t["inside"].float())
    k = len(NAMES)
    taught = t["allowed"].any(-1)
    logits = out[..., :k][taught].log_softmax(-1)
    total = -6.0 * logits.masked_fill(~t["allowed"][taught], -1e4).logsumexp(-1).sum() / taught.sum().clamp_min(1)
    mean = lambda losses, of: losses[of].sum() / of.sum().clamp_min(1)
    nominal, metonym = t["nominal"].long(), t["metonym"].float()
    wrong = F.cross_entropy(out[..., k:k + len(NOMINALS)].transpose(1, 2), nominal.clamp_min(0), reduction="none")
    total = total + 4.0 * mean(wrong, nominal >= 0)
    wrong = F.binary_cross_entropy_with_logits(out[..., -1], metonym.clamp_min(0), reduction="none")
    total = total + 0.7 * mean(wrong, metonym >= 0)
    if "rows" in t:
        found = vectors[t["rows"], t["places"]]
        asking = found.gather(1, t["at"].unsqueeze(-1).expand(-1, -1, found.shape[-1]))
        scores = model.mentions.links(asking, found, t["distance"].long()).masked_fill(~t["allowed_links"], -1e4)
        wrong = scores.logsumexp(-1) - scores.masked_fill(~t["right"], -1e4).logsumexp(-1)
        total = total + 1.5 * mean(wrong, t["real"])
    return total


# ------------------------------------------------------------------ scores

def decode(scores):
    """Best label sequence that is well formed, by Viterbi over log probabilities."""
    logp = scores.log_softmax(-1)
    k = len(NAMES)
    bad = torch.zeros(k, k)
    for a in range(k):
        for b in range(k):
            if NAMES[b][0] == "I" and NAMES[a][1:] != NAMES[b][1:]:
                bad[a, b] = -1e4
    start = torch.tensor([-1e4 if n[0] == "I" else 0.0 for n in NAMES])
    best, back = logp[0] + start, []
    for t in range(1, len(logp)):
        best, arg = (best.unsqueeze(1) + bad).max(0)
        best = best + logp[t]
        back.append(arg)
    label, out = int(best.argmax()), []
    out.append(label)
    for arg in reversed(back):
        label = int(arg[label])
        out.append(label)
    return out[::-1]


def names_of(labels, words):
    out, now = set(), None
    for w, label in list(zip(words, labels)) + [(None, 0)]:
        name = NAMES[label]
        if now and (name[0] != "I"):
            out.add(tuple(now))
            now = None
        if name[0] == "B" or (name[0] == "I" and not now):
            now = [w, w, name[2:]]
        elif name[0] == "I":
            now[1] = w
    return out


@torch.no_grad()
def evaluate(model, aside, pieces):
    """Figures on the texts set aside."""
    model.eval()
    head = model.mentions
    out = {}
    for name, texts in aside.items():
        count = Counter()
        for art in texts:
            batch = cut(art, pieces)
            ids, first, features = (x.to(model.device) if torch.is_tensor(x) else [f.to(model.device) for f in x] for x in tensors(batch))
            vectors = model.words(ids.long(), first.long())
            scores = head(vectors, features[0].long(), features[1].long(), features[2].float()).cpu()
            for i, w in enumerate(batch):
                n = len(w.words)
                guess = decode(scores[i, :n, :len(NAMES)])
                if name in ("uner", "wikigold", "crossner", "gum"):
                    gold_labels = [(a[0] if (a := art.allowed[x]) else 0) for x in w.words]
                    gold = {g for g in names_of(gold_labels, w.words) if g[2] != "MISC" or name == "crossner"}
                    pred = {g for g in names_of(guess, w.words) if g[2] != "MISC" or name == "crossner"}
                    count["tp"] += len(gold & pred); count["gold"] += len(gold); count["pred"] += len(pred)
                for p, word in enumerate(w.words):
                    if art.metonym[word] >= 0:
                        count["met"] += 1
                        count["met_right"] += int((scores[i, p, -1] > 0) == bool(art.metonym[word]))
                    if name == "gum":
                        g, q = art.nominal[word], int(scores[i, p, len(NAMES):-1].argmax())
                        count["n_tp"] += int(g == q and g > 0); count["n_g"] += int(g > 0); count["n_p"] += int(q > 0)
            for mentions in link_groups(batch):
                found = score_links(head, vectors, mentions)
                if found is None:
                    continue
                for i, s, r in zip(found[0], found[1].cpu(), found[2].cpu()):
                    if name == "gap":
                        # F1 over the two names, as the GAP scorer counts; a third may be anybody else.
                        best = int(s[[1, 2, -1]].argmax())
                        for c in (0, 1):
                            gold = mentions[c + 1][4] == 1
                            count["g_tp"] += int(gold and best == c); count["g_g"] += int(gold); count["g_p"] += int(best == c)
                    else:
                        count["link"] += 1
                        count["link_right"] += int(r[int(s.argmax())])
        f = lambda a, b, c: round(100 * 2 * count[a] / max(1, count[b] + count[c]), 1)
        if count["gold"]:
            out[name] = f("tp", "gold", "pred")
        if count["met"]:
            out[name + "_met"] = round(100 * count["met_right"] / count["met"], 1)
        if count["g_g"]:
            out[name] = f("g_tp", "g_g", "g_p")
        if count["link"]:
            out[name + "_link"] = round(100 * count["link_right"] / count["link"], 1)
            out[name + "_nominal"] = f("n_tp", "n_g", "n_p")
    return out
