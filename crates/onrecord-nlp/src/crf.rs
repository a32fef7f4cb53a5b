//! A linear-chain CRF over four labels: the best path and its probability.
//!
//! Source of the method: Lafferty, McCallum and Pereira 2001, "Conditional random fields".

/// Labels of a word for one anchor: none, source, cue, content.
pub const LABELS: usize = 4;
/// Label of the source's words.
pub const SOURCE: u8 = 1;
/// Label of the cue's words.
pub const CUE: u8 = 2;
/// Label of the content's words.
pub const CONTENT: u8 = 3;

/// Transition scores, learned in training.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Crf {
    /// `transition[i][j]`: from label i to label j.
    pub transition: [[f32; LABELS]; LABELS],
    /// Score of each label at the first word.
    pub first: [f32; LABELS],
}

impl Crf {
    /// The best labels for rows of scores (Viterbi), and the logarithm of their probability.
    pub fn best(&self, scores: &[[f32; LABELS]]) -> (Vec<u8>, f32) {
        let Some(head) = scores.first() else { return (Vec::new(), 0.0) };
        let mut best: [f32; LABELS] = std::array::from_fn(|l| self.first[l] + head[l]);
        let factors = self.transition.map(|row| row.map(libm::expf));
        let mut all = Total { logarithm: 0.0, parts: [1.0; LABELS] }.grown(best);
        let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
        for row in &scores[1..] {
            let mut from = [0u8; LABELS];
            let mut next = [0f32; LABELS];
            for l in 0..LABELS {
                let step: [f32; LABELS] = std::array::from_fn(|k| best[k] + self.transition[k][l]);
                let top = arg_max(&step);
                from[l] = top as u8;
                next[l] = step[top] + row[l];
            }
            back.push(from);
            best = next;
            let reached = |l| (0..LABELS).map(|k| all.parts[k] * factors[k][l]).sum();
            all = Total { parts: std::array::from_fn(reached), ..all }.grown(*row);
        }
        let mut label = arg_max(&best);
        let log_probability = best[label] - all.logarithm;
        let mut labels = vec![label as u8];
        for from in back.iter().rev() {
            label = from[label] as usize;
            labels.push(label as u8);
        }
        labels.reverse();
        (labels, log_probability)
    }
}

fn arg_max(values: &[f32; LABELS]) -> usize {
    (1..LABELS).fold(0, |best, i| if values[i] > values[best] { i } else { best })
}

/// The sum over all paths to a word: its logarithm, and which part of it ends in each label.
struct Total {
    logarithm: f32,
    parts: [f32; LABELS],
}

impl Total {
    /// With the scores of a word's labels added; the parts make up one again.
    fn grown(self, scores: [f32; LABELS]) -> Total {
        let top = scores[arg_max(&scores)];
        let parts: [f32; LABELS] = std::array::from_fn(|l| self.parts[l] * libm::expf(scores[l] - top));
        let sum: f32 = parts.iter().sum();
        Total { logarithm: self.logarithm + top + libm::logf(sum), parts: parts.map(|p| p / sum) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn score(crf: &Crf, scores: &[[f32; LABELS]], path: &[usize]) -> f32 {
        let mut total = crf.first[path[0]] + scores[0][path[0]];
        for t in 1..scores.len() {
            total += crf.transition[path[t - 1]][path[t]] + scores[t][path[t]];
        }
        total
    }

    proptest! {
        #[test]
        fn as_trying_all_paths(flat in proptest::collection::vec(-3f32..3.0, 16 + 4 + 16)) {
            let row = |at: usize| std::array::from_fn(|i| flat[at + i]);
            let crf = Crf { transition: std::array::from_fn(|k| row(4 * k)), first: row(16) };
            let scores: Vec<[f32; LABELS]> = (0..4).map(|t| row(20 + 4 * t)).collect();
            let paths: Vec<Vec<usize>> = (0..256).map(|n| (0..4).map(|t| n >> (2 * t) & 3).collect()).collect();
            let values: Vec<f32> = paths.iter().map(|p| score(&crf, &scores, p)).collect();
            let top = values.iter().cloned().fold(f32::MIN, f32::max);
            let total = values.iter().map(|v| (v - top).exp()).sum::<f32>().ln() + top;
            let (labels, log_probability) = crf.best(&scores);
            let path: Vec<usize> = labels.iter().map(|l| *l as usize).collect();
            prop_assert!((score(&crf, &scores, &path) - top).abs() < 1e-3);
            prop_assert!((log_probability - (top - total)).abs() < 1e-3);
        }
    }
}
