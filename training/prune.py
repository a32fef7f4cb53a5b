"""Takes heads and inner neurons away from a student, and teaches it to be again what it was; made for two cores.

    prune.py sizes --init ../models/attribution.safetensors --share 0.48        which sizes would change it least
    prune.py teach --init ../models/attribution.safetensors --sizes 6:768,8:832,8:768,6:768,6:576,4:512 --out pruned.safetensors
    prune.py teach --init ../models/attribution.safetensors --start pruned.safetensors --out more.safetensors   goes on

What is taken away is what the rest of its layer makes up for best: by least squares over the second moments of the layer's inputs, group
by group (optimal brain surgeon: Hassibi and Stork 1992; for whole groups: Kurtic et al. 2023, ZipLM). Then the columns that are left are fitted once more, layer after layer, so that each makes up for what the layers before
it lost; and the whole student teaches the small one: the state after each layer and, towards the end, all that it says of texts (as in
`distil.py`). What is kept is the mean of the weights on their way (Polyak and Juditsky 1992).
"""

import argparse
import copy
import json
import multiprocessing
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from safetensors.torch import save_file

from data import WordPiece, read_gum
from decode import rows
from distil import FLOOR, batches, cut, cut_up, gap, said_loss, set_rates, soft_labels
from export import student_of, tensors as shipped
from lessons import DATA
from model import HEAD, LABELS, SIZES, WIDTH, Layer, at_words, padding

FEWEST = (2, 256)  # heads and inner neurons of a layer that are thought of
STEP = (1, 64)  # the program multiplies 64 columns at once
COST = (1.35 * 4 * HEAD * WIDTH, 1.1 * 2 * WIDTH)  # of a head, of a neuron: multiplications, and what is done beside them
RIDGE = 1e-4
MOMENTS, FITTED, TRIED = 60_000, 180_000, 9_000  # word pieces that second moments are of, that layers are fitted to, and distances measured on
PACKINGS = 3  # ways in which the texts are cut into windows that teach
# Weights of the distances of the layers' states, of the last one's, of what the heads see of those, and of what is said of texts.
OF_STATES, OF_VECTORS, OF_SEEN, OF_SAID = 1.0, 3.0, 3.0, 0.1
SILENT = 0.75  # part of the time in which nothing that is said counts: its gradient is ten times that of the states, and mostly noise
KEPT = 0.99  # of the mean weights at a step


def tensors(batch):
    """(pieces, first pieces, paragraphs) of windows as `cut` gives them, padded; the paragraph of padding is -1."""
    padded = lambda k, fill: torch.nn.utils.rnn.pad_sequence([torch.from_numpy(w[k]).long() for w in batch], True, fill)
    return padded(0, 0), padded(1, 0), padded(2, -1)


def spoken(packing):
    """Windows of GUM's texts, as `cut` gives those of the others: without them the small student forgets how people talk."""
    pieces, rng = WordPiece(), random.Random(packing)
    return [w for art in read_gum(DATA / "gum/gum-train.jsonl") for w in cut_up(art, art.forms, pieces, rng, True, -1)]


def some(found, pieces, seed):
    """Pieces of windows that have so many together, by chance."""
    order, out = random.Random(seed).sample(found, len(found)), []
    while pieces > 0:
        out.append(torch.from_numpy(order.pop()[0]).long().unsqueeze(0))
        pieces -= out[-1].shape[1]
    return out


# ----------------------------------------------------------------- surgery

