//! Quotations with no cue of their own, given to the speaker whom they continue.

use crate::quotes::{self, Quote};
use onrecord_types::{Article, Document, Span};

/// Words in a part of a sentence that is quoted: fewer are a scare quote or a name.
const FEWEST_WORDS: usize = 3;
/// A quotation may stand this many sentences after the statement that it continues.
const FARTHEST: usize = 2;

/// A quotation that goes on where a statement without marks ends follows all of its sentence but this many tokens.
const TAIL: usize = 3;

/// A statement that may be continued.
#[derive(Debug, Clone)]
pub struct Host {
    /// Its index among the statements.
    pub index: usize,
    /// All of its source, cue and content.
    pub cover: Span,
    /// Whether words name its source.
    pub has_source: bool,
    /// Its content.
    pub content: Vec<Span>,
}

/// How a quotation continues a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Whole sentences in quotation marks after a quoted statement.
    WholeSentences,
    /// The same after the sentence of one that is not quoted.
    Told,
    /// A part of a sentence.
    Part,
}

/// For each quotation without a statement, the host that it continues.
pub fn find(article: &Article, document: &Document, quotes: &[Quote], hosts: &[Host]) -> Vec<(Quote, usize, How)> {
    let mut out: Vec<(Quote, usize, How)> = Vec::new();
    for (i, quote) in quotes.iter().enumerate() {
        let taken =
            hosts.iter().any(|h| h.content.iter().any(|c| c.overlaps(quote.inner)) || h.cover.contains(quote.inner));
        if taken || is_heading(article, quote) || is_label(&article.text, document, quote) {
            continue;
        }
        if let Some(found) = same_quotation(quotes, i, &out).or_else(|| after(article, document, quotes, quote, hosts))
        {
            out.push((*quote, found.0, found.1));
        }
    }
    out
}

fn is_heading(article: &Article, quote: &Quote) -> bool {
    article.headline.is_some_and(|h| h.contains(quote.inner))
        || article.standfirst.is_some_and(|s| s.contains(quote.inner))
}

/// The quotation before, which was left open and continues a host.
fn same_quotation(quotes: &[Quote], i: usize, done: &[(Quote, usize, How)]) -> Option<(usize, How)> {
    let before = quotes[..i].last().filter(|q| q.left_open)?;
    done.last().filter(|(q, ..)| q == before).map(|(_, host, how)| (*host, *how))
}

/// The last statement before the quotation, near enough, whose content is quoted too.
fn after(
    article: &Article,
    document: &Document,
    quotes: &[Quote],
    quote: &Quote,
    hosts: &[Host],
) -> Option<(usize, How)> {
    let host = hosts.iter().filter(|h| h.cover.end <= quote.outer.start).max_by_key(|h| h.cover.end)?;
    let (here, there) = (document.tokens_in(quote.inner), document.tokens_in(host.cover));
    let (sentence, last) = (document.sentence_of(here.start), document.sentence_of(there.end.checked_sub(1)?));
    let same_block = document.tokens[here.start].block == document.tokens[there.end - 1].block;
    let next_block = document.tokens[here.start].block == document.tokens[there.end - 1].block + 1;
    if sentence > last + FARTHEST || !(same_block || next_block) {
        return None;
    }
    let host_is_quoted = host.content.iter().any(|c| quotes::among(quotes, *c).iter().any(|q| c.overlaps(q.inner)));
    if is_whole(article, document, quote) {
        // `Lee praised the crews. “They worked all night.”`
        let ends = document.sentences[last].last <= there.end + TAIL;
        let heads = article.headline.is_some_and(|h| h.contains(host.cover)) || is_subheading(document, quote);
        let told = sentence == last + 1 && ends && host.has_source && !heads;
        let told = told.then_some((host.index, How::Told));
        return if host_is_quoted { Some((host.index, How::WholeSentences)) } else { told };
    }
    (same_block && host_is_quoted && sentence > last && is_words(article, document, quote))
        .then_some((host.index, How::Part))
}

/// Whether the quotation begins where a sentence begins and ends as one ends.
fn is_whole(article: &Article, document: &Document, quote: &Quote) -> bool {
    let tokens = document.tokens_in(quote.outer);
    let sentence = document.sentences[document.sentence_of(tokens.start)];
    let inner = quote.inner.of(&article.text);
    sentence.first == tokens.start
        && inner.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "‘'“.…[".contains(c))
        && (quote.left_open || inner.ends_with(['.', '!', '?', '…', '’', '\'']))
}

/// Whether a few quoted words stand alone in their block, as above a part of an article.
fn is_subheading(document: &Document, quote: &Quote) -> bool {
    const LONGEST: usize = 8;
    let tokens = document.tokens_in(quote.outer);
    tokens.len() < LONGEST && document.opens_block(tokens.start) && document.opens_block(tokens.end)
}

/// Whether a quotation begins with a label of a transcript.
pub(crate) fn is_label(text: &str, document: &Document, quote: &Quote) -> bool {
    let mut words = document.tokens_in(quote.inner).map(|i| document.tokens[i].span.of(text));
    words.next().is_some_and(|w| w.len() > 1 && !w.contains(char::is_lowercase)) && words.next() == Some(":")
}

/// Whether a quoted part is words of a statement, not a nickname, a title or a scare quote.
fn is_words(article: &Article, document: &Document, quote: &Quote) -> bool {
    const NAMING: &[&str] = &[
        "called",
        "call",
        "calls",
        "dubbed",
        "titled",
        "entitled",
        "named",
        "nicknamed",
        "known",
        "headlined",
        "branded",
        "termed",
        "labelled",
        "labeled",
    ];
    let tokens = document.tokens_in(quote.inner);
    let form = |i: usize| document.tokens[i].span.of(&article.text);
    let words: Vec<&str> = tokens.clone().map(form).filter(|w| w.starts_with(char::is_alphanumeric)).collect();
    let capitals = words.iter().filter(|w| w.starts_with(char::is_uppercase)).count();
    let first = document.tokens_in(quote.outer).start;
    let named = (first.saturating_sub(3)..first).any(|i| NAMING.contains(&form(i).to_lowercase().as_str()));
    words.len() >= FEWEST_WORDS && 2 * capitals < words.len() && !named
}
