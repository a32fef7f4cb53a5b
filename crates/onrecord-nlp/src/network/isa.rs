//! The instruction sets that the arithmetic is compiled for, chosen when the program runs.
//!
//! Integer products are exact, every floating-point sum has one written order, and what is fused (multiplied and added
//! with one rounding, IEEE 754) is written so: all machines read the same, to the bit (elsewhere exponentials and logarithms
//! come from `libm`, which is Rust, not from the system's library).

/// Rows of a tile of the product.
pub const ROWS: usize = 6;
/// Columns of a tile: weights are packed in panels of so many.
pub const COLUMNS: usize = 64;
/// Values treated at once: floating-point sums have this many lanes whatever the processor.
pub const LANES: usize = 16;
/// The greatest byte of an input: seven bits, so that the sum of two products fits into 16 bits, as the fastest
/// instruction of processors without AVX-512 wants it. The model reads as well as with eight (`training/README.md`).
pub const MOST: u8 = 127;
/// Products that processors without AVX-512 add in 16 bits: two neighbours of a step and the same two of the next step.
/// What their weights may sum up to, those above nought and those below each for themselves.
pub const TOGETHER: i32 = i16::MAX as i32 / MOST as i32;
/// Sums of one tile.
type Tile = [[i32; COLUMNS]; ROWS];
/// Two neighbours that are multiplied and added in one step.
pub type Pair = [i16; 2];

/// `COLUMNS` outputs of a layer: `y = scale * (W x) + bias`.
pub struct Panel<'a> {
    /// `[k / 4][COLUMNS][4]`, k being a multiple of 16. No sums of them are above [`TOGETHER`].
    pub weights: &'a [i8],
    pub scale: &'a [f32; COLUMNS],
    /// `scale` times the sum of an output's weights.
    pub sum: &'a [f32; COLUMNS],
    pub bias: &'a [f32; COLUMNS],
}

/// `ROWS` rows of inputs: `value = scale * byte + low`.
pub struct Inputs<'a> {
    /// One row after another, each as long as an output's weights. No byte is above [`MOST`].
    pub bytes: &'a [u8],
    pub scale: &'a [f32; ROWS],
    pub low: &'a [f32; ROWS],
}

/// One instruction set.
pub trait Isa {
    /// Writes the outputs of a panel for each row of `x`: those of row `r` from `out[r * width]` on.
    fn outputs(x: &Inputs<'_>, panel: &Panel<'_>, out: &mut [f32], width: usize);

    /// Writes the sums of products of the rows `a`, each at least twice as long as either block of `b`, with the columns of
    /// both: those of row `r` from `out[r * width]` on. None is above 31 bits, not even on the way.
    fn dots(a: [&[i16]; ROWS], b: [&[[Pair; LANES]]; 2], out: &mut [i32], width: usize);
}

/// Work that is compiled once for each instruction set; everything it calls must be inlined.
pub trait Work {
    /// What the work gives.
    type Out;
    /// Does it.
    fn run<I: Isa>(self) -> Self::Out;
}

/// Any processor.
pub struct Portable;

impl Isa for Portable {
    #[inline(always)]
    fn outputs(x: &Inputs<'_>, panel: &Panel<'_>, out: &mut [f32], width: usize) {
        let mut tile = [[0; COLUMNS]; ROWS];
        let k = x.bytes.len() / ROWS;
        for (row, sums) in x.bytes.chunks_exact(k).zip(&mut tile) {
            for (four, weights) in row.chunks_exact(4).zip(panel.weights.chunks_exact(4 * COLUMNS)) {
                for (sum, w) in sums.iter_mut().zip(weights.chunks_exact(4)) {
                    *sum += (0..4).map(|i| i32::from(four[i]) * i32::from(w[i])).sum::<i32>();
                }
            }
        }
        weighed(&tile, x, panel, out, width);
    }

    #[inline(always)]
    fn dots(a: [&[i16]; ROWS], b: [&[[Pair; LANES]]; 2], out: &mut [i32], width: usize) {
        for (r, row) in a.iter().enumerate() {
            for (which, b) in b.iter().enumerate() {
                let sums = &mut out[r * width + which * LANES..][..LANES];
                sums.fill(0);
                for (a, b) in row[..2 * b.len()].chunks_exact(2).zip(*b) {
                    for (sum, b) in sums.iter_mut().zip(b) {
                        *sum += i32::from(a[0]) * i32::from(b[0]) + i32::from(a[1]) * i32::from(b[1]);
                    }
                }
            }
        }
    }
}

