//! Which dates of a sentence are those of a cue.  There are no trees here: what stands between the cue and a date tells.

use crate::venue;
use crate::words::{Words, is_in};
use onrecord_types::{Attribution, Span, Time, TimeKind};
use std::ops::Range;

/// Words at most between a date and what it dates.
pub const NEAR: usize = 12;

/// Words that begin another clause.
const BREAKS: &str = "that which who whom whose when where while because if although though but and or as until till than so \
    whether what how why since before after amid despite whereas ; : — – ( ) . ? ! \" “ ” -";
/// Words that may stand between the start of a clause and a date that it opens with: `but late on Tuesday`.
const OPENS: &str = "on in at during late early earlier later just only over around about also then back again speaking both the this \
    last and but as of , — –";
/// Prepositions with which a clause opens that ends in a date: `in a speech in Oslo on Tuesday, Lee said`.
const LEADS: &str = "in at on during speaking writing testifying appearing";
/// What begins a sentence that tells when somebody was made to speak.
const ASKED: &str = "asked pressed interviewed questioned reached quizzed contacted speaking";
/// Words before a date that say how long, from when or how often: `have not met since March`.
const BOUNDS: &str = "since until till before after from by for than to through every";
/// What makes a statement public: `a letter dated 3 May`, `in an interview published on Monday`.
const ISSUED: &str = "released published issued sent posted dated filed aired broadcast delivered taped held recorded";

/// The clause in which a cue says who speaks.
pub struct Clause<'a> {
    /// The text's words.
    pub words: &'a Words<'a>,
    /// The source, the cue and the content.
    pub attribution: &'a Attribution,
    /// The times that the text names.
    pub times: &'a [Time],
    /// The cue's tokens.
    pub cue: Range<usize>,
    /// The sentence's first token.
    pub sentence: usize,
}

