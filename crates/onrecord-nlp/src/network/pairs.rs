//! The pair head: for each anchor, a score of each role for every word of the window.

use super::convolution::{Convolution, Convolved};
use super::encoder::Encoded;
use super::isa::Isa;
use super::linear::{Linear, Rows, dot};
use super::weights::{Error, Weights};
use crate::crf::LABELS;
use std::cell::Cell;

const PAIR: usize = 192;
const KEY: usize = 64;

/// Projections of anchors and words, distances, convolutions over words, roles.
pub struct Pairs {
    /// Anchor's part of the pair, and a query for each label.
    anchor: Linear,
    /// Word's part of the pair, and a key.
    word: Linear,
    /// A vector for each bucket of distance.
    distance: Vec<f32>,
    /// One behind the other.
    convolutions: Vec<Convolution>,
    role: Linear,
    edges: Vec<u32>,
}

/// What a window needs on its way, kept between windows.
#[derive(Default)]
struct Scratch {
    words: Rows,
    asked: Rows,
    convolved: Convolved,
    roles: Rows,
}

thread_local! {
    static SCRATCH: Cell<Scratch> = Cell::default();
}

impl Pairs {
    /// Takes its weights by name; `edges` are the upper edges of the buckets, in words.
    pub fn load(weights: &Weights, edges: &[u32], dilations: &[usize]) -> Result<Pairs, Error> {
        let convolution =
            |(i, dilation): (usize, &usize)| Convolution::load(weights, &format!("convolutions.{i}"), *dilation, i > 0);
        Ok(Pairs {
            anchor: weights.linear("pair.anchor")?,
            word: weights.linear("pair.word")?,
            distance: weights.floats("pair.distance")?,
            convolutions: [&[1], dilations].concat().iter().enumerate().map(convolution).collect::<Result<_, _>>()?,
            role: weights.linear("pair.role")?,
            edges: edges.to_vec(),
        })
    }

    /// Scores for each of `anchors` (indices of words) and each word; `part` says which part of
    /// the window a word stands in.
    #[inline(always)]
    pub fn run<I: Isa>(&self, encoded: &Encoded, part: &[u32], anchors: &[usize]) -> Vec<Vec<[f32; LABELS]>> {
        let n = part.len();
        let mut scratch = SCRATCH.take();
        let Scratch { words, asked, convolved: s, roles } = &mut scratch;
        s.bytes.take(&encoded.words);
        self.word.apply::<I>(&s.bytes, words);
        s.x.gather(&encoded.words, anchors);
        s.bytes.take(&s.x);
        self.anchor.apply::<I>(&s.bytes, asked);
        let mut out = Vec::with_capacity(anchors.len());
        for (i, anchor) in anchors.iter().enumerate() {
            let queries = &asked.row(i)[PAIR..];
            s.x.reset(n, PAIR);
            for w in 0..n {
                let distance = &self.distance[self.bucket(part, *anchor, w) * PAIR..][..PAIR];
                let of_both = asked.row(i)[..PAIR].iter().zip(&words.row(w)[..PAIR]).zip(distance);
                for (y, ((a, b), distance)) in s.x.row_mut(w).iter_mut().zip(of_both) {
                    let sum = a + b + distance;
                    *y = if sum > 0.0 { sum } else { 0.0 };
                }
            }
            for convolution in &self.convolutions {
                convolution.apply::<I>(s);
            }
            s.bytes.take(&s.x);
            self.role.apply::<I>(&s.bytes, roles);
            let mut scores = Vec::with_capacity(n);
            for w in 0..n {
                let key = &words.row(w)[PAIR..PAIR + KEY];
                let mut of_word = [0.0; LABELS];
                for (l, score) in of_word.iter_mut().enumerate() {
                    *score = roles.row(w)[l] + 0.125 * dot(&queries[l * KEY..][..KEY], key) + encoded.tags[w][l];
                }
                scores.push(of_word);
            }
            out.push(scores);
        }
        SCRATCH.set(scratch);
        out
    }

    /// Index of the distance vector, as `bucket` in `training/model.py`.
    #[inline(always)]
    fn bucket(&self, part: &[u32], anchor: usize, word: usize) -> usize {
        let distance = anchor.abs_diff(word) as u32;
        let mut out = self.edges.partition_point(|e| *e <= distance);
        if word < anchor {
            out += self.edges.len();
        }
        if part[anchor] != part[word] {
            out += 2 * self.edges.len() + 1;
        }
        out
    }
}