def surgeon(moments, weight, group, levels):
    """Which columns of `weight` are left, and what is to stand in them, for each number of groups of columns in `levels`.

    The group goes first for which the others make up best.
    """
    damped = moments.double() + RIDGE * moments.double().diag().mean() * torch.eye(len(moments))
    inverse, weight, columns, out = torch.linalg.inv(damped), weight.double(), torch.arange(len(moments)), {}
    while True:
        left = len(columns) // group
        if left in levels:
            out[left] = columns, weight.float()
        if left <= min(levels):
            return out
        blocks = inverse.view(left, group, left, group).diagonal(dim1=0, dim2=2).permute(2, 0, 1).inverse()
        parts = weight.view(-1, left, group).transpose(0, 1)
        least = int((parts @ blocks * parts).sum((1, 2)).argmin())
        gone, block = slice(least * group, (least + 1) * group), blocks[least]
        rest = torch.cat([torch.arange(gone.start), torch.arange(gone.stop, len(columns))])
        weight = (weight - weight[:, gone] @ block @ inverse[gone])[:, rest]
        inverse = (inverse - inverse[:, gone] @ block @ inverse[gone])[rest][:, rest]
        columns = columns[rest]


@torch.no_grad()
def moments_of(model, texts):
    """Second moments of the inputs of each layer's `out` and `down`."""
    parts = [part for layer in model.encoder.layers for part in (layer.out, layer.down)]
    found = [torch.zeros(part.in_features, part.in_features) for part in parts]

    def added(part, given):
        found[parts.index(part)].addmm_(given[0][0].T, given[0][0])  # and nothing is returned: that would be the new input
    hooks = [part.register_forward_pre_hook(added) for part in parts]
    for ids in texts:
        model.encoder(ids, padded=False)
    for hook in hooks:
        hook.remove()
    return list(zip(found[::2], found[1::2]))


def cuts_of(model, texts, levels):
    """For each layer, what `surgeon` makes of its heads and of its neurons; `levels(layer)` gives the numbers of both."""
    out = []
    for k, (layer, (heads, neurons)) in enumerate(zip(model.encoder.layers, moments_of(model, texts))):
        of_heads, of_neurons = levels(k)
        out.append((surgeon(heads, layer.out.weight.data, HEAD, of_heads), surgeon(neurons, layer.down.weight.data, 1, of_neurons)))
    return out


def three(layer, columns):
    """Where the queries, keys and values of columns of `out` come from `qkv`."""
    return torch.cat([k * layer.out.in_features + columns for k in range(3)])


