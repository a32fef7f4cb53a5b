//! From windows to attributions: anchors, their words, and the choice between them.

use crate::crf::{CONTENT, CUE, SOURCE};
use crate::network::{Encoded, Network};
use crate::quotes::{self, Quote};
use crate::windows::{self, Window};
use crate::{continued, signed, whole};
use onrecord_types::{Article, Attribution, Document, Span};
use std::collections::HashMap;

/// Two attributions that share more than this part of the shorter content are one, read twice.
const SHARED: f32 = 0.5;
/// Odds of a word that carried a cue once or never in training; `training/export.py` has the same.
const NO_ODDS: f32 = -1.5;

/// A paragraph that ends with a colon has at most so many tokens where it is read with the quotation below it.
const LONGEST_LEAD: usize = 80;

/// One attribution that the model proposes, as tokens.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Calibrated probability that source and content are right.
    pub confidence: f32,
    /// The anchor's token.
    pub anchor: u32,
    /// Tokens of the source.
    pub source: Vec<u32>,
    /// Tokens of the cue.
    pub cue: Vec<u32>,
    /// Tokens of the content.
    pub content: Vec<u32>,
    /// Whether the layout tells that it is given word for word, though no marks may stand around it.
    pub verbatim: bool,
}

/// What the model proposes for a document, each in order of its anchors.
#[derive(Debug, Default)]
pub struct Found {
    /// Attributions that stand in no other, as PolNeAR marks them.
    pub outer: Vec<Candidate>,
    /// Attributions inside a content.
    pub inner: Vec<Candidate>,
}

/// What the network reads of a document: windows of whole paragraphs.
pub fn windows_of(network: &Network, text: &str, document: &Document, quotes: &[Quote]) -> Vec<Window> {
    let mut parts: Vec<Vec<u32>> = Vec::new();
    let mut block = None;
    let form = |i: usize| document.tokens[i].span.of(text);
    // `Ann Lee said:` and a quotation in the next paragraph, not `“LEE: …”`.
    let quoted = |i: usize| {
        let here = document.tokens[i].span;
        let opens = quotes::among(quotes, here).iter().find(|q| q.outer.start == here.start);
        opens.is_some_and(|q| !continued::is_label(text, document, q))
    };
    for (i, token) in document.tokens.iter().enumerate() {
        if block != Some(token.block) {
            block = Some(token.block);
            let leads = parts.last().is_some_and(|p: &Vec<u32>| p.len() <= LONGEST_LEAD) && form(i - 1) == ":";
            if !leads || !quoted(i) {
                parts.push(Vec::new());
            }
        }
        parts.last_mut().expect("pushed above").push(i as u32);
    }
    windows::pack(&network.pieces, text, document, quotes, &parts)
}

/// The attributions of a document; `seen` is shown each window with what the encoder made of it.
pub fn find(
    network: &Network,
    article: &Article,
    document: &Document,
    quotes: &[Quote],
    mut seen: impl FnMut(&Window, &Encoded),
) -> Found {
    let mut found = Found::default();
    let mut cuts = Vec::new();
    for window in windows_of(network, &article.text, document, quotes) {
        let encoded = network.encode(&window);
        in_window(network, &article.text, document, (&window, &encoded), &mut found);
        seen(&window, &encoded);
        cuts.extend(window.tokens.first());
    }
    found.outer.retain(|c| c.confidence >= network.tables.least_confidence);
    let outer = choose(found.outer);
    found.inner.retain(|c| outer.binary_search_by_key(&c.anchor, |o| o.anchor).is_err());
    let mut found = Found { outer, inner: choose(found.inner) };
    whole::complete(&article.text, document, quotes, &cuts, &mut found);
    signed::complete(article, document, quotes, &mut found);
    found
}

fn in_window(network: &Network, text: &str, document: &Document, read: (&Window, &Encoded), found: &mut Found) {
    let (window, encoded) = read;
    let floor = network.tables.floor;
    let carries = |w: &usize| (0..2).any(|kind| encoded.anchors[*w][kind] > floor[kind]);
    let anchors: Vec<usize> = (0..window.tokens.len()).filter(carries).collect();
    for (anchor, rows) in anchors.iter().zip(network.pairs(window, encoded, &anchors)) {
        let (labels, path) = network.tables.crf.best(&rows);
        let of = |label: u8| -> Vec<u32> {
            labels.iter().zip(&window.tokens).filter(|(l, _)| **l == label).map(|(_, t)| *t).collect()
        };
        let read = Candidate {
            confidence: 0.0,
            anchor: window.tokens[*anchor],
            source: of(SOURCE),
            cue: of(CUE),
            content: of(CONTENT),
            verbatim: false,
        };
        for (kind, side) in [&mut found.outer, &mut found.inner].into_iter().enumerate() {
            let probability = encoded.anchors[*anchor][kind];
            if probability > floor[kind] {
                let confidence = read.judge(network, text, document, probability, path);
                side.push(Candidate { confidence, ..read.clone() });
            }
        }
    }
}

