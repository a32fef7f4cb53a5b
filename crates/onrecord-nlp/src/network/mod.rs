//! The embedded network: a BERT encoder and a pair head, in int8, by our own arithmetic.

mod attention;
mod convolution;
mod encoder;
mod isa;
mod linear;
mod mentions;
mod pairs;
mod weights;

use crate::crf::{Crf, LABELS};
use crate::windows::Window;
use crate::wordpiece::WordPiece;
pub use encoder::Encoded;
use encoder::Encoder;
use isa::{Isa, Work, dispatch};
use mentions::Mentions;
pub use mentions::{Labels, Link, NAMES};
use pairs::Pairs;
use std::collections::HashMap;
use weights::Weights;

static WEIGHTS: &[u8] = include_bytes!("../../../../models/attribution.safetensors");
static TABLES: &str = include_str!("../../../../models/attribution.json");
/// The word pieces, one a line.
pub static VOCABULARY: &str = include_str!("../../../../models/vocab.txt");

/// The embedded model could not be loaded.
#[derive(Debug)]
pub struct LoadError(String);

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the embedded model could not be loaded ({}); build the program again", self.0)
    }
}

impl std::error::Error for LoadError {}

/// What training decided beside the weights.
#[derive(Debug, serde::Deserialize)]
pub struct Tables {
    /// The model's version.
    pub version: String,
    /// Lowest probability of an anchor: of an outermost attribution, of one inside a content.
    pub floor: [f32; 2],
    /// Lowest confidence of an outermost attribution.
    pub least_confidence: f32,
    #[serde(flatten)]
    /// Transitions between the labels.
    pub crf: Crf,
    /// Upper edges of the distance buckets, in words.
    edges: Vec<u32>,
    /// Distances between the words of the pair head's further convolutions.
    dilations: Vec<usize>,
    /// The same between mentions.
    link_edges: Vec<u32>,
    /// Distances between the words of the mention head's convolutions.
    near: Vec<usize>,
    /// Weights of the confidence's features; see `attribute`.
    pub calibration: [f32; 8],
    /// How typical words are of cues, for those that carried one twice at least in training.
    pub cue_odds: HashMap<String, f32>,
}

/// The model, its vocabulary and tables.
pub struct Network {
    encoder: Encoder,
    pairs: Pairs,
    mentions: Mentions,
    pub pieces: WordPiece,
    pub tables: Tables,
}

impl Network {
    /// Loads the embedded files.
    pub fn load() -> Result<Network, LoadError> {
        let tables: Tables = serde_json::from_str(TABLES).map_err(|e| LoadError(e.to_string()))?;
        let weights = Weights::open(WEIGHTS).map_err(LoadError)?;
        Ok(Network {
            encoder: Encoder::load(&weights).map_err(LoadError)?,
            pairs: Pairs::load(&weights, &tables.edges, &tables.dilations).map_err(LoadError)?,
            mentions: Mentions::load(&weights, &tables.link_edges, &tables.near).map_err(LoadError)?,
            pieces: WordPiece::new(VOCABULARY),
            tables,
        })
    }

    /// Runs the encoder over one window, alone, so that no other text changes its arithmetic.
    pub fn encode(&self, window: &Window) -> Encoded {
        dispatch(Encode(self, window))
    }

    /// Scores of each label for each word, for each anchor (an index of a word).
    pub fn pairs(&self, window: &Window, encoded: &Encoded, anchors: &[usize]) -> Vec<Vec<[f32; LABELS]>> {
        dispatch(Pair(self, window, encoded, anchors))
    }

    /// What the mention head says of each word.
    pub fn labels(&self, window: &Window, encoded: &Encoded) -> Vec<Labels> {
        dispatch(Label(self, window, encoded))
    }

    /// The links of the words at `places`.
    pub fn links(&self, encoded: &Encoded, places: &[usize]) -> Vec<Link> {
        dispatch(LinkOf(self, encoded, places))
    }

    /// How likely one mention stands for another, `distance` words before it.
    pub fn score(&self, anaphor: &Link, antecedent: &Link, distance: i64) -> f32 {
        self.mentions.score(anaphor, antecedent, distance)
    }
}

struct Label<'a>(&'a Network, &'a Window, &'a Encoded);

impl Work for Label<'_> {
    type Out = Vec<Labels>;
    #[inline(always)]
    fn run<I: Isa>(self) -> Vec<Labels> {
        self.0.mentions.labels::<I>(self.2, &self.1.word_looks())
    }
}

