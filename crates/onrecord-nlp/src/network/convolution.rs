//! Convolutions over words.

use super::isa::Isa;
use super::linear::{Bytes, Linear, Rows};
use super::weights::{Error, Weights};

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
        for w in 0..n {
            let y = s.next.row_mut(w);
            y.copy_from_slice(&self.after);
            for (tap, at) in [w.checked_sub(self.distance), Some(w), Some(w + self.distance)].into_iter().enumerate() {
                if let Some(at) = at.filter(|at| *at < n) {
                    for (value, tap) in y.iter_mut().zip(&s.taps.row(at)[tap * width..][..width]) {
                        *value += tap;
                    }
                }
            }
            for value in y.iter_mut() {
                *value = if *value > 0.0 { *value } else { 0.0 };
            }
            if self.residual {
                for (value, before) in y.iter_mut().zip(s.x.row(w)) {
                    *value += before;
                }
            }
        }
        std::mem::swap(&mut s.x, &mut s.next);
    }
}
