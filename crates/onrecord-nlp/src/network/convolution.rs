//! Convolutions over words.

use super::encoder::WIDTH;
use super::isa::Isa;
use super::linear::{Bytes, Linear, Rows};
use super::weights::{Error, Weights};

const NOTHING: [f32; WIDTH] = [0.0; WIDTH];

/// A convolution of three words (dilated: Yu and Koltun 2016) with a rectifier.
pub struct Convolution {
    /// For each word what it gives to the one after it, to itself and to the one before.
    taps: Linear,
    after: Vec<f32>,
    /// How far apart the words are.
    distance: usize,
    /// Whether what comes in is added to what goes out (He et al. 2016).
    residual: bool,
}

/// The words' numbers, before and after a convolution, and what it needs on its way.
#[derive(Default)]
pub struct Convolved {
    pub x: Rows,
    pub bytes: Bytes,
    next: Rows,
    taps: Rows,
}

impl Convolution {
    /// Takes its weights by name.
    pub fn load(weights: &Weights, name: &str, distance: usize, residual: bool) -> Result<Convolution, Error> {
        let (taps, after) = (weights.linear(name)?, weights.floats(&format!("{name}.after"))?);
        Ok(Convolution { taps, after, distance, residual })
    }

    /// Puts what goes out in the place of what comes in.
    #[inline(always)]
    pub fn apply<I: Isa>(&self, s: &mut Convolved) {
        let (n, width) = (s.x.len, self.after.len());
        s.bytes.take(&s.x);
        self.taps.apply::<I>(&s.bytes, &mut s.taps);
        s.next.reset(n, width);
        let (taps, after) = (&s.taps, &self.after[..width]);
        // What a word gives, before the first and behind the last: nothing.
        let tap = |at: Option<usize>, which: usize| match at {
            Some(at) if at < n => &taps.row(at)[which * width..][..width],
            _ => &NOTHING[..width],
        };
        for w in 0..n {
            let [a, b, c] = [tap(w.checked_sub(self.distance), 0), tap(Some(w), 1), tap(Some(w + self.distance), 2)];
            let before = if self.residual { &s.x.row(w)[..width] } else { &NOTHING[..width] };
            let y = &mut s.next.row_mut(w)[..width];
            for i in 0..width {
                let sum = after[i] + a[i] + b[i] + c[i];
                y[i] = before[i] + if sum > 0.0 { sum } else { 0.0 };
            }
        }
        std::mem::swap(&mut s.x, &mut s.next);
    }
}
