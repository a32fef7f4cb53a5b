//! The mention head: labels of names and nominals, metonyms, and links between mentions.

use super::convolution::{Convolution, Convolved};
use super::encoder::Encoded;
use super::isa::Isa;
use super::linear::{Bytes, Linear, Rows};
use super::weights::{Error, Weights};
use crate::looks::Look;
use std::cell::Cell;

/// Labels of names: none, then begin and inside of a person, organisation, place and other name.
pub const NAMES: usize = 9;
/// Labels of a nominal's head: none, person, organisation, place.
pub const NOMINALS: usize = 4;
const NARROW: usize = 128;
const LINK: usize = 64;

/// What the head says of one word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Labels {
    /// Scores of the labels of names.
    pub names: [f32; NAMES],
    /// Scores of the labels of nominals.
    pub nominals: [f32; NOMINALS],
    /// Above zero where a place's name stands for its government, team or people.
    pub metonym: f32,
}

/// A mention's part in links: what it asks for, what it answers, and whether it stands for nobody.
#[derive(Debug, Clone, PartialEq)]
pub struct Link(Vec<f32>);

/// Weights of the head.
pub struct Mentions {
    narrow: Linear,
    /// A vector for each shape of word.
    shape: Vec<f32>,
    /// A vector for each thing that the base may know of a word.
    hint: Vec<f32>,
    /// One behind the other.
    near: Vec<Convolution>,
    out: Linear,
    link: Linear,
    distance: Vec<f32>,
    sum: Vec<f32>,
    edges: Vec<u32>,
}

/// What a window needs on its way, kept between windows.
#[derive(Default)]
struct Scratch {
    convolved: Convolved,
    out: Rows,
}

thread_local! {
    static SCRATCH: Cell<Scratch> = Cell::default();
}

impl Mentions {
    /// Takes its weights by name; `edges` are the upper edges of the buckets of distance, in words.
    pub fn load(weights: &Weights, edges: &[u32], near: &[usize]) -> Result<Mentions, Error> {
        let convolution =
            |(i, distance): (usize, &usize)| Convolution::load(weights, &format!("mention.near.{i}"), *distance, true);
        Ok(Mentions {
            narrow: weights.linear("mention.narrow")?,
            shape: weights.floats("mention.shape")?,
            hint: weights.floats("mention.hint")?,
            near: near.iter().enumerate().map(convolution).collect::<Result<_, _>>()?,
            out: weights.linear("mention.out")?,
            link: weights.linear("mention.link")?,
            distance: weights.floats("mention.distance")?,
            sum: weights.floats("mention.link.sum")?,
            edges: edges.to_vec(),
        })
    }

    /// Labels of each word of a window; `looks` are those of its words.
    #[inline(always)]
    pub fn labels<I: Isa>(&self, encoded: &Encoded, looks: &[Look]) -> Vec<Labels> {
        let n = looks.len();
        let mut scratch = SCRATCH.take();
        let Scratch { convolved: s, out } = &mut scratch;
        s.bytes.take(&encoded.words);
        self.narrow.apply::<I>(&s.bytes, &mut s.x);
        for (w, look) in looks.iter().enumerate() {
            let [shape, hint] = look.map(|i| usize::from(i) * NARROW);
            let (shape, hint) = (&self.shape[shape..][..NARROW], &self.hint[hint..][..NARROW]);
            for (c, value) in s.x.row_mut(w)[..NARROW].iter_mut().enumerate() {
                *value = (*value + shape[c] + hint[c]).max(0.0);
            }
        }
        for convolution in &self.near {
            convolution.apply::<I>(s);
        }
        s.bytes.take(&s.x);
        self.out.apply::<I>(&s.bytes, out);
        let labels = |row: &[f32]| Labels {
            names: std::array::from_fn(|l| row[l]),
            nominals: std::array::from_fn(|l| row[NAMES + l]),
            metonym: row[NAMES + NOMINALS],
        };
        let labels = (0..n).map(|w| labels(out.row(w))).collect();
        SCRATCH.set(scratch);
        labels
    }

    /// The links of the words at `places` of a window.
    #[inline(always)]
    pub fn links<I: Isa>(&self, encoded: &Encoded, places: &[usize]) -> Vec<Link> {
        let (mut vectors, mut bytes, mut out) = (Rows::default(), Bytes::default(), Rows::default());
        vectors.gather(&encoded.words, places);
        bytes.take(&vectors);
        self.link.apply::<I>(&bytes, &mut out);
        (0..places.len()).map(|i| Link(out.row(i)[..4 * LINK + 1].to_vec())).collect()
    }

    /// How likely `anaphor` stands for what `antecedent` names, `distance` words before it (negative:
    /// after); compare with [`Link::nobody`].
    pub fn score(&self, anaphor: &Link, antecedent: &Link, distance: i64) -> f32 {
        let mut bucket = self.edges.partition_point(|e| u64::from(*e) <= distance.unsigned_abs());
        if distance < 0 {
            bucket += self.edges.len();
        }
        let part = |link: &Link, k: usize| -> [f32; LINK] { std::array::from_fn(|c| link.0[k * LINK + c]) };
        let (a, b) = (part(anaphor, 0), part(antecedent, 1));
        let (asks, answers) = (part(anaphor, 2), part(antecedent, 3));
        let far = &self.distance[bucket * LINK..][..LINK];
        let dot: f32 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
        let wide: f32 = (0..LINK).map(|c| (asks[c] + answers[c] + far[c]).max(0.0) * self.sum[c]).sum();
        0.125 * dot + wide + self.sum[LINK]
    }
}

impl Link {
    /// The score that the mention stands for nobody named before.
    pub fn nobody(&self) -> f32 {
        self.0[4 * LINK]
    }
}
