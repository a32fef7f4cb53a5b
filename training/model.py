"""The network: a MiniLM encoder, heads for attributions (tag, anchor, pair with a CRF) and for mentions.

For each *anchor* (the word that carries a cue) the pair head gives every word of the window a
score for each role; a linear-chain CRF over the four labels (none, source, cue, content) makes
segments of them.  Sources may so be shared between anchors.
"""

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

WIDTH, LAYERS, HEADS, HIDDEN, MAX_POSITIONS = 384, 6, 12, 1536, 512
LABELS = 4
PAIR, NARROW = 192, 96
DILATIONS = (2, 4, 8)  # of the pair head's convolutions over words
EDGES = (1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 48, 64, 96)  # of |distance| in words
NAME_LABELS, NOMINAL_LABELS, SHAPES = 9, 4, 8  # of the mention head; `mentions.py` names them
NAMES_WIDTH, LINK = 128, 64
HINTS = 8  # of what a word is in the base of actors; `mentions.py` lists them
NEAR = (1, 2)  # distances between the words of the mention head's convolutions
LINK_EDGES = (1, 2, 4, 7, 11, 16, 24, 36, 54, 80, 120, 200)  # of |distance| in words between mentions
BUCKETS = 2 * (2 * len(EDGES) + 1)  # signed, and whether the paragraph is the same


def bucket(distance, same_paragraph):
    """Index of the distance embedding; `distance` = word position - anchor position."""
    edges = torch.tensor(EDGES, device=distance.device)
    size = torch.bucketize(distance.abs(), edges, right=True)
    signed = torch.where(distance < 0, size + len(EDGES), size)
    return signed + (~same_paragraph).long() * (2 * len(EDGES) + 1)


def locked(x, rate, training):
    """Dropout of whole features of a sequence (one mask for all its words).

    The usual dropout spends a fifth of a training step on random numbers on a CPU.
    """
    if not training:
        return x
    keep = torch.empty(x.shape[0], 1, x.shape[2]).bernoulli_(1 - rate)
    return x * (keep / (1 - rate))


