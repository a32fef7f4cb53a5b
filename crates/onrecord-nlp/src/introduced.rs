//! Quotations that a paragraph of their own is given, below one that ends with who says them: `Ann Lee continued:`.  The
//! network, which was taught that words of two paragraphs seldom belong together, misses some.

use crate::attribute::{Candidate, Found};
use crate::forms::Forms;
use crate::quotes::Quote;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Confidence of what is introduced so: a rank, not measured.
const INTRODUCED: f32 = 0.8;
/// Who speaks has at most this many tokens.
const LONGEST: usize = 9;
/// Fewer tokens in a quotation are a title or a name.
const FEWEST: usize = 4;

/// Adds quotations that open a block, that nobody has said yet, and that the end of the block before introduces; words with
/// `cue_odds` above zero are cues.
pub fn complete(forms: &Forms<'_>, quotes: &[Quote], cue_odds: &HashMap<String, f32>, found: &mut Found) {
    let said: HashSet<u32> = found.outer.iter().flat_map(|c| c.content.iter().chain(&c.cue).copied()).collect();
    let block = |i: usize| forms.document.tokens.get(i).map(|t| t.block);
    for quote in quotes {
        let words = forms.document.tokens_in(quote.outer);
        let Some(colon) = words.start.checked_sub(1) else { continue };
        let opens = forms.at(colon) == ":" && block(colon) != block(words.start) && words.len() >= FEWEST;
        if !opens || words.clone().any(|t| said.contains(&(t as u32))) {
            continue;
        }
        let Some((source, verb)) = introduction(forms, colon, cue_odds) else { continue };
        if said.contains(&(verb as u32)) {
            continue;
        }
        let tokens = |range: Range<usize>| range.map(|t| t as u32).collect();
        found.outer.push(Candidate {
            confidence: INTRODUCED,
            anchor: verb as u32,
            source: tokens(source),
            cue: tokens(verb..colon + 1),
            content: tokens(words),
            verbatim: false,
        });
    }
    found.outer.sort_by_key(|c| c.anchor);
}

/// Who speaks and the verb before a colon: `Then, Ann Lee continued:`, `he also wrote:`.
fn introduction(forms: &Forms<'_>, colon: usize, cue_odds: &HashMap<String, f32>) -> Option<(Range<usize>, usize)> {
    let verb = colon.checked_sub(1)?;
    let is_cue = cue_odds.get(&forms.at(verb).to_lowercase()).is_some_and(|odds| *odds > 0.0);
    let is_verb = forms.at(verb).ends_with('d') || matches!(forms.at(verb), "says" | "writes" | "adds" | "wrote");
    let sentence = forms.document.sentence_start(verb);
    let end = (sentence..verb).rev().find(|i| !matches!(forms.at(*i), "also" | "then" | "later" | "further"))? + 1;
    let parts = |i: &usize| matches!(forms.at(*i), "," | ";" | "—" | "–" | "and" | "but" | "when");
    let start = (sentence..end).rev().find(parts).map_or(sentence, |i| i + 1);
    let last = forms.at(end - 1);
    let is_pronoun = start + 1 == end && matches!(last.to_lowercase().as_str(), "he" | "she" | "they");
    let is_name = forms.is_capital(end - 1) && end - start <= LONGEST && !is_pronoun;
    (is_cue && is_verb && (is_pronoun || is_name)).then_some((start..end, verb))
}
