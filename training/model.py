"""The network: a MiniLM encoder, heads for attributions (tag, anchor, pair with a CRF) and for mentions.

For each *anchor* (the word that carries a cue) the pair head gives every word of the window a
score for each role; a linear-chain CRF over the four labels (none, source, cue, content) makes
segments of them.  Sources may so be shared between anchors.
"""

import torch
import torch.nn.functional as F
from torch import nn

# cuDNN's attention is planned anew for each length of a window, which takes ten times as long as to do it.
torch.backends.cuda.enable_cudnn_sdp(False)

WIDTH, HEAD, MAX_POSITIONS = 384, 32, 512
SIZES = ((12, 1536),) * 6  # heads and inner neurons of each layer, before `prune.py` takes some away
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


def padding(ids):
    """What is added to the weights of attention: nothing may look at padding."""
    mask = torch.zeros(ids.shape[:2], device=ids.device).masked_fill(ids[..., 0] == 0, -1e9)
    return mask[:, None, None]


def locked(x, rate, training):
    """Dropout of whole features of a sequence (one mask for all its words).

    The usual dropout spends a fifth of a training step on random numbers on a CPU.
    """
    if not training:
        return x
    keep = x.new_empty(x.shape[0], 1, x.shape[2]).bernoulli_(1 - rate)
    return x * (keep / (1 - rate))


class Layer(nn.Module):
    """One post-norm transformer layer, as in BERT; `mask` is added to the weights of attention."""

    def __init__(self, dropout, heads, hidden, width=WIDTH, head=HEAD, eps=1e-12):
        super().__init__()
        self.qkv = nn.Linear(width, 3 * heads * head)
        self.out = nn.Linear(heads * head, width)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.up = nn.Linear(width, hidden)
        self.down = nn.Linear(hidden, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)
        self.dropout, self.heads, self.head = dropout, heads, head

    def mixed(self, x, mask):
        """What attention takes together for each place, head after head."""
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, self.head).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=None if mask is None else mask.to(q.dtype))
        return mixed.transpose(1, 2).reshape(b, n, -1)

    def inner(self, x):
        """What the inner neurons say of each place."""
        return F.gelu(self.up(x))

    def forward(self, x, mask):
        x = self.norm1(x + locked(self.out(self.mixed(x, mask)), self.dropout, self.training))
        return self.norm2(x + locked(self.down(self.inner(x)), self.dropout, self.training))


class Encoder(nn.Module):
    """BERT's embeddings and layers."""

    def __init__(self, vocab, sizes=SIZES, dropout=0.1):
        super().__init__()
        self.word = nn.Embedding(vocab, WIDTH)
        self.position = nn.Embedding(MAX_POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.shape = nn.Embedding(SHAPES, WIDTH)
        self.hint = nn.Embedding(HINTS, WIDTH)
        nn.init.zeros_(self.shape.weight)
        nn.init.zeros_(self.hint.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout, *size) for size in sizes)
        self.dropout = dropout

    def forward(self, ids, padded=True):
        """What the last layer makes of the pieces."""
        return self.states(ids, padded)[-1]

    def embedded(self, ids):
        """What the first layer is given."""
        piece, shape, hint = ids.unbind(-1)
        places = torch.arange(ids.shape[1], device=ids.device)
        return self.norm(self.word(piece) + self.position(places) + self.kind + self.shape(shape) + self.hint(hint))

    def states(self, ids, padded=True):
        """What each layer makes of `ids` (batch, pieces, 3): each piece (0 is padding), how its word looks, what the base knows of it."""
        mask = padding(ids) if padded else None
        x = locked(self.embedded(ids), self.dropout, self.training)
        out = []
        for layer in self.layers:
            x = layer(x, mask)
            out.append(x)
        return out


def taps(layer, x):
    """A convolution of three taps over words (batch, words, features), as three products.

    cuDNN plans each convolution anew for each length, which takes longer than to do it.
    """
    away, n = layer.dilation[0], x.shape[1]
    wide = F.pad(x, (0, 0, away, away))
    parts = [wide[:, k * away:k * away + n] @ layer.weight[..., k].T for k in range(3)]
    return sum(parts) + layer.bias


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
            x = (x + F.relu(taps(layer, x))) * inside.unsqueeze(-1)
        return self.out(locked(x, 0.1, self.training))

    def links(self, anaphors, mentions, distance):
        """Scores (…, A, M + 1) that mention m is what anaphor a stands for; the last is `nobody`."""
        edges = torch.tensor(LINK_EDGES, device=distance.device)
        size = torch.bucketize(distance.abs(), edges, right=True)
        at = torch.where(distance < 0, size + len(LINK_EDGES), size)
        wide = self.asks(anaphors).unsqueeze(-2) + self.answers(mentions).unsqueeze(-3) + self.distance(at)
        alike = self.anaphor(anaphors) @ self.antecedent(mentions).transpose(-1, -2) * 0.125
        return torch.cat([self.link(F.relu(wide)).squeeze(-1) + alike, self.nobody(anaphors)], -1)