struct LinkOf<'a>(&'a Network, &'a Encoded, &'a [usize]);

impl Work for LinkOf<'_> {
    type Out = Vec<Link>;
    #[inline(always)]
    fn run<I: Isa>(self) -> Vec<Link> {
        self.0.mentions.links::<I>(self.1, self.2)
    }
}

struct Encode<'a>(&'a Network, &'a Window);

impl Work for Encode<'_> {
    type Out = Encoded;
    #[inline(always)]
    fn run<I: Isa>(self) -> Encoded {
        self.0.encoder.run::<I>(self.1)
    }
}

struct Pair<'a>(&'a Network, &'a Window, &'a Encoded, &'a [usize]);

impl Work for Pair<'_> {
    type Out = Vec<Vec<[f32; LABELS]>>;
    #[inline(always)]
    fn run<I: Isa>(self) -> Self::Out {
        self.0.pairs.run::<I>(self.2, &self.1.part, self.3)
    }
}

#[cfg(test)]
mod tests {
    use super::mentions::NOMINALS;
    use super::*;
    use crate::looks::Look;

    #[derive(serde::Deserialize)]
    struct Probe {
        ids: Vec<u32>,
        first: Vec<u32>,
        part: Vec<u32>,
        anchor: usize,
        anchors: Vec<[f32; 2]>,
        scores: Vec<[f32; LABELS]>,
        looks: Vec<Look>,
        mentions: Vec<[f32; NAMES + NOMINALS + 1]>,
        link: [f32; 2],
    }

    #[derive(serde::Deserialize)]
    struct Probed {
        probe: Probe,
    }

    fn probed() -> (Network, Window, Probe) {
        let Probed { probe } = serde_json::from_str(TABLES).expect("the tables hold a probe");
        let window = Window {
            ids: probe.ids.clone(),
            looks: probe.looks.clone(),
            tokens: (0..probe.first.len() as u32).collect(),
            first: probe.first.clone(),
            part: probe.part.clone(),
        };
        (Network::load().expect("the embedded files load"), window, probe)
    }

    /// The instructions of this processor and those of any processor give the same, to the bit.
    #[test]
    fn as_on_any_processor() {
        let (network, window, probe) = probed();
        let (best, plain) = (network.encode(&window), Encode(&network, &window).run::<isa::Portable>());
        assert_eq!(best.words.values, plain.words.values);
        let plain = Pair(&network, &window, &plain, &[probe.anchor]).run::<isa::Portable>();
        assert_eq!(network.pairs(&window, &best, &[probe.anchor]), plain);
        let portable = Label(&network, &window, &best).run::<isa::Portable>();
        assert_eq!(network.labels(&window, &best), portable);
        assert_eq!(network.links(&best, &[9, 18]), LinkOf(&network, &best, &[9, 18]).run::<isa::Portable>());
    }

    /// The program says what PyTorch said in floats when the weights were written.
    #[test]
    fn as_in_training() {
        let (network, window, probe) = probed();
        let encoded = network.encode(&window);
        for (ours, theirs) in encoded.anchors.iter().zip(&probe.anchors) {
            assert!((ours[0] - theirs[0]).abs() < 0.05 && (ours[1] - theirs[1]).abs() < 0.1, "{ours:?} {theirs:?}");
        }
        let scores = network.pairs(&window, &encoded, &[probe.anchor]).remove(0);
        let differ = |(a, b): (&[f32; LABELS], &[f32; LABELS])| (0..LABELS).map(|l| (a[l] - b[l]).abs()).sum::<f32>();
        let mean = scores.iter().zip(&probe.scores).map(differ).sum::<f32>() / (LABELS * scores.len()) as f32;
        assert!(mean < 0.25, "scores differ by {mean} in the mean");
        let labels = network.labels(&window, &encoded);
        let differ = |(a, b): (&Labels, &[f32; NAMES + NOMINALS + 1])| {
            a.names.iter().chain(&a.nominals).zip(b).map(|(x, y)| (x - y).abs()).sum::<f32>()
                / (NAMES + NOMINALS) as f32
        };
        let mean = labels.iter().zip(&probe.mentions).map(differ).sum::<f32>() / labels.len() as f32;
        assert!(mean < 0.25, "labels differ by {mean} in the mean");
        let links = network.links(&encoded, &[9, 18]);
        let link = [network.score(&links[1], &links[0], 9), links[1].nobody()];
        assert!((link[0] - probe.link[0]).abs() + (link[1] - probe.link[1]).abs() < 0.8, "{link:?} {:?}", probe.link);
    }
}