impl Clause<'_> {
    /// Whether a date is that of the cue: `on Tuesday, Lee said`, `Lee on Tuesday said`, `said in Oslo on
    /// Tuesday`; not `Lee, elected in 2012, said`, `that arose in 2008`.
    pub fn dates(&self, time: &Time) -> bool {
        let at = self.words.document().tokens_in(time.span);
        if is_in(BOUNDS, self.words.at(at.start.wrapping_sub(1))) {
            return false;
        }
        let document = self.words.document();
        let tokens = |span: &Span| document.tokens_in(*span);
        let sources: Vec<Range<usize>> = self.attribution.source.iter().map(tokens).collect();
        if sources.iter().any(|s| s.start <= at.start && at.end <= s.end) {
            return self.is_issued(&at).is_some();
        }
        // `announced Monday in a memo`, not `shifted his account of the July 10 meeting to say`
        if self.attribution.cue.iter().map(tokens).any(|c| c.start < at.start && at.end <= c.end) {
            return !matches!(self.words.at(at.start - 1), "the" | "a" | "an");
        }
        // `the report, published on Monday, said`
        let beside = |i: usize| self.words.at(i - 1) == "," && sources.iter().any(|s| s.end == i - 1);
        if at.start < self.cue.start && self.is_issued(&at).is_some_and(|i| i > self.sentence && beside(i)) {
            return true;
        }
        if at.start >= self.cue.end {
            return self.leads_on(&at);
        }
        self.leads_up(time, at, &sources)
    }

    /// From a date before the cue to whoever speaks, or to the cue, nothing begins another clause.
    fn leads_up(&self, time: &Time, at: Range<usize>, sources: &[Range<usize>]) -> bool {
        let word = |i: &usize| self.words.at(*i);
        let before = sources.iter().filter(|s| s.end <= at.start).map(|s| s.end).max();
        let next = sources.iter().map(|s| s.start).filter(|s| *s >= at.end).min();
        let target = next.unwrap_or(self.cue.start).min(self.cue.start);
        let path: Vec<usize> = (at.end..target).filter(|i| !self.is_held(*i)).collect();
        if path.iter().any(|i| self.is_dated(*i)) {
            return false;
        }
        let opened = match before {
            Some(end) => self.are(end..at.start, OPENS),
            None => self.opens_clause(at.start),
        };
        let plain: Vec<&str> = path.iter().map(word).filter(|w| *w != ",").collect();
        // `Asked on Tuesday about the ferry, Lee said`
        let asked = is_in(ASKED, self.words.at(self.sentence)) && path.iter().filter(|i| word(i) == ",").count() == 1;
        if asked && before.is_none() && self.are(self.sentence + 1..at.start, OPENS) && plain.len() <= NEAR {
            return path.last().is_some_and(|i| word(i) == ",");
        }
        // `in 1982, when it published`; `In 1998, when he was minister, Lind promised`
        let aside = opened && plain.len() <= NEAR && path.last().is_some_and(|i| word(i) == ",");
        if plain.first() == Some(&"when") && (plain.len() == 1 || aside) {
            return true;
        }
        // What is done on one day: `Yesterday, we met and he said`, `they met on Monday and said`, `left on Monday, saying`.
        let on_a_day = time.interval.as_deref().is_some_and(|i| i.split_once('/').is_some_and(|(a, b)| a == b));
        let joined = match before {
            Some(_) if plain.is_empty() => path.len() == 1 && self.words.at(self.cue.start).ends_with("ing"),
            Some(_) => plain == ["and"] && self.words.at(at.start - 1) != "and",
            None => {
                let goes_on = |w: &&str| *w == "and" || !is_in(BREAKS, w);
                self.are(self.sentence..at.start, OPENS) && plain.iter().all(goes_on)
            }
        };
        if on_a_day && joined && !is_present(self.words, self.cue.clone()) {
            return true;
        }
        // `On Tuesday, Mayor` before the source's own words, `in his 2014 interview, Lee`, `today, however, Lee`
        let titled = |i: &usize| self.words.is_capital(*i) || is_in(", the however", word(i));
        let short = plain.len() <= 2 && path.iter().all(titled);
        let venue = plain.len() <= 3 && plain.iter().any(|w| venue::is_venue(w));
        let led = plain.first().is_none_or(|w| is_in(LEADS, w)) || short || venue;
        opened && led && plain.len() <= NEAR && !plain.iter().any(|w| is_in(BREAKS, w))
    }

    /// The `released` of `a report released on Tuesday`: where a date says when something came out.
    fn is_issued(&self, at: &Range<usize>) -> Option<usize> {
        let before = (self.sentence..at.start).rev().find(|i| !is_in(OPENS, self.words.at(*i)));
        before.filter(|i| is_in(ISSUED, self.words.at(*i)))
    }

    /// Whether words are all of a list, but those of the content and source.
    fn are(&self, mut words: Range<usize>, list: &str) -> bool {
        words.all(|i| self.is_held(i) || is_in(list, self.words.at(i)))
    }

    /// Whether a token is of a date.
    fn is_dated(&self, i: usize) -> bool {
        let mut dates = self.times.iter().filter(|t| t.kind == TimeKind::Date);
        dates.any(|t| self.words.document().tokens_in(t.span).contains(&i))
    }

    /// Whether it is of the content or the source.
    fn is_held(&self, i: usize) -> bool {
        self.words.document().tokens.get(i).is_some_and(|t| self.attribution.says(t.span))
    }

    /// From the cue on to the date nothing begins another clause.
    fn leads_on(&self, at: &Range<usize>) -> bool {
        let between: Vec<usize> = (self.cue.end..at.start).filter(|i| !self.is_held(*i)).collect();
        let tail = between.iter().rev().take_while(|i| is_in(OPENS, self.words.at(**i))).count();
        let path = &between[..between.len() - tail];
        let parts = |i: &usize| {
            let word = self.words.at(*i);
            word == "," || is_in(BREAKS, word) || word.len() > 4 && is_participle(word)
        };
        // `in talks that began on`, `a deal signed in`: the nearest word is what the date is of.
        let verb =
            path.last().is_some_and(|i| is_in("began ended begun started held was were is are", self.words.at(*i)));
        path.len() <= NEAR && !path.iter().any(parts) && !verb
    }

    /// Whether the clause of a date, which begins before `date`, opens with it: `and on Tuesday`, `in a speech in May`.
    fn opens_clause(&self, date: usize) -> bool {
        let ends = |i: usize| self.words.at(i) == "," || is_in(BREAKS, self.words.at(i)) || self.is_dated(i);
        let begins = |i: &usize| *i == self.sentence || ends(i - 1);
        let start = (self.sentence..=date).rev().find(begins).unwrap_or(self.sentence);
        if self.are(start..date, OPENS) {
            return true;
        }
        let parts = |i: usize| is_in(BREAKS, self.words.at(i)) || is_participle(self.words.at(i));
        is_in(LEADS, self.words.at(start)) && date - start <= NEAR && !(start..date).any(parts)
    }
}

/// Whether a word may be a participle or a past tense, of another deed than making a statement public.
fn is_participle(word: &str) -> bool {
    word.ends_with("ed") && !is_in(ISSUED, word)
}

/// Whether a cue is of the present: `knows`, `is known as`, `have always said`.
pub fn is_present(words: &Words<'_>, mut cue: Range<usize>) -> bool {
    const PRESENT: &str = "is are am has have say says know knows think thinks believe believes want wants plan plans hope \
        hopes expect expects call calls claim claims speak speaks argue argues insist insists remember \
        remembers see sees feel feels need needs gives shows suggests means";
    let past = cue.clone().any(|i| matches!(words.at(i), "was" | "were" | "had" | "did" | "said" | "told"));
    !past && cue.any(|i| is_in(PRESENT, words.at(i)))
}
