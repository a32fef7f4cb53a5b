"""Teaches the student what the mean of several teachers makes of texts that nobody annotated.

    distil.py plain   --out FOLDER                                            windows of plain texts
    distil.py read    --base FOLDER --out FOLDER --teachers teacher-*.pt      what the teachers say of them
    distil.py student --out FOLDER --lessons FOLDER --init student.safetensors --layers 0,1,3,5 --name four

The teachers read every window once, PolNeAR's only the one of them that did not learn from the article, for the others
know it by heart (cross-fitting: Dao et al., ICLR 2021). Kept are the means of their word vectors, tags, anchors and names, and of the
posterior probabilities of the label sequences of each anchor. The student sees the windows with words hidden and
learns all of it (soft labels: Hinton et al. 2015; of a CRF: Wang et al., ACL 2020), and annotated windows mixed in.
"""

import argparse
import json
import multiprocessing
import random
import re
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

import mentions
from data import HIDDEN_WORDS, MASK, SEP, Article, WordPiece, read_articles, restyle, split_train, windows
from decode import rows
from export import sizes_of, student_of, tensors as shipped
from lessons import DATA, FOLDS, LOSSES, lessons, waited_for
from model import LABELS, NAME_LABELS, NOMINAL_LABELS, WIDTH, Reader
from teacher import made_whole, teacher

FLOOR = 0.15  # lowest probability at which the teachers' anchor teaches roles
TOGETHER = 6  # sentences of a set of sentences that make a text
PACKINGS, OF_NEWS = 2, 4  # ways in which the texts are cut into windows; those of PolNeAR's newspapers, which are what it is to read
SHAPES = (("tags", LABELS), ("carries", 2), ("names", NAME_LABELS), ("nominals", NOMINAL_LABELS), ("metonym", 1))


# ------------------------------------------------------------------- texts

def news(data):
    """PolNeAR's articles, less those that training sets aside."""
    return split_train(read_articles(data / "polnear/polnear-train.jsonl"))[0]


def texts(data):
    """Texts besides, whose annotation, if they have one, is not looked at.

    GUM is not among them: the teachers find fewer of its attributions than people marked.
    """
    lines = lambda name: [json.loads(line) for line in open(data / name, encoding="utf-8")]
    out = []
    plain = lambda id, text: Article({"id": id, "text": text.replace("``", "“").replace("''", "”")})
    for path in sorted((data / "presidential-press-releases").glob("*.jsonl")) + [data / "ngec-synthetic/ngec-synthetic.jsonl"]:
        out += [plain(r["id"], f'{r["headline"]}\n{r["text"]}') for r in lines(path)]
    out += [plain(r["id"], r["text"]) for r in lines("ecbplus/ecbplus-train.jsonl")]
    out += [plain(r["id"], r["body"]) for r in lines("html-articles/pages.jsonl") if r["body"]]
    sentences = list(dict.fromkeys(r["text"] for r in lines("newsmtsc/newsmtsc-train.jsonl")))
    relations = list(dict.fromkeys(r["text"] for r in lines("plover-relations/relations-share.jsonl")))
    web = re.findall(r"^# text = (.*)$", (data / "ud-english/ewt-train.conllu").read_text(encoding="utf-8"), re.M)
    for name, part in (("mtsc", sentences), ("plover", relations), ("ewt", web)):
        out += [plain(f"{name}{k}", "\n".join(part[k:k + TOGETHER])) for k in range(0, len(part), TOGETHER)]
    marked, _ = mentions.load(data)
    return out + [a for a in marked if a.group != "gap" and not a.id.startswith("GUM")]


