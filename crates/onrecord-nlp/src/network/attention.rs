//! Scaled dot-product attention (Vaswani et al. 2017) within one window, in whole numbers of 16 bits.
//!
//! Queries, keys and values are rounded to parts of the greatest of their head, the weights of keys to parts of the
//! greatest of a query; sums of their products are exact.

use super::encoder::WIDTH;
use super::isa::{Isa, LANES, Pair, ROWS};
use super::linear::{ROUNDER, Rows};

/// Width of a head.
const HEAD: usize = 32;
/// Heads of a layer at most.
const HEADS: usize = WIDTH / HEAD;
/// What stands in a row, each for all heads.
const QUERY: usize = 0;
const KEY: usize = 1;
const VALUE: usize = 2;
/// Vectors of a head's values.
const PARTS: usize = HEAD / LANES;
/// Steps from nought to the greatest query or key: sums of `HEAD` products stay below 2^30, and differences of two
/// within 32 bits.
const STEPS: f32 = 3500.0;
/// The same of values; the rest of the 31 bits is for weights.
const VALUE_STEPS: u16 = 2047;
/// The score of what is no key: below all sums, and not so low that differences overflow.
const NO_KEY: i32 = -(1 << 30);

/// What attention needs on its way, kept between windows.
#[derive(Default)]
pub struct Attention {
    /// Queries, keys and values of all heads, rounded.
    rounded: Vec<i16>,
    /// One head's, laid out for [`Isa::dots`].
    keys: Vec<[Pair; LANES]>,
    values: Vec<[Pair; LANES]>,
    scores: Vec<i32>,
    weights: Vec<i16>,
}

impl Attention {
    /// What the places `asked` get from all places: `qkv` has a row of queries, keys and values for each, head after head.
    #[inline(always)]
    pub fn attend<I: Isa>(&mut self, qkv: &Rows, asked: &[u32], mixed: &mut Rows) {
        const { assert!(PARTS == 2, "a head's values are multiplied in two parts") };
        let n = qkv.len;
        // What fills a row up to whole panels is less than a head.
        let width = qkv.width / (3 * HEAD) * HEAD;
        // Two blocks of keys are multiplied at once, and two values.
        let keys = n.next_multiple_of(2 * LANES);
        let steps = n.div_ceil(2);
        // No sum of `n` products of a weight and a value is above 31 bits.
        let most = (i32::MAX as usize / (n * usize::from(VALUE_STEPS))).min(i16::MAX as usize) as f32;
        mixed.reset(asked.len(), width);
        self.scores.resize(ROWS * keys, 0);
        self.weights.resize(ROWS * keys, 0);
        let heads = self.round(qkv, width).into_iter().take(width / HEAD);
        for (head, [query, key, value]) in heads.enumerate() {
            self.lay_out(head, width, keys);
            let factor = query * key * std::f32::consts::LOG2_E / (HEAD as f32).sqrt();
            for (t, places) in asked.chunks(ROWS).enumerate() {
                // The last rows of a tile may repeat the last place; what they give is not kept.
                let place = |r: usize| places[r.min(places.len() - 1)] as usize;
                let queries: [&[i16]; ROWS] =
                    std::array::from_fn(|r| part(&self.rounded, width, place(r), QUERY, head));
                for (pair, blocks) in self.keys.chunks_exact(HEAD).enumerate() {
                    let blocks = [&blocks[..HEAD / 2], &blocks[HEAD / 2..]];
                    I::dots(queries, blocks, &mut self.scores[pair * 2 * LANES..], keys);
                }
                let mut totals = [0; ROWS];
                let rows = self.scores.chunks_exact_mut(keys).zip(self.weights.chunks_exact_mut(keys));
                for (total, (scores, weights)) in totals.iter_mut().zip(rows) {
                    scores[n..].fill(NO_KEY);
                    *total = weigh(scores, factor, most, weights);
                }
                let weights: [&[i16]; ROWS] = std::array::from_fn(|r| &self.weights[r * keys..][..2 * steps]);
                let mut sums = [0; ROWS * HEAD];
                I::dots(weights, [&self.values[..steps], &self.values[steps..2 * steps]], &mut sums, HEAD);
                for r in 0..places.len() {
                    let out = &mut mixed.row_mut(t * ROWS + r)[head * HEAD..][..HEAD];
                    let scale = value / totals[r] as f32;
                    for (out, sum) in out.iter_mut().zip(&sums[r * HEAD..]) {
                        *out = *sum as f32 * scale;
                    }
                }
            }
        }
    }

    /// Rounds all queries, keys and values; returns what a step of each is worth, for each head.
    #[inline(always)]
    fn round(&mut self, qkv: &Rows, width: usize) -> [[f32; 3]; HEADS] {
        // Floats without their sign have the order of their bits.
        let mut most = [0u32; 3 * WIDTH];
        for row in 0..qkv.len {
            for (most, x) in most.iter_mut().zip(qkv.row(row)) {
                *most = (*most).max(x.abs().to_bits());
            }
        }
        let mut worth = [[0.0; 3]; HEADS];
        for (head, worth) in worth[..width / HEAD].iter_mut().enumerate() {
            *worth = std::array::from_fn(|which| {
                let most = part(&most, width, 0, which, head).iter().fold(0, |a, b| a.max(*b));
                f32::from_bits(most).max(1e-12) / if which == VALUE { f32::from(VALUE_STEPS) } else { STEPS }
            });
        }
        let mut factors = [0.0; 3 * WIDTH];
        let factors = &mut factors[..3 * width];
        for (i, factors) in factors.chunks_exact_mut(HEAD).enumerate() {
            factors.fill(1.0 / worth[i % (width / HEAD)][i / (width / HEAD)]);
        }
        self.rounded.resize(qkv.len * 3 * width, 0);
        for (row, to) in self.rounded.chunks_exact_mut(3 * width).enumerate() {
            for ((to, from), factor) in to.iter_mut().zip(qkv.row(row)).zip(&*factors) {
                *to = from.mul_add(*factor, ROUNDER).to_bits() as i16;
            }
        }
        worth
    }

