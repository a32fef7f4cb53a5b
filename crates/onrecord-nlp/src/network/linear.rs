//! Int8 linear layers, and the floating-point steps between them.
//!
//! Weights are int8 with a scale for each output; a row of inputs is made bytes of seven bits as it comes, by its
//! own least and greatest value (dynamic quantisation a row at a time).

use super::isa::{COLUMNS, Inputs, Isa, LANES, MOST, Panel, ROWS, TOGETHER};
use std::ops::Range;

/// Adding and subtracting this rounds a small f32 to a whole number.
pub const ROUNDER: f32 = 12_582_912.0;

/// Rows of numbers, each `width` long, of which the first `len` count; room for whole tiles, or more.
#[derive(Debug, Default)]
pub struct Rows {
    /// The numbers, row after row.
    pub values: Vec<f32>,
    /// Numbers in a row.
    pub width: usize,
    /// Rows that count.
    pub len: usize,
}

impl Rows {
    /// Makes room for `len` rows of `width`; what they hold is of no account.
    #[inline(always)]
    pub fn reset(&mut self, len: usize, width: usize) {
        (self.len, self.width) = (len, width);
        let room = len.next_multiple_of(ROWS) * width;
        if self.values.len() < room {
            self.values.resize(room, 0.0);
        }
    }

    /// Takes some rows of others.
    #[inline(always)]
    pub fn gather(&mut self, others: &Rows, places: &[usize]) {
        self.reset(places.len(), others.width);
        for (i, place) in places.iter().enumerate() {
            self.row_mut(i).copy_from_slice(others.row(*place));
        }
    }

    /// Rows of zeros.
    #[cfg(test)]
    pub fn zeros(len: usize, width: usize) -> Rows {
        let mut out = Rows::default();
        out.reset(len, width);
        out
    }

    /// The rows that count, without the room.
    pub fn counting(&self) -> Rows {
        Rows { values: self.values[..self.len * self.width].to_vec(), ..*self }
    }

    /// One row.
    #[inline(always)]
    pub fn row(&self, i: usize) -> &[f32] {
        &self.values[i * self.width..(i + 1) * self.width]
    }

    /// One row, to write.
    #[inline(always)]
    pub fn row_mut(&mut self, i: usize) -> &mut [f32] {
        &mut self.values[i * self.width..(i + 1) * self.width]
    }
}

/// Rows as bytes: `value = scale * byte + low`.
#[derive(Debug, Default)]
pub struct Bytes {
    bytes: Vec<u8>,
    width: usize,
    len: usize,
    scale: Vec<f32>,
    low: Vec<f32>,
}

impl Bytes {
    /// Quantises `rows`.
    #[inline(always)]
    pub fn take(&mut self, rows: &Rows) {
        self.take_some(rows, 0..rows.len);
    }

    /// Quantises `some` of `rows`.
    #[inline(always)]
    pub fn take_some(&mut self, rows: &Rows, some: Range<usize>) {
        let all = some.len().next_multiple_of(ROWS);
        (self.width, self.len) = (rows.width, some.len());
        self.bytes.resize(all * rows.width, 0);
        self.scale.resize(all, 0.0);
        self.low.resize(all, 0.0);
        for (i, row) in some.map(|i| rows.row(i)).enumerate() {
            let (mut least, mut most) = ([0f32; LANES], [0f32; LANES]);
            for chunk in row.chunks_exact(LANES) {
                for l in 0..LANES {
                    least[l] = if chunk[l] < least[l] { chunk[l] } else { least[l] };
                    most[l] = if chunk[l] > most[l] { chunk[l] } else { most[l] };
                }
            }
            let low = fold(least, |a, b| if b < a { b } else { a });
            let range = (fold(most, |a, b| if b > a { b } else { a }) - low).max(1e-12);
            let factor = f32::from(MOST) / range;
            (self.scale[i], self.low[i]) = (range / f32::from(MOST), low);
            for (byte, value) in self.bytes[i * rows.width..].iter_mut().zip(row) {
                *byte = (value - low).mul_add(factor, ROUNDER).to_bits() as u8;
            }
        }
    }
}