/// Keeps the likeliest of candidates that read the same content; drops those without any.
fn choose(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.retain(|c| !c.content.is_empty());
    found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.anchor.cmp(&b.anchor)));
    let mut kept: Vec<Candidate> = Vec::new();
    // Of each token, which of those kept have it in their contents.
    let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
    for candidate in found {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for holder in candidate.content.iter().filter_map(|t| holders.get(t)).flatten() {
            *shared.entry(*holder).or_default() += 1;
        }
        let is_same =
            |(k, n): (&usize, &usize)| *n as f32 > SHARED * kept[*k].content.len().min(candidate.content.len()) as f32;
        if !shared.iter().any(is_same) {
            for token in &candidate.content {
                holders.entry(*token).or_default().push(kept.len());
            }
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|c| c.anchor);
    kept
}

impl Candidate {
    /// Character spans of the tokens; a run is cut at a block's end.
    pub fn attribution(&self, text: &str, document: &Document) -> Attribution {
        let clean = |tokens: &[u32]| -> Vec<Span> {
            let opens = |run: Span| run.start == 0 || text[..run.start as usize].ends_with('\n');
            let runs = runs(document, tokens).into_iter().map(|run| match opens(run) {
                true => without_dateline(text, run),
                false => without_clock(text, run),
            });
            runs.filter_map(|run| without_stray_marks(text, run)).collect()
        };
        // A cue may be a mark alone (`:`).
        Attribution { source: clean(&self.source), cue: runs(document, &self.cue), content: clean(&self.content) }
    }

    /// Calibrated probability that source and content are right, from the anchor's probability and
    /// the logarithm of the labelling's (logistic regression on training articles held out;
    /// `features` in `training/export.py`).
    fn judge(&self, network: &Network, text: &str, document: &Document, anchor: f32, path: f32) -> f32 {
        let form = |t: u32| document.tokens[t as usize].span.of(text);
        let p = anchor.clamp(1e-6, 1.0 - 1e-6);
        let words = (self.source.len() + self.cue.len() + self.content.len()).max(1) as f32;
        let path = path.max(-60.0);
        let quotes = self.content.iter().any(|t| matches!(form(*t), "\"" | "“" | "”"));
        let odds = network.tables.cue_odds.get(&form(self.anchor).to_lowercase());
        let features = [
            1.0,
            libm::logf(p / (1.0 - p)),
            path,
            path / words,
            libm::logf(1.0 + self.content.len() as f32),
            f32::from(u8::from(self.source.is_empty())),
            f32::from(u8::from(quotes)),
            odds.copied().unwrap_or(NO_ODDS),
        ];
        let sum: f32 = features.iter().zip(&network.tables.calibration).map(|(f, w)| f * w).sum();
        1.0 / (1.0 + libm::expf(-sum))
    }
}

/// A piece without the minutes that it begins with: those of `13:50 The minister`, where a live report says when.
fn without_clock(text: &str, run: Span) -> Span {
    let words = run.of(text);
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let minutes = words.len() - rest.len() == 2 && rest.starts_with(' ');
    let hours =
        text[..run.start as usize].strip_suffix([':', '.']).is_some_and(|t| t.ends_with(|c: char| c.is_ascii_digit()));
    if minutes && hours { Span::new(run.end - rest.trim_start().len() as u32, run.end) } else { run }
}

/// A piece that opens a paragraph, without the place in capitals that it begins with: `QUAY - Engineers warned`.
fn without_dateline(text: &str, run: Span) -> Span {
    const LONGEST: usize = 40;
    let words = run.of(text);
    let dash = [" - ", " – ", " — "].iter().filter_map(|dash| Some((words.find(dash)?, dash.len()))).min();
    let place = |end: usize| {
        let place = &words[..end];
        end <= LONGEST && place.chars().filter(|c| c.is_uppercase()).count() > 2 && !place.contains(char::is_lowercase)
    };
    match dash.filter(|(end, _)| place(*end)) {
        Some((end, dash)) => Span::new(run.start + (end + dash) as u32, run.end),
        None => run,
    }
}

/// A piece of a source or content without a quotation mark at its edge that belongs to what stands outside:
/// a closing one at its start, an opening one at its end.  `None` for a piece without words.
fn without_stray_marks(text: &str, run: Span) -> Option<Span> {
    const MARKS: &[char] = &['"', '“', '”'];
    let mut words = run.of(text);
    if !words.contains(char::is_alphanumeric) {
        return None;
    }
    if words.strip_prefix(MARKS).is_some_and(|rest| rest.starts_with(char::is_whitespace)) {
        words = words[words.chars().next().map_or(0, char::len_utf8)..].trim_start();
    }
    let start = run.end - words.len() as u32;
    if words.strip_suffix(MARKS).is_some_and(|rest| rest.ends_with(char::is_whitespace)) {
        words = words.trim_end_matches(MARKS).trim_end();
    }
    Some(Span::new(start, start + words.len() as u32))
}

/// Maximal runs of neighbouring tokens of one block, as spans.
pub fn runs(document: &Document, tokens: &[u32]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut last: Option<u32> = None;
    for &index in tokens {
        let token = document.tokens[index as usize];
        let joins = last.is_some_and(|l| l + 1 == index && document.tokens[l as usize].block == token.block);
        match out.last_mut() {
            Some(run) if joins => run.end = token.span.end,
            _ => out.push(token.span),
        }
        last = Some(index);
    }
    out
}
