//! The encoder: BERT's embeddings and layers over one window, then the tag and anchor heads.

use super::attention::Attention;
use super::isa::{Isa, ROWS};
use super::linear::{Bytes, Linear, Rows, gelu, normalise};
use super::weights::{Error, Weights};
use crate::crf::LABELS;
use crate::windows::Window;
use std::cell::Cell;

/// Width of the vectors.
pub const WIDTH: usize = 384;
/// Rows that go through the wide layer at once: what they need stays in the second cache.
const BLOCK: usize = 8 * ROWS;

/// Embeddings, layers and heads.
pub struct Encoder {
    /// Vectors of the word pieces, int8, as they stand in the file.
    pieces: &'static [u8],
    piece_scale: Vec<f32>,
    positions: Vec<f32>,
    /// A vector for each shape of word, and for each thing that the base may know of it.
    looks: [Vec<f32>; 2],
    norm: Norm,
    layers: Vec<Layer>,
    heads: Linear,
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

struct Layer {
    qkv: Linear,
    out: Linear,
    attention_norm: Norm,
    up: Linear,
    down: Linear,
    norm: Norm,
}

/// The encoder's answer for one window.
pub struct Encoded {
    /// A vector for each word.
    pub words: Rows,
    /// Scores of each label for each word.
    pub tags: Vec<[f32; LABELS]>,
    /// For each word, the probability that it carries the cue of an outermost attribution, and
    /// of one inside a content.
    pub anchors: Vec<[f32; 2]>,
}

/// What a window needs on its way, kept between windows.
#[derive(Default)]
struct Scratch {
    x: Rows,
    next: Rows,
    bytes: Bytes,
    qkv: Rows,
    attention: Attention,
    mixed: Rows,
    y: Rows,
    wide: Rows,
}

thread_local! {
    static SCRATCH: Cell<Scratch> = Cell::default();
}

impl Norm {
    fn load(weights: &Weights, name: &str) -> Result<Norm, Error> {
        Ok(Norm { weight: weights.floats(&format!("{name}.weight"))?, bias: weights.floats(&format!("{name}.bias"))? })
    }

    #[inline(always)]
    fn apply(&self, row: &mut [f32]) {
        normalise(row, &self.weight, &self.bias);
    }
}

impl Encoder {
    /// Takes its weights by name.
    pub fn load(weights: &Weights) -> Result<Encoder, Error> {
        let layer = |i: usize| -> Result<Layer, Error> {
            let name = |part: &str| format!("layers.{i}.{part}");
            Ok(Layer {
                qkv: weights.linear(&name("qkv"))?,
                out: weights.linear(&name("out"))?,
                attention_norm: Norm::load(weights, &name("norm1"))?,
                up: weights.linear(&name("up"))?,
                down: weights.linear(&name("down"))?,
                norm: Norm::load(weights, &name("norm2"))?,
            })
        };
        let count = (0..).take_while(|i| weights.has(&format!("layers.{i}.qkv.weight"))).count();
        Ok(Encoder {
            pieces: weights.raw("word.weight", "I8")?,
            piece_scale: weights.floats("word.scale")?,
            positions: weights.floats("position")?,
            looks: [weights.floats("shape")?, weights.floats("hint")?],
            norm: Norm::load(weights, "norm")?,
            layers: (0..count).map(layer).collect::<Result<_, _>>()?,
            heads: weights.linear("heads")?,
        })
    }

    /// Reads the word pieces of a window.
    #[inline(always)]
    pub fn run<I: Isa>(&self, window: &Window) -> Encoded {
        let mut s = SCRATCH.take();
        self.embed(window, &mut s.x);
        let first = &window.first[..];
        let all: Vec<u32> = (0..window.ids.len() as u32).collect();
        for (i, layer) in self.layers.iter().enumerate() {
            // Nothing asks the last layer about pieces that stand for no word.
            let asked = if i + 1 == self.layers.len() { first } else { &all };
            layer.run::<I>(asked, &mut s);
        }
        s.bytes.take(&s.x);
        self.heads.apply::<I>(&s.bytes, &mut s.y);
        let rows = || (0..first.len()).map(|w| s.y.row(w));
        let sigmoid = |x: f32| 1.0 / (1.0 + libm::expf(-x));
        let tags = rows().map(|r| std::array::from_fn(|l| r[l])).collect();
        let anchors = rows().map(|r| [sigmoid(r[LABELS]), sigmoid(r[LABELS + 1])]).collect();
        let words = s.x.counting();
        SCRATCH.set(s);
        Encoded { words, tags, anchors }
    }

    #[inline(always)]
    fn embed(&self, window: &Window, x: &mut Rows) {
        x.reset(window.ids.len(), WIDTH);
        for (i, (id, look)) in window.ids.iter().zip(&window.looks).enumerate() {
            let piece = &self.pieces[*id as usize * WIDTH..][..WIDTH];
            let scale = self.piece_scale[*id as usize];
            let position = &self.positions[i * WIDTH..][..WIDTH];
            let [shape, hint]: [&[f32]; 2] =
                std::array::from_fn(|k| &self.looks[k][usize::from(look[k]) * WIDTH..][..WIDTH]);
            let row = x.row_mut(i);
            for c in 0..WIDTH {
                row[c] = f32::from(piece[c] as i8) * scale + position[c] + shape[c] + hint[c];
            }
            self.norm.apply(row);
        }
    }
}

impl Layer {
    /// Puts the layer's rows for the places `asked` in the place of those before.
    #[inline(always)]
    fn run<I: Isa>(&self, asked: &[u32], s: &mut Scratch) {
        s.bytes.take(&s.x);
        self.qkv.apply::<I>(&s.bytes, &mut s.qkv);
        s.attention.attend::<I>(&s.qkv, asked, &mut s.mixed);
        s.bytes.take(&s.mixed);
        self.out.apply::<I>(&s.bytes, &mut s.y);
        s.next.reset(asked.len(), WIDTH);
        for (i, place) in asked.iter().enumerate() {
            let row = s.next.row_mut(i);
            row.copy_from_slice(s.x.row(*place as usize));
            add(row, s.y.row(i));
            self.attention_norm.apply(row);
        }
        for start in (0..asked.len()).step_by(BLOCK) {
            let len = BLOCK.min(asked.len() - start);
            s.bytes.take_some(&s.next, start..start + len);
            self.up.apply::<I>(&s.bytes, &mut s.wide);
            gelu(&mut s.wide.values[..len * self.up.outputs]);
            s.bytes.take(&s.wide);
            self.down.apply::<I>(&s.bytes, &mut s.y);
            for i in 0..len {
                let row = s.next.row_mut(start + i);
                add(row, s.y.row(i));
                self.norm.apply(row);
            }
        }
        std::mem::swap(&mut s.x, &mut s.next);
    }
}

#[inline(always)]
fn add(row: &mut [f32], other: &[f32]) {
    for (a, b) in row.iter_mut().zip(other) {
        *a += b;
    }
}