class Layer(nn.Module):
    """One post-norm transformer layer, as in BERT; `mask` is added to the weights of attention."""

    def __init__(self, dropout, width=WIDTH, heads=HEADS, hidden=HIDDEN, eps=1e-12):
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.up = nn.Linear(width, hidden)
        self.down = nn.Linear(hidden, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)
        self.dropout, self.heads = dropout, heads

    def forward(self, x, mask):
        b, n, width = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-1, -2)) * (width // self.heads) ** -0.5
        mixed = (weights if mask is None else weights + mask).softmax(-1).to(v.dtype) @ v
        mixed = self.out(mixed.transpose(1, 2).reshape(b, n, width))
        x = self.norm1(x + locked(mixed, self.dropout, self.training))
        wide = self.down(F.gelu(self.up(x)))
        return self.norm2(x + locked(wide, self.dropout, self.training))


class Encoder(nn.Module):
    """BERT's embeddings and layers."""

    def __init__(self, vocab, layers=LAYERS, dropout=0.1):
        super().__init__()
        self.word = nn.Embedding(vocab, WIDTH)
        self.position = nn.Embedding(MAX_POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.shape = nn.Embedding(SHAPES, WIDTH)
        self.hint = nn.Embedding(HINTS, WIDTH)
        nn.init.zeros_(self.shape.weight)
        nn.init.zeros_(self.hint.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.dropout = dropout

    def forward(self, ids, mask=None):
        """`ids` (batch, pieces, 3): each piece, how its word looks, what the base knows of it."""
        places = torch.arange(ids.shape[1], device=ids.device)
        piece, shape, hint = ids.unbind(-1)
        x = self.word(piece) + self.position(places) + self.kind + self.shape(shape) + self.hint(hint)
        x = locked(self.norm(x), self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_minilm(self, path):
        """Takes the weights of a Hugging Face BERT checkpoint (safetensors)."""
        w = {k.removeprefix("bert."): v for k, v in load_file(path).items()}
        copy = lambda p, v: p.data.copy_(v)
        copy(self.word.weight, w["embeddings.word_embeddings.weight"])
        copy(self.position.weight, w["embeddings.position_embeddings.weight"])
        copy(self.kind, w["embeddings.token_type_embeddings.weight"][0])
        copy(self.norm.weight, w["embeddings.LayerNorm.weight"])
        copy(self.norm.bias, w["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(self.layers):
            p = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                qkv = [w[f"{p}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                copy(getattr(layer.qkv, kind), torch.cat(qkv))
                for mine, theirs in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                                     ("up", "intermediate.dense"), ("down", "output.dense"),
                                     ("norm2", "output.LayerNorm")):
                    copy(getattr(getattr(layer, mine), kind), w[f"{p}{theirs}.{kind}"])


class Mentions(nn.Module):
    """Labels of names and nominals for every word, metonymy, and links between mentions."""

    def __init__(self):
        super().__init__()
        self.narrow = nn.Linear(WIDTH, NAMES_WIDTH)
        self.shape = nn.Embedding(SHAPES, NAMES_WIDTH)
        self.hint = nn.Embedding(HINTS, NAMES_WIDTH)
        self.near = nn.ModuleList(nn.Conv1d(NAMES_WIDTH, NAMES_WIDTH, 3, padding=d, dilation=d) for d in NEAR)
        self.out = nn.Linear(NAMES_WIDTH, NAME_LABELS + NOMINAL_LABELS + 1)
        self.anaphor = nn.Linear(WIDTH, LINK)
        self.antecedent = nn.Linear(WIDTH, LINK)
        self.asks = nn.Linear(WIDTH, LINK)
        self.answers = nn.Linear(WIDTH, LINK)
        self.distance = nn.Embedding(2 * len(LINK_EDGES) + 1, LINK)
        self.link = nn.Linear(LINK, 1)
        self.nobody = nn.Linear(WIDTH, 1)
        nn.init.normal_(self.shape.weight, std=0.5)
        nn.init.normal_(self.hint.weight, std=0.5)
        nn.init.normal_(self.distance.weight, std=0.1)

    def forward(self, words, shapes, hints, inside):
        """(batch, words, 14): name labels, nominal labels, the logit of a metonym."""
        x = F.relu(self.narrow(words) + self.shape(shapes) + self.hint(hints)) * inside.unsqueeze(-1)
        x = locked(x, 0.2, self.training)
        for layer in self.near:
            x = (x + F.relu(layer(x.transpose(1, 2))).transpose(1, 2)) * inside.unsqueeze(-1)
        return self.out(locked(x, 0.1, self.training))

    def links(self, anaphors, mentions, distance):
        """Scores (A, M + 1) that mention m is what anaphor a stands for; the last is `nobody`."""
        edges = torch.tensor(LINK_EDGES)
        size = torch.bucketize(distance.abs(), edges, right=True)
        at = torch.where(distance < 0, size + len(LINK_EDGES), size)
        wide = self.asks(anaphors).unsqueeze(1) + self.answers(mentions).unsqueeze(0) + self.distance(at)
        score = self.link(F.relu(wide)).squeeze(-1) + self.anaphor(anaphors) @ self.antecedent(mentions).T * 0.125
        return torch.cat([score, self.nobody(anaphors)], 1)


class Reader(nn.Module):
    """Scores of a window's words: tags and anchors at once, roles for each anchor."""

    def __init__(self, vocab, layers=LAYERS, dropout=0.1):
        super().__init__()
        self.encoder = Encoder(vocab, layers, dropout)
        self.tag = nn.Linear(WIDTH, LABELS)
        self.anchor = nn.Linear(WIDTH, 2)  # of an outermost cue, of one inside a content
        self.as_anchor = nn.Linear(WIDTH, PAIR)
        self.as_word = nn.Linear(WIDTH, PAIR)
        self.distance = nn.Embedding(BUCKETS, PAIR)
        self.query = nn.Linear(WIDTH, LABELS * 64)
        self.key = nn.Linear(WIDTH, 64)
        self.narrow = nn.Conv1d(PAIR, NARROW, 3, padding=1)
        self.wider = nn.ModuleList(nn.Conv1d(NARROW, NARROW, 3, padding=d, dilation=d) for d in DILATIONS)
        self.role = nn.Linear(NARROW, LABELS)
        self.transition = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.first = nn.Parameter(torch.zeros(LABELS))
        self.mentions = Mentions()
        nn.init.normal_(self.distance.weight, std=0.1)

    def words(self, ids, first, mask=None):
        """Vectors (batch, words, width) of the words whose first pieces are at `first`."""
        x = self.encoder(ids, mask)
        return x.gather(1, first.unsqueeze(-1).expand(-1, -1, WIDTH))

    def pairs(self, anchors, words, tags, buckets, inside):
        """Role scores (anchors, words, 4).

        `anchors` (A, width), `words` (A, W, width), `tags` (A, W, 4), `buckets` (A, W),
        `inside` (A, W) is 0 on padding.
        """
        x = self.as_anchor(anchors).unsqueeze(1) + self.as_word(words) + self.distance(buckets)
        x = F.relu(x) * inside.unsqueeze(-1)
        x = locked(x, 0.1, self.training)
        x = F.relu(self.narrow(x.transpose(1, 2)))
        for layer in self.wider:
            x = x + F.relu(layer(x * inside.unsqueeze(1)))
        x = x.transpose(1, 2)
        query = self.query(anchors).view(-1, LABELS, 64)
        bilinear = self.key(words) @ query.transpose(1, 2) * 0.125
        return self.role(x) + bilinear + tags

    def crf_loss(self, scores, gold, inside):
        """Negative log likelihood of each row of labels, summed over rows."""
        a, n, _ = scores.shape
        real = inside.bool()
        emit = scores.gather(2, gold.unsqueeze(-1)).squeeze(-1)
        moves = self.transition[gold[:, :-1], gold[:, 1:]] * inside[:, 1:]
        path = (emit * inside).sum() + moves.sum() + self.first[gold[:, 0]].sum()
        alpha = self.first + scores[:, 0]
        move = self.transition.exp()
        for t in range(1, n):
            top = alpha.detach().amax(1, keepdim=True)
            step = ((alpha - top).exp() @ move).log() + top + scores[:, t]
            alpha = torch.where(real[:, t:t + 1], step, alpha)
        return torch.logsumexp(alpha, 1).sum() - path


def viterbi(scores, transition, first):
    """The best labels of one row of scores (W, 4), as a list."""
    best, back = first + scores[0], []
    for t in range(1, len(scores)):
        step = best.unsqueeze(1) + transition
        best, arg = step.max(0)
        back.append(arg)
        best = best + scores[t]
    label = int(best.argmax())
    out = [label]
    for arg in reversed(back):
        label = int(arg[label])
        out.append(label)
    return out[::-1]