def cut(job):
    """Windows of some of the texts: (pieces, first pieces, paragraphs, fold of PolNeAR or -1) of each."""
    part, of, packing = job
    pieces, rng = WordPiece(), random.Random(100 * packing + part)
    out = []
    chosen = [(art, mentions.fold(art.id, FOLDS)) for art in news(DATA)]
    if packing < PACKINGS:
        chosen += [(art, -1) for art in texts(DATA)]
    for art, fold in chosen[part::of]:
        forms = restyle(art, rng) if packing else art.forms
        out += cut_up(art, forms, pieces, rng, packing > 0, fold)
    return out


def cut_up(art, forms, pieces, rng, anyhow, fold):
    """The windows of one text as `cut` gives them; `anyhow`: with chance in how paragraphs are packed."""
    found = windows(art, forms, pieces, rng.randint(110, 200), False, rng if anyhow else None, hidden=0.0)
    return [[np.array(x, dtype=np.int16) for x in (w.pieces(), w.first, w.para, [fold])] for w in found]


def plain(o):
    """Writes the windows of all texts, the shortest first, as flat arrays."""
    of = max(1, multiprocessing.cpu_count() // PACKINGS)
    with multiprocessing.Pool() as pool:
        jobs = [(part, of, packing) for packing in range(OF_NEWS) for part in range(of)]
        found = [w for part in pool.imap(cut, jobs) for w in part]
    found.sort(key=lambda w: len(w[0]))
    whole = lambda k: torch.from_numpy(np.concatenate([w[k] for w in found]))
    ends = lambda k: torch.tensor([0] + [len(w[k]) for w in found]).cumsum(0)
    made = {"pieces": whole(0), "first": whole(1), "para": whole(2), "fold": whole(3), "piece_ends": ends(0), "word_ends": ends(1)}
    torch.save(made, o.out / "part")
    (o.out / "part").rename(o.out / "plain.pt")
    print(json.dumps({"windows": len(found), "pieces": len(made["pieces"]), "words": len(made["first"])}), flush=True)


# -------------------------------------------------------------------- pool

def gather(flat, ends, chosen, fill, multiple=1):
    """Rows `chosen` of a ragged array, padded: (values, which are real)."""
    start, size = ends[chosen], ends[chosen + 1] - ends[chosen]
    longest = -(-int(size.max()) // multiple) * multiple
    at = torch.arange(longest, device=flat.device)
    real = at < size.unsqueeze(1)
    values = flat[(start.unsqueeze(1) + at).clamp_max(len(flat) - 1)]
    return values.masked_fill(~real.view(*real.shape, *[1] * (values.dim() - 2)), fill), real


def window_batch(pool, chosen):
    ids, _ = gather(pool["pieces"], pool["piece_ends"], chosen, 0, 8)
    first, inside = gather(pool["first"], pool["word_ends"], chosen, 0)
    para, _ = gather(pool["para"], pool["word_ends"], chosen, -1)
    return ids.long(), first.long(), para.long(), inside


def looks(ids, first):
    """(shape, hint) of each word: those of its first piece."""
    return ids[..., 1].gather(1, first), ids[..., 2].gather(1, first)


def spans_of(pool, budget):
    """Ranges of neighbouring windows of at most `budget` pieces."""
    size = pool["piece_ends"].diff().tolist()
    lo = 0
    for k, n in enumerate(size):
        if (k - lo + 1) * n > budget and k > lo:
            yield lo, k
            lo = k
    yield lo, len(size)


def soft_labels(model, words, ids, first, inside):
    """What a network makes of each word: the probabilities that SHAPES names, one after the other."""
    out = model.mentions(words, *looks(ids, first), inside.float())
    return torch.cat([model.tag(words).softmax(-1), model.anchor(words).sigmoid(), out[..., :NAME_LABELS].softmax(-1),
                      out[..., NAME_LABELS:-1].softmax(-1), out[..., -1:].sigmoid()], -1)


def words_of(model, pool, budget):
    """One teacher's soft labels and vector of each word of the pool."""
    total = len(pool["first"])
    soft = torch.zeros(total, sum(n for _, n in SHAPES), dtype=torch.half, device=model.device)
    vectors = torch.zeros(total, WIDTH, dtype=torch.bfloat16, device=model.device)
    for lo, hi in spans_of(pool, budget):
        ids, first, _, inside = window_batch(pool, torch.arange(lo, hi, device=model.device))
        words = model.words(ids, first)
        said = soft_labels(model, words, ids, first, inside)
        here = slice(int(pool["word_ends"][lo]), int(pool["word_ends"][hi]))
        soft[here], vectors[here] = said[inside].half(), words[inside].bfloat16()
    return soft, vectors


def roles_of(model, pool, vectors, owner, place, budget):
    """One teacher's posteriors of the roles for each anchor."""
    labels, moves = [], []
    for lo, hi in spans_of(pool, budget):
        a, b = torch.searchsorted(owner, torch.tensor([lo, hi], device=owner.device)).tolist()
        if a == b:
            continue
        chosen = torch.arange(lo, hi, device=model.device)
        para, inside = gather(pool["para"], pool["word_ends"], chosen, -1)
        words = gather(vectors, pool["word_ends"], chosen, 0)[0].float()
        scores, real = rows(model, words, model.tag(words), para.long(), owner[a:b] - lo, place[a:b])
        label, move = model.posteriors(scores, real)
        labels.append(label[inside[owner[a:b] - lo]].half())
        moves.append(move.half())
    return torch.cat(labels), torch.cat(moves)


@torch.no_grad()
def read(o):
    """Has the teachers read all windows; writes the means of what they say."""
    started = time.time()
    pool = {k: v.to(o.device) for k, v in torch.load(o.out / "plain.pt").items()}
    model = teacher(WordPiece(), o.base).to(o.device).eval()
    model.fast = o.device == "cuda"
    states = [torch.load(waited_for(path), map_location=o.device) for path in o.teachers]
    size = pool["word_ends"].diff()
    fold = pool["fold"].long()
    # How much each teacher has to say of each window.
    voices = [torch.where(fold < 0, 1 / len(states), (fold == k).float()) for k in range(len(states))]
    soft, mean, vectors = 0.0, 0.0, []
    for state, voice in zip(states, voices):
        model.load_state_dict(made_whole(state))
        one, v = words_of(model, pool, o.budget)
        share = voice.repeat_interleave(size).unsqueeze(1)
        soft = soft + one.float() * share
        mean = mean + v * share.bfloat16()
        vectors.append(v)
    at = (soft[:, LABELS:LABELS + 2].amax(1) > FLOOR).nonzero().squeeze(1)
    owner = torch.searchsorted(pool["word_ends"], at, right=True) - 1
    place = at - pool["word_ends"][owner]
    size = size[owner]
    labels, moves = 0.0, 0.0
    for state, voice, v in zip(states, voices, vectors):
        model.load_state_dict(made_whole(state))
        label, move = roles_of(model, pool, v, owner, place, o.budget)
        share = voice[owner]
        labels = labels + label.float() * share.repeat_interleave(size).unsqueeze(1)
        moves = moves + move.float() * share.view(-1, 1, 1)
    pool |= {"soft": soft.half(), "vectors": mean, "owner": owner, "place": place, "labels": labels.half(), "moves": moves.half(),
             "label_ends": torch.cat([size.new_zeros(1), size.cumsum(0)]),
             "row_ends": torch.searchsorted(owner, torch.arange(len(pool["word_ends"]), device=owner.device))}
    torch.save({k: v.cpu() for k, v in pool.items()}, o.out / "part")
    (o.out / "part").rename(o.out / "pool.pt")
    print(json.dumps({"anchors": len(owner), "seconds": round(time.time() - started, 1)}), flush=True)


# ----------------------------------------------------------------- student

def hide(ids, first, inside, share):
    """The pieces with a share of the words hidden."""
    starts = torch.zeros(ids.shape[:2], dtype=torch.long, device=ids.device)
    starts.scatter_(1, first, inside.long())
    word = starts.cumsum(1)  # nought before the first word
    hidden = torch.rand(ids.shape[0], first.shape[1] + 1, device=ids.device) < share
    gone = hidden.gather(1, word.clamp_max(first.shape[1])) & (word > 0) & (ids[..., 0] != SEP) & (ids[..., 0] != 0)
    return torch.cat([ids[..., :1].masked_fill(gone.unsqueeze(-1), MASK), ids[..., 1:]], -1)


def gap(mine, wanted):
    """How far vectors are from those that are wanted, in parts of their square."""
    return (mine - wanted).square().sum() / wanted.square().sum()


def taught_loss(model, pool, chosen, weight, hidden):
    """What the student still lacks of the teachers' vectors, tags, anchors, roles and names."""
    ids, first, para, inside = window_batch(pool, chosen)
    soft = gather(pool["soft"], pool["word_ends"], chosen, 0)[0][inside].float()
    vectors = gather(pool["vectors"], pool["word_ends"], chosen, 0)[0][inside].float()
    mine = model.words(hide(ids, first, inside, hidden), first)
    places, real = gather(torch.arange(len(pool["owner"]), device=ids.device), pool["row_ends"], chosen, 0)
    at = places[real]
    back = torch.full((len(pool["word_ends"]),), -1, device=ids.device)
    back[chosen] = torch.arange(len(chosen), device=ids.device)
    labels = gather(pool["labels"], pool["label_ends"], at, 0)[0].float() if len(at) else None
    roles = back[pool["owner"][at]], pool["place"][at], labels, pool["moves"][at].float()
    return said_loss(model, mine, ids, first, para, soft, roles) + weight * gap(mine[inside], vectors)


def said_loss(model, mine, ids, first, para, soft, roles):
    """Cross entropy of what the student makes of its vectors `mine` with what teachers say of the windows.

    `soft`: `soft_labels` of the real words. `roles`: windows and words of the anchors, and their `posteriors`.
    """
    inside = para >= 0
    wanted = dict(zip((k for k, _ in SHAPES), soft.split([n for _, n in SHAPES], -1)))
    tags = model.tag(mine)
    owner, place, labels, moves = roles
    count = max(1, len(owner))
    cross = lambda logits, p: -(logits.log_softmax(-1) * p).sum()
    loss = 0.2 * cross(tags[inside], wanted["tags"]) / count
    loss = loss + 2.0 * F.binary_cross_entropy_with_logits(model.anchor(mine)[inside], wanted["carries"], reduction="sum") / count
    if len(owner):
        scores, real = rows(model, mine, tags, para, owner, place)
        labels = F.pad(labels, (0, 0, 0, scores.shape[1] - labels.shape[1]))
        loss = loss + model.crf_cross_entropy(scores, real, labels, moves) / count
    out = model.mentions(mine, *looks(ids, first), inside.float())[inside]
    size = len(out)
    loss = loss + 6.0 * cross(out[:, :NAME_LABELS], wanted["names"]) / size
    loss = loss + 4.0 * cross(out[:, NAME_LABELS:-1], wanted["nominals"]) / size
    return loss + 0.7 * F.binary_cross_entropy_with_logits(out[:, -1:], wanted["metonym"])


def batches(size, budget, rng):
    """Batches of the numbers of windows of about the same size, shuffled."""
    out, batch = [], []
    for k in sorted(range(len(size)), key=lambda k: size[k] + 24 * rng.random()):
        batch.append(k)
        if len(batch) * size[k] > budget:
            out.append(batch)
            batch = []
    rng.shuffle(out)
    return out


def set_rates(optimizer, most, share):
    """Gives each group of weights a share of its greatest rate."""
    for group, rate in zip(optimizer.param_groups, most):
        group["lr"] = rate * share


def student(o):
    print(json.dumps({"student": o.name, "options": {k: str(v) for k, v in vars(o).items()}, "torch": torch.__version__}), flush=True)
    started = time.time()
    torch.manual_seed(o.seed)
    torch.set_float32_matmul_precision("high")
    pieces, rng = WordPiece(), random.Random(o.seed)
    layers = [int(k) for k in o.layers.split(",")]
    sizes, whole = sizes_of(o.init), student_of(o.init)
    model = Reader(len(pieces.vocab), [sizes[k] for k in layers])
    whole.encoder.layers = torch.nn.ModuleList(whole.encoder.layers[k] for k in layers)
    model.load_state_dict(whole.state_dict())
    model.to(o.device).train()
    model.fast = o.device == "cuda"
    pool = {k: v.to(o.device) for k, v in torch.load(waited_for(o.out / "pool.pt")).items()}
    words = [model.encoder.word.weight]
    encoder = [p for k, p in model.encoder.named_parameters() if k != "word.weight"]
    heads = [p for k, p in model.named_parameters() if not k.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": words, "lr": o.lr / 2, "weight_decay": 0.0}, {"params": encoder, "lr": o.lr},
                                   {"params": heads, "lr": 2 * o.lr}], weight_decay=0.01, fused=model.fast)
    size = pool["piece_ends"].diff().tolist()
    queue, gold = [], lessons(o.lessons, o.made, o.device, o.seed)
    began, step = time.time(), 0
    # The rate falls with the time that is left, for the machine is lent for minutes.
    share = lambda: (step / o.steps) if o.steps else (time.time() - began) / (started + o.seconds - began)
    while (now := share()) < 1:
        rate = min((step + 1) / 150, (1 - now) / 0.95, 1.0)
        set_rates(optimizer, (o.lr / 2, o.lr, 2 * o.lr), rate)
        queue = queue or batches(size, o.budget, rng)
        loss = taught_loss(model, pool, torch.tensor(queue.pop(), device=o.device), o.vectors, o.hidden)
        loss.backward()
        if step % o.gold == 0:
            kind, t = next(gold)
            LOSSES[kind](model, t).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % 200 == 0:
            print(json.dumps({"student": o.name, "step": step, "loss": round(loss.item(), 3), "seconds": round(time.time() - began, 1),
                              "left in this pass": len(queue)}), flush=True)
        step += 1
    print(json.dumps({"student": o.name, "steps": step, "seconds": round(time.time() - began, 1)}), flush=True)
    model.cpu().eval()
    save_file(shipped(model), o.out / f"{o.name}.safetensors")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("job", choices=("plain", "read", "student"))
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--base", type=Path, help="folder of all-mpnet-base-v2")
    ap.add_argument("--teachers", type=Path, nargs="+")
    ap.add_argument("--lessons", type=Path, help="folder that lessons.py fills")
    ap.add_argument("--made", type=int, default=4, help="epochs of lessons in the folder")
    ap.add_argument("--init", type=Path, help="the student before")
    ap.add_argument("--layers", default="0,1,2,3,4,5", help="which of its layers the student begins with")
    ap.add_argument("--name", default="student")
    ap.add_argument("--seconds", type=float, default=300, help="until it is to be done, waiting for the pool included")
    ap.add_argument("--steps", type=int, default=0, help="learn for so many steps instead")
    ap.add_argument("--gold", type=int, default=10, help="steps for one lesson of annotated texts")
    ap.add_argument("--vectors", type=float, default=2.0, help="weight of the distance between vectors")
    ap.add_argument("--hidden", type=float, default=HIDDEN_WORDS, help="share of words that it does not see")
    ap.add_argument("--lr", type=float, default=3e-4)
    ap.add_argument("--budget", type=int, default=24576)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--device", default="cuda")
    o = ap.parse_args()
    {"plain": plain, "read": read, "student": student}[o.job](o)


if __name__ == "__main__":
    main()
