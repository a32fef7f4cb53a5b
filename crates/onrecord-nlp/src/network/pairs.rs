//! The pair head: for each anchor, a score of each role for every word of the window.

use super::encoder::{Encoded, WIDTH};
use super::isa::Isa;
use super::linear::{Bytes, Linear, Rows, dot};
use super::weights::{Error, Weights};
use crate::crf::LABELS;

const PAIR: usize = 192;
const NARROW: usize = 96;
const KEY: usize = 64;

/// Projections of anchors and words, distances, convolutions over words, roles.
pub struct Pairs {
    /// Anchor's part of the pair, and a query for each label.
    anchor: Linear,
    /// Word's part of the pair, and a key.
    word: Linear,
    /// A vector for each bucket of distance.
    distance: Vec<f32>,
    /// Convolutions of three words, one behind the other, with the distance between the words.
    convolutions: Vec<(Linear, Vec<f32>, usize)>,
    role: Linear,
    edges: Vec<u32>,
}

impl Pairs {
    /// Takes its weights by name; `edges` are the upper edges of the buckets, in words.
    pub fn load(weights: &Weights, edges: &[u32], dilations: &[usize]) -> Result<Pairs, Error> {
        let convolution = |(i, dilation): (usize, &usize)| -> Result<_, Error> {
            let name = format!("convolutions.{i}");
            Ok((weights.linear(&name)?, weights.floats(&format!("{name}.after"))?, *dilation))
        };
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
        let (mut bytes, mut words, mut asked) = (Bytes::default(), Rows::default(), Rows::default());
        bytes.take(&encoded.words);
        self.word.apply::<I>(&bytes, &mut words);
        let mut vectors = Rows::zeros(anchors.len(), WIDTH);
        for (i, anchor) in anchors.iter().enumerate() {
            vectors.row_mut(i).copy_from_slice(encoded.words.row(*anchor));
        }
        bytes.take(&vectors);
        self.anchor.apply::<I>(&bytes, &mut asked);
        let (mut x, mut next, mut taps, mut roles) =
            (Rows::default(), Rows::default(), Rows::default(), Rows::default());
        let mut out = Vec::with_capacity(anchors.len());
        for (i, anchor) in anchors.iter().enumerate() {
            let queries = &asked.row(i)[PAIR..];
            x.reset(n, PAIR);
            for w in 0..n {
                let distance = &self.distance[self.bucket(part, *anchor, w) * PAIR..][..PAIR];
                let of_both = asked.row(i)[..PAIR].iter().zip(&words.row(w)[..PAIR]).zip(distance);
                for (y, ((a, b), distance)) in x.row_mut(w).iter_mut().zip(of_both) {
                    let sum = a + b + distance;
                    *y = if sum > 0.0 { sum } else { 0.0 };
                }
            }
            for (layer, (taps_of, after, dilation)) in self.convolutions.iter().enumerate() {
                bytes.take(&x);
                taps_of.apply::<I>(&bytes, &mut taps);
                next.reset(n, NARROW);
                for w in 0..n {
                    let y = next.row_mut(w);
                    y.copy_from_slice(after);
                    for (tap, at) in [w.checked_sub(*dilation), Some(w), Some(w + dilation)].into_iter().enumerate() {
                        if let Some(at) = at.filter(|at| *at < n) {
                            let from = &taps.row(at)[tap * NARROW..][..NARROW];
                            for (value, tap) in y.iter_mut().zip(from) {
                                *value += tap;
                            }
                        }
                    }
                    for value in y.iter_mut() {
                        *value = if *value > 0.0 { *value } else { 0.0 };
                    }
                    if layer > 0 {
                        for (value, before) in y.iter_mut().zip(x.row(w)) {
                            *value += before;
                        }
                    }
                }
                std::mem::swap(&mut x, &mut next);
            }
            bytes.take(&x);
            self.role.apply::<I>(&bytes, &mut roles);
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
