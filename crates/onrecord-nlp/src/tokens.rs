//! Cuts an article's blocks into tokens and sentences.

use onrecord_types::{Article, Document, Sentence, Span, Token};
use unicode_segmentation::UnicodeSegmentation;

/// Words after which a full stop does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "sen", "rep", "gov", "gen", "col", "lt", "capt", "sgt", "maj", "cmdr", "adm",
    "rev", "hon", "st", "jr", "sr", "pres", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct",
    "nov", "dec", "u.s", "u.n", "u.k", "no", "vs", "inc", "corp", "co", "ltd", "gens", "sens", "reps", "supt", "cllr",
    "insp", "det", "amb",
];

/// Whether a character belongs to a word.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_invisible(c) || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Soft hyphens and zero-width characters: part of a word but not of its form.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Tokens and sentences of an article's headline, standfirst and paragraphs.
///
/// ```
/// # use onrecord_types::Article;
/// # let text = "He left. She said so.".to_string();
/// # let article = Article { id: String::new(), paragraphs: vec![onrecord_types::Span::new(0, 21)], text,
/// #   headline: None, standfirst: None, categories: vec![], published: None, byline: None, outlet: None,
/// #   url: None, language: None, path: String::new(), sha256: String::new(), provenance: Default::default() };
/// let document = onrecord_nlp::document(&article);
/// assert_eq!(document.tokens.len(), 7);
/// assert_eq!(document.sentences.len(), 2);
/// ```
pub fn document(article: &Article) -> Document {
    let mut document = Document::default();
    for (block, span) in article.blocks().enumerate() {
        let first = document.tokens.len();
        push_tokens(&article.text, span, block as u32, &mut document.tokens);
        let last = document.tokens.len();
        push_sentences(&article.text, span, &mut document, first..last);
    }
    document
}

/// The document of one block of text, for tests.
#[cfg(test)]
pub fn of_text(text: &str) -> Document {
    let mut document = Document::default();
    let block = Span::of_range(0, text.len());
    push_tokens(text, block, 0, &mut document.tokens);
    let last = document.tokens.len();
    push_sentences(text, block, &mut document, 0..last);
    document
}

fn push_tokens(text: &str, block: Span, number: u32, out: &mut Vec<Token>) {
    let base = block.start as usize;
    let mut word: Option<usize> = None;
    let words = block.of(text);
    let mut push = |start: usize, end: usize| {
        if words[start..end].chars().any(|c| !is_invisible(c)) {
            out.push(Token { span: Span::of_range(base + start, base + end), block: number });
        }
    };
    for (i, c) in words.char_indices() {
        if is_word(c) {
            word.get_or_insert(i);
            continue;
        }
        if let Some(start) = word.take() {
            push(start, i);
        }
        if !c.is_whitespace() {
            push(i, i + c.len_utf8());
        }
    }
    if let Some(start) = word {
        push(start, words.len());
    }
}

/// Sentence ends of UAX #29, less those after abbreviations and initials.
fn push_sentences(text: &str, block: Span, document: &mut Document, tokens: std::ops::Range<usize>) {
    if tokens.is_empty() {
        return;
    }
    let words = block.of(text);
    let mut first = tokens.start;
    for (start, part) in words.split_sentence_bound_indices() {
        let rest = &words[start + part.len()..];
        // `She said no. The mayor left.`, not `No. 10`
        let is_no = || part.split_whitespace().next_back().is_some_and(|word| word.eq_ignore_ascii_case("no."));
        let answers = || is_no() && !rest.starts_with(|c: char| c.is_ascii_digit());
        if ends_in_abbreviation(part) && !answers() || ends_in_quotation(part) && rest.starts_with(char::is_lowercase) {
            continue;
        }
        let end = block.start + (start + part.len()) as u32;
        let last = document.tokens.partition_point(|t| t.span.start < end).min(tokens.end);
        if last > first {
            document.sentences.push(Sentence { first, last });
            first = last;
        }
    }
    if first < tokens.end {
        document.sentences.push(Sentence { first, last: tokens.end });
    }
}

/// Whether words end with a mark and a quotation: `“Stop!”` of `“Stop!” he said`.
fn ends_in_quotation(sentence: &str) -> bool {
    let body = sentence.trim_end().strip_suffix(['"', '”', '’', '\'']);
    body.is_some_and(|body| body.ends_with(['!', '?', '…']))
}

fn ends_in_abbreviation(sentence: &str) -> bool {
    let Some(body) = sentence.trim_end().strip_suffix('.') else { return false };
    let word = body.rsplit(|c: char| c.is_whitespace() || "(\"“‘'".contains(c)).next().unwrap_or("");
    let initial = |word: &str| word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    // `George H.W. Bush`, not `Quay, N.H. The mayor` or `Washington D.C. The mayor`.
    let two = || word.split_once('.').is_some_and(|(a, b)| initial(a) && initial(b)) && word != "D.C";
    let before = body[..body.len() - word.len()].split_whitespace().next_back();
    let of_name = || before.is_none_or(|w| w.starts_with(char::is_uppercase) && w.ends_with(char::is_alphanumeric));
    // `wrote on X. Lee said`
    let site = || word == "X" && before == Some("on");
    initial(word) && !site() || two() && of_name() || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn article(text: &str) -> Article {
        Article {
            id: String::new(),
            paragraphs: vec![Span::of_range(0, text.len())],
            text: text.to_owned(),
            headline: None,
            standfirst: None,
            categories: vec![],
            published: None,
            byline: None,
            outlet: None,
            url: None,
            language: None,
            path: String::new(),
            sha256: String::new(),
            provenance: Default::default(),
        }
    }

    fn check(text: &str, tokens: &[&str], sentences: usize) {
        let document = document(&article(text));
        let got: Vec<&str> = document.tokens.iter().map(|t| t.span.of(text)).collect();
        assert_eq!((&got[..], document.sentences.len()), (tokens, sentences), "{text}");
    }

    #[test]
    fn cuts_words_and_sentences() {
        check("Mr. Quill said “no”.", &["Mr", ".", "Quill", "said", "“", "no", "”", "."], 1);
        check("It’s re\u{ad}sumed. He left!", &["It", "’", "s", "re\u{ad}sumed", ".", "He", "left", "!"], 2);
        let said = ["She", "said", "no", ".", "No", ".", "He", "left", "No", ".", "10", "."];
        check("She said no. No. He left No. 10.", &said, 3);
        check("J. K. Lee left.", &["J", ".", "K", ".", "Lee", "left", "."], 1);
    }

    proptest::proptest! {
        #[test]
        fn pieces_and_gaps_make_the_text(text in "\\PC{0,80}") {
            let article = article(&text);
            let document = document(&article);
            let mut at = 0;
            for token in &document.tokens {
                proptest::prop_assert!(token.span.start >= at && !token.span.of(&text).is_empty());
                let gap = Span::new(at, token.span.start).of(&text);
                proptest::prop_assert!(gap.chars().all(|c| c.is_whitespace() || is_invisible(c)), "{gap:?}");
                at = token.span.end;
            }
            let covered: usize = document.sentences.iter().map(|s| s.last - s.first).sum();
            proptest::prop_assert_eq!(covered, document.tokens.len());
        }
    }
}