/// `y = W x + b`, with int8 weights.
#[derive(Debug)]
pub struct Linear {
    inputs: usize,
    /// Outputs, filled up to whole panels.
    pub outputs: usize,
    panels: Vec<i8>,
    scale: Vec<f32>,
    /// For each output, `scale` times the sum of its weights.
    sum: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// `weights` are `[outputs][inputs]`; `inputs` is a multiple of [`LANES`].
    pub fn new(weights: &[i8], scale: &[f32], bias: &[f32]) -> Linear {
        let (given, inputs) = (scale.len(), weights.len() / scale.len().max(1));
        assert!(inputs % LANES == 0 && weights.len() == given * inputs && bias.len() == given);
        let (mut weights, mut scale) = (weights.to_vec(), scale.to_vec());
        weights.chunks_exact_mut(inputs).zip(&mut scale).for_each(|(row, scale)| ease(row, scale));
        let outputs = given.next_multiple_of(COLUMNS);
        let mut panels = vec![0; outputs * inputs];
        for (n, row) in weights.chunks_exact(inputs).enumerate() {
            let panel = &mut panels[n / COLUMNS * COLUMNS * inputs..];
            for (step, four) in row.chunks_exact(4).enumerate() {
                let at = (step * COLUMNS + n % COLUMNS) * 4;
                panel[at..at + 4].copy_from_slice(four);
            }
        }
        let filled = |values: &[f32]| [values, &vec![0.0; outputs - given]].concat();
        let sums = weights.chunks_exact(inputs).zip(&scale);
        let sums: Vec<f32> = sums.map(|(row, s)| s * row.iter().map(|w| i32::from(*w)).sum::<i32>() as f32).collect();
        Linear { inputs, outputs, panels, scale: filled(&scale), sum: filled(&sums), bias: filled(bias) }
    }

    /// Writes the outputs for `x`.
    #[inline(always)]
    pub fn apply<I: Isa>(&self, x: &Bytes, out: &mut Rows) {
        assert_eq!(x.width, self.inputs);
        out.reset(x.len, self.outputs);
        for (p, weights) in self.panels.chunks_exact(COLUMNS * self.inputs).enumerate() {
            let [scale, sum, bias] = [&self.scale, &self.sum, &self.bias].map(|v| &v.as_chunks().0[p]);
            let panel = Panel { weights, scale, sum, bias };
            for (t, bytes) in x.bytes.chunks_exact(ROWS * self.inputs).enumerate() {
                let [scale, low] = [&x.scale, &x.low].map(|v| &v.as_chunks().0[t]);
                let rows = Inputs { bytes, scale, low };
                I::outputs(&rows, &panel, &mut out.values[t * ROWS * self.outputs + p * COLUMNS..], self.outputs);
            }
        }
    }
}

/// Makes the weights of an output so small, and its scale so great, that what is added in 16 bits fits
/// ([`TOGETHER`]): every sixth row or so has a group of weights that does not, and loses a fraction of a bit.
fn ease(row: &mut [i8], scale: &mut f32) {
    let sums = |eight: &[i8]| {
        [0, 2].map(|i| {
            let four = [i, i + 1, i + 4, i + 5].map(|i| i32::from(eight[i]));
            let above: i32 = four.into_iter().filter(|w| *w > 0).sum();
            above.max(above - four.into_iter().sum::<i32>())
        })
    };
    let most = row.chunks_exact(8).flat_map(sums).max().unwrap_or(0);
    if most > TOGETHER {
        // Four roundings add two at most.
        let factor = (TOGETHER - 2) as f32 / most as f32;
        row.iter_mut().for_each(|w| *w = (f32::from(*w) * factor).round() as i8);
        *scale /= factor;
    }
}

/// What the lanes are together, in one order.
#[inline(always)]
fn fold(mut lanes: [f32; LANES], together: impl Fn(f32, f32) -> f32) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for l in 0..half {
            lanes[l] = together(lanes[l], lanes[l + half]);
        }
        half /= 2;
    }
    lanes[0]
}

/// Sum of the lanes.
#[inline(always)]
fn sum(lanes: [f32; LANES]) -> f32 {
    fold(lanes, |a, b| a + b)
}