def smaller(layer, heads, neurons):
    """A layer with the columns left of its `out` and `down`."""
    (of_out, out), (of_down, down) = heads, neurons
    small = Layer(layer.dropout, len(of_out) // HEAD, len(of_down))
    state = layer.state_dict() | {"out.weight": out, "down.weight": down}
    for part, chosen in (("qkv", three(layer, of_out)), ("up", of_down)):
        for kind in ("weight", "bias"):
            state[f"{part}.{kind}"] = state[f"{part}.{kind}"][chosen]
    small.load_state_dict(state)
    return small.train(layer.training)


def solve(part, inputs, wanted):
    """The weights and bias of a linear part that give what is wanted, by least squares; near to what they were."""
    inputs = torch.cat([inputs, torch.ones(len(inputs), 1)], 1)
    moments, before = (inputs.T @ inputs).double(), torch.cat([part.weight.T, part.bias[None]]).double()
    ridge = 10 * RIDGE * moments.diag().mean()
    moments += ridge * torch.eye(len(moments))
    found = torch.linalg.solve(moments, (inputs.T @ wanted).double() + ridge * before).float()
    part.weight.data, part.bias.data = found[:-1].T.contiguous(), found[-1]


@torch.no_grad()
def refit(whole, small, texts, chosen):
    """Fits each layer of the small student anew, so that what the layers before lost is made up for.

    `chosen`: the columns of `out` and `down` that each layer has kept.
    """
    ids = torch.nn.utils.rnn.pad_sequence([t[0] for t in texts], True)
    real, mask = ids[..., 0] != 0, padding(ids)
    x = whole.encoder.embedded(ids)
    y = x
    for layer, cut_layer, (heads, neurons) in zip(whole.encoder.layers, small.encoder.layers, chosen):
        solve(cut_layer.qkv, y[real], layer.qkv(x)[..., three(layer, heads)][real])
        wanted, mixed = x + layer.out(layer.mixed(x, mask)), cut_layer.mixed(y, mask)
        solve(cut_layer.out, mixed[real], (wanted - y)[real])
        x, y = layer.norm1(wanted), cut_layer.norm1(y + cut_layer.out(mixed))
        solve(cut_layer.up, y[real], layer.up(x)[..., neurons][real])
        wanted, inner = x + layer.down(layer.inner(x)), cut_layer.inner(y)
        solve(cut_layer.down, inner[real], (wanted - y)[real])
        x, y = layer.norm2(wanted), cut_layer.norm2(y + cut_layer.down(inner))


# ------------------------------------------------------------------- sizes

@torch.no_grad()
def sizes(o):
    """Prints how far each cut alone moves the last vectors, and the sizes with the least sum for a share of the work."""
    model = student_of(o.init).eval()
    found = cut((0, 8, 0)) + spoken(0)
    every = [range(FEWEST[part], SIZES[0][part] + 1, STEP[part]) for part in (0, 1)]
    cuts = cuts_of(model, some(found, MOMENTS, 1), lambda _: every)
    tried = some(found, TRIED, 2)
    last = lambda: torch.cat([model.encoder(ids, padded=False)[0] for ids in tried])
    whole = last()
    away = {}
    for k, layer in enumerate(model.encoder.layers):
        most = [max(c) for c in cuts[k]]
        for part in (0, 1):
            for size in every[part]:
                model.encoder.layers[k] = smaller(layer, *(c[size if p == part else most[p]] for p, c in enumerate(cuts[k])))
                away[k, part, size] = gap(last(), whole).item()
        model.encoder.layers[k] = layer
        for part, name in enumerate(("heads", "neurons")):
            print(json.dumps({"layer": k, name: {s: round(away[k, part, s], 4) for s in every[part]}}), flush=True)
    cost = lambda chosen: sum(size * COST[part] for (_, part), size in chosen.items())
    least, most = 0.0, 1.0
    for _ in range(60):
        price = (least + most) / 2
        chosen = {(k, part): min(every[part], key=lambda s: away[k, part, s] + price * s * COST[part])
                  for k in range(len(model.encoder.layers)) for part in (0, 1)}
        least, most = (price, most) if cost(chosen) > o.share * cost({(k, p): SIZES[k][p] for k, p in chosen}) else (least, price)
    print(",".join(f"{chosen[k, 0]}:{chosen[k, 1]}" for k in range(len(model.encoder.layers))))


# ------------------------------------------------------------------- teach

def eyes(model):
    """What the heads multiply the last vectors by."""
    return [part.weight.detach() for name, part in model.named_modules()
            if isinstance(part, nn.Linear) and part.in_features == WIDTH and not name.startswith("encoder.")]


def lesson_loss(whole, small, batch, of_said):
    """What the small student still lacks of the whole one, on some windows; and the distance of its last vectors."""
    ids, first, para = tensors(batch)
    real, inside = ids[..., 0] != 0, para >= 0
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        wanted = [x.float() for x in whole.encoder.states(ids)]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        mine = [x.float() for x in small.encoder.states(ids)]
    gaps = [gap(a[real], b[real]) for a, b in zip(mine, wanted)]
    words, my_words = at_words(wanted[-1], first), at_words(mine[-1], first)
    seen = [gap(F.linear(my_words[inside], eye), F.linear(words[inside], eye)) for eye in eyes(whole)]
    loss = OF_STATES * sum(gaps[:-1]) + OF_VECTORS * gaps[-1] + OF_SEEN * sum(seen) / len(seen)
    if of_said:
        with torch.no_grad():
            soft = soft_labels(whole, words, ids, first, inside)
            owner, place = ((soft[..., LABELS:LABELS + 2].amax(-1) > FLOOR) & inside).nonzero(as_tuple=True)
            scores = rows(whole, words, whole.tag(words), para, owner, place) if len(owner) else None
        roles = owner, place, *(whole.posteriors(*scores) if len(owner) else (None, None))
        loss = loss + of_said * said_loss(small, my_words, ids, first, para, soft[inside], roles)
    return loss, gaps[-1].item()


def cut_down(whole, sizes, found):
    """A small student with these sizes, cut out of the whole one and fitted."""
    small = copy.deepcopy(whole)
    wanted = [tuple(map(int, size.split(":"))) for size in sizes.split(",")]
    cuts = cuts_of(whole, some(found, MOMENTS, 1), lambda k: [[n] for n in wanted[k]])
    parts = [(heads[size[0]], neurons[size[1]]) for size, (heads, neurons) in zip(wanted, cuts)]
    small.encoder.layers = torch.nn.ModuleList(smaller(layer, *part) for layer, part in zip(whole.encoder.layers, parts))
    refit(whole, small, some(found, FITTED, 1), [(heads[0], neurons[0]) for heads, neurons in parts])
    return small


def taught(o, whole, small, found):
    """Teaches the small student what the whole one makes of windows, and writes it."""
    rng, mean = random.Random(o.seed), copy.deepcopy(small)
    small.encoder.word.weight.requires_grad_(False)
    encoder = [p for p in small.encoder.parameters() if p.requires_grad]
    heads = [p for k, p in small.named_parameters() if not k.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": encoder, "lr": o.lr}, {"params": heads, "lr": o.lr / 2}], weight_decay=0.01, fused=True)
    size, queue, seen, began, step = [len(w[0]) for w in found], [], None, time.time(), 0
    while (now := (time.time() - began) / o.seconds) < 1:
        set_rates(optimizer, (o.lr, o.lr / 2), min((step + 1) / 100, (1 - now) / 0.97, 1.0))
        queue = queue or batches(size, o.budget, rng)
        loss, away = lesson_loss(whole, small, [found[k] for k in queue.pop()], OF_SAID if now > SILENT else 0.0)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder + heads, 5.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        with torch.no_grad():
            for kept, new in zip(mean.parameters(), small.parameters()):
                kept.lerp_(new, 1 - min(KEPT, step / (step + 10)))
        told = np.array([loss.item(), away])
        seen = told if seen is None else 0.98 * seen + 0.02 * told
        if step % 50 == 0:
            print(json.dumps({"step": step, "loss and distance": seen.round(4).tolist(), "seconds": round(time.time() - began)}), flush=True)
        if step % 500 == 0:
            save_file(shipped(mean), o.out)
    save_file(shipped(mean), o.out)


def teach(o):
    print(json.dumps({"prune": {k: str(v) for k, v in vars(o).items()}, "torch": torch.__version__}), flush=True)
    torch.manual_seed(o.seed)
    torch.set_flush_denormal(True)
    with multiprocessing.Pool() as pool:
        found = [w for part in pool.imap(cut, [(part, 8, packing) for packing in range(PACKINGS) for part in range(8)]) for w in part]
        found += [w for part in pool.imap(spoken, range(PACKINGS)) for w in part]
    whole = student_of(o.init).eval()
    taught(o, whole, student_of(o.start).eval() if o.start else cut_down(whole, o.sizes, found), found)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("job", choices=("sizes", "teach"))
    ap.add_argument("--init", type=Path, required=True, help="the student's int8 file")
    ap.add_argument("--share", type=float, default=0.42, help="of the layers' work that is to be left")
    ap.add_argument("--sizes", help="heads and inner neurons of each layer")
    ap.add_argument("--start", type=Path, help="a small student to go on with, instead of sizes")
    ap.add_argument("--out", type=Path)
    ap.add_argument("--seconds", type=float, default=3600)
    ap.add_argument("--lr", type=float, default=1e-4)
    ap.add_argument("--budget", type=int, default=3600)
    ap.add_argument("--seed", type=int, default=1)
    o = ap.parse_args()
    {"sizes": sizes, "teach": teach}[o.job](o)


if __name__ == "__main__":
    main()