def at_words(x, first):
    """The rows of the pieces `first`."""
    return x.gather(1, first.unsqueeze(-1).expand(-1, -1, x.shape[-1]))


class Reader(nn.Module):
    """Scores of a window's words: tags and anchors at once, roles for each anchor.

    `fast`: the encoder and the pair head multiply in bfloat16.
    """

    fast = False

    def __init__(self, vocab, sizes=SIZES, dropout=0.1):
        super().__init__()
        self.encoder = Encoder(vocab, sizes, dropout)
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

    @property
    def device(self):
        return self.transition.device

    def words(self, ids, first):
        """Vectors (batch, words, width) of the words whose first pieces are at `first`."""
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.fast):
            x = self.encoder(ids).float()
        return at_words(x, first)

    def pairs(self, vectors, owner, place, tags, buckets, inside):
        """Role scores (A, W, 4) of the words of each anchor's window.

        `vectors` (B, W, width), `owner` and `place` (A) of the anchors, `tags` (A, W, 4), `buckets` (A, W),
        `inside` (A, W) is 0 on padding.
        """
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.fast):
            anchors = vectors[owner, place]
            x = self.as_anchor(anchors).unsqueeze(1) + self.as_word(vectors)[owner] + self.distance(buckets)
            x = F.relu(x) * inside.unsqueeze(-1)
            x = locked(x, 0.1, self.training)
            x = F.relu(taps(self.narrow, x))
            for layer in self.wider:
                x = x + F.relu(taps(layer, x * inside.unsqueeze(-1)))
            query = self.query(anchors).view(-1, LABELS, 64)
            bilinear = self.key(vectors)[owner] @ query.transpose(1, 2) * 0.125
            return (self.role(x) + bilinear).float() + tags

    def log_z(self, scores, inside, transition=None):
        """Logarithm of the sum over all label sequences of each row, (A, W, 4) -> (A,).

        The steps are 4 × 4 matrices, multiplied two by two (a scan in log W rounds instead of W).
        """
        move = (self.transition if transition is None else transition.unsqueeze(1)) + scores[:, 1:].unsqueeze(2)
        stay = torch.full((LABELS, LABELS), -1e4, device=scores.device).fill_diagonal_(0.0)
        move = torch.where(inside[:, 1:, None, None].bool(), move, stay)
        while move.shape[1] > 1:
            if move.shape[1] % 2:
                move = torch.cat([move, stay.expand(len(move), 1, LABELS, LABELS)], 1)
            move = (move[:, 0::2].unsqueeze(-1) + move[:, 1::2].unsqueeze(-3)).logsumexp(-2)
        start = self.first + scores[:, 0]
        return (start.unsqueeze(-1) + move[:, 0]).flatten(1).logsumexp(1) if move.shape[1] else start.logsumexp(1)

    def crf_losses(self, scores, gold, inside):
        """Negative log likelihood of each row of labels."""
        emit = scores.gather(2, gold.unsqueeze(-1)).squeeze(-1)
        # A product, for the gradient of an index with a million equal places is summed one after the other on a GPU.
        which = F.one_hot(gold[:, :-1] * LABELS + gold[:, 1:], LABELS * LABELS).float()
        moves = which @ self.transition.flatten() * inside[:, 1:]
        return self.log_z(scores, inside) - (emit * inside).sum(1) - moves.sum(1) - self.first[gold[:, 0]]

    def posteriors(self, scores, inside):
        """Of each row, the probability of each label (A, W, 4), and how often each follows each (A, 4, 4)."""
        with torch.enable_grad():
            scores = scores.detach().requires_grad_()
            transition = self.transition.detach().expand(len(scores), -1, -1).clone().requires_grad_()
            return torch.autograd.grad(self.log_z(scores, inside, transition).sum(), [scores, transition])

    def crf_cross_entropy(self, scores, inside, labels, moves):
        """Cross entropy of the label sequences with those whose `posteriors` are given, summed over rows."""
        expected = (labels * scores).sum() + (moves * self.transition).sum() + (labels[:, 0] * self.first).sum()
        return self.log_z(scores, inside).sum() - expected

