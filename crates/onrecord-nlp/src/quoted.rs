//! Who was quoted as saying something: a passive whose subject the network leaves in the content.

use crate::attribute::{Candidate, Found};
use crate::words::is_in;
use onrecord_types::Document;

/// Tokens from `quoted` to `as saying`, for who quotes: `was quoted by the Tarn Courier as saying`.
const FAR: u32 = 10;

/// Makes whom others quote a source: `Lee was quoted as saying that …`. Where the words tell by whom, what Lee said is an
/// attribution inside theirs, as in `the Courier quoted Lee as saying that …`.
pub fn complete(text: &str, document: &Document, found: &mut Found) {
    let mut inside = Vec::new();
    for candidate in &mut found.outer {
        part(text, document, candidate);
        let Some(said) = said(text, document, candidate) else { continue };
        let within = said.cue.iter().all(|t| candidate.content.binary_search(t).is_ok());
        if within && !candidate.source.is_empty() {
            inside.push(said);
        } else {
            *candidate = said;
        }
    }
    found.inner.retain(|i| !inside.iter().any(|said| said.cue.contains(&i.anchor)));
    found.inner.extend(inside);
}

/// Leaves who quotes the only source where the network takes whom they quote for one as well, `Lee … the Courier`.
fn part(text: &str, document: &Document, candidate: &mut Candidate) {
    let Some(Passive { verb, quoted, as_saying }) = Passive::of(text, document, candidate) else { return };
    let (whom, who): (Vec<u32>, Vec<u32>) = candidate.source.iter().partition(|t| **t < verb);
    if whom.is_empty() || who.is_empty() {
        return;
    }
    let (cue, saying): (Vec<u32>, Vec<u32>) = candidate.cue.iter().partition(|t| **t <= quoted);
    let said = saying.into_iter().filter(|t| *t >= as_saying);
    candidate.content = whom.into_iter().chain(said).chain(candidate.content.iter().copied()).collect();
    candidate.content.sort_unstable();
    (candidate.source, candidate.cue, candidate.anchor) = (who, cue, quoted);
}

/// The words of `was quoted by the Courier as saying`.
struct Passive {
    verb: u32,
    quoted: u32,
    as_saying: u32,
}

impl Passive {
    /// Those of a candidate's cue.
    fn of(text: &str, document: &Document, candidate: &Candidate) -> Option<Passive> {
        const PASSIVE: &str = "is was were are been being has have had also widely";
        let form = |t: u32| document.tokens.get(t as usize).map_or("", |token| token.span.of(text));
        let quoted = candidate.cue.iter().copied().find(|t| matches!(form(*t), "quoted" | "cited"))?;
        let verb = (0..quoted).rev().take_while(|t| is_in(PASSIVE, form(*t))).last()?;
        let as_saying = (quoted + 1..quoted + FAR).find(|t| form(*t) == "as" && form(t + 1).ends_with("ing"))?;
        Some(Passive { verb, quoted, as_saying })
    }
}

/// What the subject of `was quoted … as saying` said, if a candidate's cue is that.
fn said(text: &str, document: &Document, candidate: &Candidate) -> Option<Candidate> {
    let Passive { verb, as_saying, .. } = Passive::of(text, document, candidate)?;
    let holds = |t: u32| candidate.content.binary_search(&t).is_ok();
    let subject = |t: &u32| holds(*t) && document.tokens[*t as usize].span.of(text).starts_with(char::is_alphanumeric);
    let first = (0..verb).rev().take_while(subject).last()?;
    let within = holds(as_saying) && !candidate.source.is_empty();
    let cue: Vec<u32> = if within { vec![as_saying, as_saying + 1] } else { (verb..as_saying + 2).collect() };
    let said = |t: &u32| !(first..as_saying + 2).contains(t);
    let content: Vec<u32> = candidate.content.iter().copied().filter(said).collect();
    let source = (first..verb).collect();
    (!content.is_empty()).then(|| Candidate { anchor: as_saying + 1, source, cue, content, ..*candidate })
}