/// Writes the outputs that the sums of a tile make.
#[inline(always)]
fn weighed(tile: &Tile, x: &Inputs<'_>, panel: &Panel<'_>, out: &mut [f32], width: usize) {
    for (r, sums) in tile.iter().enumerate() {
        let y = &mut out[r * width..][..COLUMNS];
        for c in 0..COLUMNS {
            let base = x.low[r].mul_add(panel.sum[c], panel.bias[c]);
            y[c] = (sums[c] as f32 * x.scale[r]).mul_add(panel.scale[c], base);
        }
    }
}

/// Does `work` with the best instructions that this processor has.
#[cfg(not(target_arch = "x86_64"))]
pub fn dispatch<W: Work>(work: W) -> W::Out {
    work.run::<Portable>()
}

#[cfg(target_arch = "x86_64")]
pub use x86::dispatch;

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
mod x86 {
    use super::{COLUMNS, Inputs, Isa, LANES, Pair, Panel, Portable, ROWS, Tile, Work, weighed};
    use std::arch::x86_64::*;

    struct Avx2;
    struct Avx512;

    /// Does `work` with the best instructions that this processor has.
    pub fn dispatch<W: Work>(work: W) -> W::Out {
        if is_x86_feature_detected!("avx512vnni")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("fma")
        {
            // SAFETY: the processor has the features that the function is compiled with.
            unsafe { with_avx512(work) }
        } else if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            // SAFETY: as above.
            unsafe { with_avx2(work) }
        } else {
            work.run::<Portable>()
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma")]
    fn with_avx512<W: Work>(work: W) -> W::Out {
        work.run::<Avx512>()
    }

    #[target_feature(enable = "avx2,fma")]
    fn with_avx2<W: Work>(work: W) -> W::Out {
        work.run::<Avx2>()
    }

    /// Steps of four in a row, after a check that inputs and weights are as long as the kernels read.
    #[inline(always)]
    fn steps(x: &Inputs<'_>, panel: &Panel<'_>) -> usize {
        let steps = panel.weights.len() / (4 * COLUMNS);
        let fits = x.bytes.len() == ROWS * 4 * steps && panel.weights.len() == 4 * COLUMNS * steps;
        assert!(fits && steps.is_multiple_of(4));
        steps
    }

    impl Isa for Avx512 {
        #[inline(always)]
        fn outputs(x: &Inputs<'_>, panel: &Panel<'_>, out: &mut [f32], width: usize) {
            // SAFETY: `dispatch` gives out this type only where the processor has the features.
            unsafe { outputs_avx512(x, panel, out, width) }
        }

        #[inline(always)]
        fn dots(a: [&[i16]; ROWS], b: [&[[Pair; LANES]]; 2], out: &mut [i32], width: usize) {
            // SAFETY: as above.
            unsafe { dots_avx512(a, b, out, width) }
        }
    }

    /// Twelve sums at once: as many as two units with a latency of four want, and more.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma")]
    fn dots_avx512(a: [&[i16]; ROWS], b: [&[[Pair; LANES]]; 2], out: &mut [i32], width: usize) {
        let mut sums = [[_mm512_setzero_si512(); 2]; ROWS];
        let n = b[0].len().min(b[1].len());
        assert!(a.iter().all(|row| row.len() >= 2 * n), "rows as long as columns");
        for (k, pair) in b[0].iter().zip(b[1]).enumerate() {
            // SAFETY: each is sixteen pairs of 16 bits.
            let pair =
                unsafe { [_mm512_loadu_si512(pair.0.as_ptr().cast()), _mm512_loadu_si512(pair.1.as_ptr().cast())] };
            for (sums, row) in sums.iter_mut().zip(a) {
                // SAFETY: each row is at least twice as long as `b`, as was asserted above.
                let a = _mm512_set1_epi32(unsafe { row.as_ptr().add(2 * k).cast::<i32>().read_unaligned() });
                for (sum, b) in sums.iter_mut().zip(pair) {
                    *sum = _mm512_dpwssd_epi32(*sum, a, b);
                }
            }
        }
        for (r, sums) in sums.into_iter().enumerate() {
            for (out, sum) in out[r * width..][..2 * LANES].chunks_exact_mut(LANES).zip(sums) {
                // SAFETY: `out` is sixteen numbers of 32 bits.
                unsafe { _mm512_storeu_si512(out.as_mut_ptr().cast(), sum) }
            }
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma")]
    fn outputs_avx512(x: &Inputs<'_>, panel: &Panel<'_>, out: &mut [f32], width: usize) {
        const VECTORS: usize = COLUMNS / 16;
        let steps = steps(x, panel);
        let mut sums = [[_mm512_setzero_si512(); VECTORS]; ROWS];
        for step in 0..steps {
            // SAFETY: `steps` checked both lengths; loads need no alignment.
            unsafe {
                let at = panel.weights.as_ptr().add(step * 4 * COLUMNS);
                let weights: [__m512i; VECTORS] = std::array::from_fn(|v| _mm512_loadu_si512(at.add(v * 64).cast()));
                for (row, sums) in sums.iter_mut().enumerate() {
                    let four = x.bytes.as_ptr().add(row * 4 * steps + 4 * step).cast::<i32>().read_unaligned();
                    let four = _mm512_set1_epi32(four);
                    for (sum, weights) in sums.iter_mut().zip(weights) {
                        *sum = _mm512_dpbusd_epi32(*sum, four, weights);
                    }
                }
            }
        }
        assert!(out.len() >= (ROWS - 1) * width + COLUMNS, "room for all rows");
        // As `weighed` does it, while the sums are at hand.
        for v in 0..VECTORS {
            // SAFETY: each has as many columns as there are in all vectors.
            let [scale, sum, bias] =
                [panel.scale, panel.sum, panel.bias].map(|p| unsafe { _mm512_loadu_ps(p.as_ptr().add(16 * v)) });
            for (r, sums) in sums.iter().enumerate() {
                let base = _mm512_fmadd_ps(_mm512_set1_ps(x.low[r]), sum, bias);
                let product = _mm512_mul_ps(_mm512_cvtepi32_ps(sums[v]), _mm512_set1_ps(x.scale[r]));
                // SAFETY: there is room for all rows, as was asserted above.
                unsafe {
                    let to = out.as_mut_ptr().add(r * width + 16 * v);
                    _mm512_storeu_ps(to, _mm512_fmadd_ps(product, scale, base));
                }
            }
        }
    }

    impl Isa for Avx2 {
        #[inline(always)]
        fn outputs(x: &Inputs<'_>, panel: &Panel<'_>, out: &mut [f32], width: usize) {
            let mut tile = [[0; COLUMNS]; ROWS];
            // SAFETY: `dispatch` gives out this type only where the processor has the features.
            unsafe { tile_avx2(x, panel, &mut tile) }
            weighed(&tile, x, panel, out, width);
        }

        #[inline(always)]
        fn dots(a: [&[i16]; ROWS], b: [&[[Pair; LANES]]; 2], out: &mut [i32], width: usize) {
            // SAFETY: as above.
            unsafe { dots_avx2(a, b, out, width) }
        }
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn dots_avx2(a: [&[i16]; ROWS], b: [&[[Pair; LANES]]; 2], out: &mut [i32], width: usize) {
        for (which, b) in b.into_iter().enumerate() {
            let mut sums = [[_mm256_setzero_si256(); 2]; ROWS];
            assert!(a.iter().all(|row| row.len() >= 2 * b.len()), "rows as long as columns");
            for (k, b) in b.iter().enumerate() {
                // SAFETY: `b` is twice eight pairs of 16 bits.
                let b =
                    unsafe { [_mm256_loadu_si256(b.as_ptr().cast()), _mm256_loadu_si256(b.as_ptr().add(8).cast())] };
                for (sums, row) in sums.iter_mut().zip(a) {
                    // SAFETY: each row is at least twice as long as `b`, as was asserted above.
                    let a = _mm256_set1_epi32(unsafe { row.as_ptr().add(2 * k).cast::<i32>().read_unaligned() });
                    for (sum, b) in sums.iter_mut().zip(b) {
                        *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(a, b));
                    }
                }
            }
            for (r, sums) in sums.into_iter().enumerate() {
                for (out, sum) in out[r * width + which * LANES..][..LANES].chunks_exact_mut(8).zip(sums) {
                    // SAFETY: `out` is eight numbers of 32 bits.
                    unsafe { _mm256_storeu_si256(out.as_mut_ptr().cast(), sum) }
                }
            }
        }
    }

    /// Sixteen columns of three rows at once (as many sums as the registers hold beside two steps of weights), two
    /// steps added in 16 bits, twice in a row.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn tile_avx2(x: &Inputs<'_>, panel: &Panel<'_>, out: &mut Tile) {
        const VECTORS: usize = 2;
        const HALF: usize = ROWS / 2;
        let steps = steps(x, panel);
        let ones = _mm256_set1_epi16(1);
        for (x, out) in x.bytes.chunks_exact(HALF * 4 * steps).zip(out.chunks_exact_mut(HALF)) {
            let rows: [&[u8]; HALF] = std::array::from_fn(|r| &x[r * 4 * steps..(r + 1) * 4 * steps]);
            for column in (0..COLUMNS).step_by(8 * VECTORS) {
                let mut sums = [[_mm256_setzero_si256(); VECTORS]; HALF];
                for first in (0..steps).step_by(4) {
                    for step in [first, first + 2] {
                        // SAFETY: `steps` checked both lengths, and that they are whole groups of four steps; loads
                        // need no alignment.
                        unsafe {
                            let at = panel.weights.as_ptr().add(4 * (step * COLUMNS + column));
                            let weights: [[__m256i; VECTORS]; 2] = std::array::from_fn(|s| {
                                std::array::from_fn(|v| _mm256_loadu_si256(at.add(4 * s * COLUMNS + 32 * v).cast()))
                            });
                            for (row, sums) in rows.iter().zip(&mut sums) {
                                let at = row.as_ptr().add(4 * step).cast::<i32>();
                                let first = _mm256_set1_epi32(at.read_unaligned());
                                let second = _mm256_set1_epi32(at.add(1).read_unaligned());
                                for (v, sum) in sums.iter_mut().enumerate() {
                                    let pairs = _mm256_add_epi16(
                                        _mm256_maddubs_epi16(first, weights[0][v]),
                                        _mm256_maddubs_epi16(second, weights[1][v]),
                                    );
                                    *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(pairs, ones));
                                }
                            }
                        }
                    }
                }
                for (out, sums) in out.iter_mut().zip(sums) {
                    for (v, sum) in sums.into_iter().enumerate() {
                        // SAFETY: sixteen columns of a row of the tile begin at `column`.
                        unsafe { _mm256_storeu_si256(out.as_mut_ptr().add(column + 8 * v).cast(), sum) }
                    }
                }
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::network::isa::{MOST, TOGETHER};

        fn outputs<I: Isa>(x: &Inputs<'_>, panel: &Panel<'_>) -> Vec<f32> {
            let width = COLUMNS + 3;
            let mut out = vec![7.0; ROWS * width];
            I::outputs(x, panel, &mut out, width);
            out
        }

        fn dots<I: Isa>(a: [&[i16]; ROWS], b: [&[[Pair; LANES]]; 2]) -> Vec<i32> {
            let width = 2 * LANES + 5;
            let mut out = vec![7; ROWS * width];
            I::dots(a, b, &mut out, width);
            out
        }

        /// Every kernel that this processor can run gives the portable one's sums.
        #[test]
        fn kernels_agree() {
            let mut seed = 1u64;
            let mut byte = || {
                seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                (seed >> 56) as u8
            };
            for k in [16, 96, 384] {
                // The extremes often, so that they meet in pairs.
                let x: Vec<u8> = (0..ROWS * k).map(|i| if i % 7 < 3 { MOST } else { byte() & MOST }).collect();
                let weight = |i: usize, b: u8| match i % 5 {
                    0..3 => -TOGETHER as i8 / 4,
                    _ => (b as i8).clamp(-64, 64),
                };
                let weights: Vec<i8> = (0..COLUMNS * k).map(|i| weight(i, byte())).collect();
                let [scale, sum, bias] = std::array::from_fn(|_| std::array::from_fn(|_| f32::from(byte()) / 99.0));
                let panel = Panel { weights: &weights, scale: &scale, sum: &sum, bias: &bias };
                let x = Inputs {
                    bytes: &x,
                    scale: &std::array::from_fn(|r| 0.1 + r as f32),
                    low: &std::array::from_fn(|r| 0.3 - r as f32),
                };
                let right = outputs::<Portable>(&x, &panel);
                // No greater than in use: twelve bits each way.
                let mut short = || i16::from_le_bytes([byte(), byte()]) >> 4;
                let rows: Vec<i16> = (0..2 * ROWS * k).map(|_| short()).collect();
                let a: [&[i16]; ROWS] = std::array::from_fn(|r| &rows[r * 2 * k..(r + 1) * 2 * k]);
                let b: Vec<[Pair; LANES]> = (0..k).map(|_| std::array::from_fn(|_| [short(), short()])).collect();
                let b: [&[[Pair; LANES]]; 2] = [&b, &b.iter().rev().copied().collect::<Vec<_>>()];
                let product = dots::<Portable>(a, b);
                if is_x86_feature_detected!("avx2") {
                    assert_eq!(outputs::<Avx2>(&x, &panel), right);
                    assert_eq!(dots::<Avx2>(a, b), product);
                }
                if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512vl") {
                    assert_eq!(outputs::<Avx512>(&x, &panel), right);
                    assert_eq!(dots::<Avx512>(a, b), product);
                }
            }
        }
    }
}