    /// Lays out one head's keys, filled up to `keys` places, and values.
    #[inline(always)]
    fn lay_out(&mut self, head: usize, width: usize, keys: usize) {
        let n = self.rounded.len() / (3 * width);
        let steps = n.div_ceil(2);
        self.keys.resize(keys / LANES * HEAD / 2, [[0; 2]; LANES]);
        self.values.resize(PARTS * steps, [[0; 2]; LANES]);
        for row in 0..n {
            let block = &mut self.keys[row / LANES * HEAD / 2..][..HEAD / 2];
            for (to, from) in block.iter_mut().zip(part(&self.rounded, width, row, KEY, head).as_chunks().0) {
                to[row % LANES] = *from;
            }
        }
        for (half, values) in self.values.chunks_exact_mut(steps).enumerate() {
            for (step, to) in values.iter_mut().enumerate() {
                // The weight of what is no key is nought, whatever stands here.
                let rows = [2 * step, (2 * step + 1).min(n - 1)];
                let [a, b] = rows.map(|row| &part(&self.rounded, width, row, VALUE, head)[half * LANES..][..LANES]);
                for l in 0..LANES {
                    to[l] = [a[l], b[l]];
                }
            }
        }
    }
}

/// One head's queries, keys or values in a row of all, each `width` for all heads.
#[inline(always)]
fn part<T>(rows: &[T], width: usize, row: usize, which: usize, head: usize) -> &[T] {
    &rows[(3 * row + which) * width + head * HEAD..][..HEAD]
}

/// Weights of keys: 2 to the power of `factor` times what their scores are below the greatest one, in parts of `most`;
/// returns their sum.
#[inline(always)]
fn weigh(scores: &[i32], factor: f32, most: f32, weights: &mut [i16]) -> i32 {
    let top = scores.iter().fold(i32::MIN, |top, score| top.max(*score));
    let mut sum = 0;
    for (weight, score) in weights.iter_mut().zip(scores) {
        let parts = exp2((score - top) as f32 * factor).mul_add(most, ROUNDER).to_bits() & 0xffff;
        *weight = parts as i16;
        sum += parts as i32;
    }
    sum
}

/// 2 to the power of `x`, for x ≤ 0, to one part in 13,000; 2^-30 for all below.
#[inline(always)]
fn exp2(x: f32) -> f32 {
    let x = if x < -30.0 { -30.0 } else { x };
    let shifted = x + ROUNDER;
    let r = x - (shifted - ROUNDER);
    // The polynomial of this degree with the least relative error for |r| ≤ 1/2 (Remez).
    let p = [0.242_611_12, 0.693_260_99, 0.999_928_07].into_iter().fold(0.055_171_67, |p: f32, c| p.mul_add(r, c));
    // The whole number stands in the lowest bits; the exponent is made of nine of them.
    f32::from_bits(p.to_bits().wrapping_add(shifted.to_bits() << 23))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::isa::{COLUMNS, Portable};

    #[test]
    fn powers_are_close() {
        for i in -2999..=0 {
            let x = i as f32 * 0.01;
            assert!((exp2(x) / x.exp2() - 1.0).abs() < 8e-5, "exp2({x})");
        }
        assert!(exp2(-1e9) < 1e-9);
    }

    /// Attention in floats, as it is defined.
    fn by_definition(qkv: &Rows, heads: usize, asked: &[u32]) -> Vec<Vec<f32>> {
        let part = |row: usize, which: usize, head: usize| &qkv.row(row)[(which * heads + head) * HEAD..][..HEAD];
        let of_head = |place: u32, head: usize| {
            let dot = |j: usize| -> f32 {
                part(place as usize, 0, head).iter().zip(part(j, 1, head)).map(|(a, b)| a * b).sum()
            };
            let weights: Vec<f32> = (0..qkv.len).map(|j| (dot(j) / (HEAD as f32).sqrt()).exp()).collect();
            let total: f32 = weights.iter().sum();
            (0..HEAD).map(|c| (0..qkv.len).map(|j| weights[j] * part(j, 2, head)[c]).sum::<f32>() / total).collect()
        };
        let whole = |place: &u32| (0..heads).flat_map(|head| -> Vec<f32> { of_head(*place, head) }).collect();
        asked.iter().map(whole).collect()
    }

    #[test]
    fn attention_is_close_to_its_floats() {
        let mut attention = Attention::default();
        // Longer, then shorter, wider, then narrower: what a window left behind is of no account.
        for (n, heads) in [(67, 12), (1, 12), (32, 5), (40, 4)] {
            let mut qkv = Rows::zeros(n, (3 * heads * HEAD).next_multiple_of(COLUMNS));
            qkv.values.iter_mut().enumerate().for_each(|(i, v)| *v = ((i * i % 1013) as f32 * 0.37).sin() * 2.0);
            let asked: Vec<u32> = (0..n as u32).step_by(3).collect();
            let mut mixed = Rows::default();
            attention.attend::<Portable>(&qkv, &asked, &mut mixed);
            for (i, right) in by_definition(&qkv, heads, &asked).iter().enumerate() {
                assert_eq!(mixed.width, heads * HEAD);
                for (ours, right) in mixed.row(i).iter().zip(right) {
                    assert!((ours - right).abs() < 4e-3, "{ours} {right} of {n}");
                }
            }
        }
    }
}