/// The scalar product of two rows of whole [`LANES`].
#[inline(always)]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0f32; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for l in 0..LANES {
            lanes[l] = a[l].mul_add(b[l], lanes[l]);
        }
    }
    sum(lanes)
}

/// Layer normalisation of one row (Ba, Kiros and Hinton 2016).
#[inline(always)]
pub fn normalise(row: &mut [f32], weight: &[f32], bias: &[f32]) {
    let mut lanes = [0f32; LANES];
    for chunk in row.chunks_exact(LANES) {
        for l in 0..LANES {
            lanes[l] += chunk[l];
        }
    }
    let mean = sum(lanes) / row.len() as f32;
    let mut lanes = [0f32; LANES];
    for chunk in row.chunks_exact(LANES) {
        for l in 0..LANES {
            let d = chunk[l] - mean;
            lanes[l] = d.mul_add(d, lanes[l]);
        }
    }
    let factor = 1.0 / (sum(lanes) / row.len() as f32 + 1e-12).sqrt();
    for ((value, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
        *value = ((*value - mean) * factor).mul_add(*weight, *bias);
    }
}

/// Gaussian error linear unit, by the rational approximation of erf that Eigen uses.
#[inline(always)]
pub fn gelu(row: &mut [f32]) {
    for value in row.iter_mut() {
        let z = *value * std::f32::consts::FRAC_1_SQRT_2;
        let z = if z > 4.0 { 4.0 } else { z };
        let z = if z < -4.0 { -4.0 } else { z };
        let s = z * z;
        let p = [-2.101_024e-6, -5.692_506_4e-5, -7.349_906_4e-4, -2.954_6e-3, -1.609_603_5e-2]
            .into_iter()
            .fold(s.mul_add(-2.726_142_4e-10, 2.770_681_7e-8), |p: f32, c| p.mul_add(s, c));
        let q = [-1.682_827_1e-3, -7.373_329e-3, -1.426_470_5e-2]
            .into_iter()
            .fold(s.mul_add(-1.456_607_2e-5, -2.133_740_2e-4), |q: f32, c| q.mul_add(s, c));
        *value *= (z * p / q).mul_add(0.5, 0.5);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::isa::Portable;

    #[test]
    fn gelu_is_close() {
        // Φ by the midpoint rule, in f64.
        let phi = |x: f64| {
            let n = 4000;
            let step = x / n as f64;
            let sum: f64 = (0..n).map(|i| (-((i as f64 + 0.5) * step).powi(2) / 2.0).exp()).sum();
            0.5 + sum * step / (2.0 * std::f64::consts::PI).sqrt()
        };
        for i in -60..=60 {
            let x = i as f32 * 0.1;
            let mut y = [x];
            gelu(&mut y);
            assert!((f64::from(y[0]) - f64::from(x) * phi(f64::from(x))).abs() < 1e-5, "gelu({x}) = {}", y[0]);
        }
    }

    #[test]
    fn a_layer_is_close_to_its_floats() {
        let (inputs, outputs, rows) = (32, 70, 7);
        let weights: Vec<i8> = (0..inputs * outputs).map(|i| ((i * 37 % 255) as i32 - 127) as i8).collect();
        let scale: Vec<f32> = (0..outputs).map(|i| 0.001 * (1 + i % 3) as f32).collect();
        let bias: Vec<f32> = (0..outputs).map(|i| i as f32 * 0.01).collect();
        let layer = Linear::new(&weights, &scale, &bias);
        let mut x = Rows::zeros(rows, inputs);
        x.values[..rows * inputs].iter_mut().enumerate().for_each(|(i, v)| *v = (i as f32 * 0.7).sin() * 3.0);
        let (mut bytes, mut y) = (Bytes::default(), Rows::default());
        bytes.take(&x);
        layer.apply::<Portable>(&bytes, &mut y);
        for r in 0..rows {
            for n in 0..outputs {
                let products = x.row(r).iter().zip(&weights[n * inputs..]).map(|(x, w)| x * f32::from(*w));
                let right = products.sum::<f32>() * scale[n] + bias[n];
                assert!((y.row(r)[n] - right).abs() < 0.05, "{} {right}", y.row(r)[n]);
            }
        }
    }
}
