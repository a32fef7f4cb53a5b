//! An article in the making: what a reader of one format found, before ids and dates.

use crate::dates::RawDate;
use crate::{Failure, Options, Outcome, Reading, evidence, language};
use onrecord_types::{Article, Span, Warning};
use sha2::{Digest, Sha256};

/// What one format's reader found.
#[derive(Debug, Default)]
pub struct Draft {
    pub text: String,
    pub headline: Option<Span>,
    pub standfirst: Option<Span>,
    pub paragraphs: Vec<Span>,
    pub categories: Vec<String>,
    /// Dates as written, the most trusted first.
    pub dates: Vec<RawDate>,
    pub byline: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub warnings: Vec<Warning>,
}

impl Draft {
    /// A draft whose text is these blocks with a blank line between them.
    pub fn of_blocks(headline: Option<&str>, standfirst: Option<&str>, paragraphs: &[String]) -> Draft {
        let mut draft = Draft::default();
        draft.headline = headline.and_then(|h| draft.push(h));
        draft.standfirst = standfirst.and_then(|s| draft.push(s));
        for paragraph in paragraphs {
            if let Some(span) = draft.push(paragraph) {
                draft.paragraphs.push(span);
            }
        }
        draft
    }

    fn push(&mut self, block: &str) -> Option<Span> {
        let block = block.trim();
        if block.is_empty() {
            return None;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(block);
        Some(Span::of_range(start, self.text.len()))
    }

    /// Adds ids, language and date, or says why there is no article.
    pub fn finish(mut self, path: &str, bytes: &[u8], options: &Options) -> Outcome {
        if !self.text.chars().any(char::is_alphanumeric) {
            return Err(Failure::new(path, "no text in it; nothing to read"));
        }
        let language = language::detect(&self.text);
        if let Some(code) = language.as_deref().filter(|c| *c != "en") {
            self.warnings.push(Warning {
                code: "language",
                message: format!("the article is in `{code}`, not English; its statements were not read"),
            });
        }
        let published = evidence::decide(&self.dates, &self.text, options.date_order, &mut self.warnings);
        let mut article = Article {
            id: String::new(),
            text: self.text,
            headline: self.headline,
            standfirst: self.standfirst,
            paragraphs: self.paragraphs,
            categories: self.categories,
            published,
            byline: non_empty(self.byline),
            outlet: non_empty(self.outlet),
            url: non_empty(self.url),
            language,
            path: path.to_owned(),
            sha256: digest(bytes),
            provenance: Default::default(),
        };
        article.id = id_of(&article);
        Ok(Reading { article, warnings: self.warnings })
    }
}

fn non_empty(s: Option<String>) -> Option<String> {
    s.map(|s| s.trim().to_owned()).filter(|s| !s.is_empty())
}

/// SHA-256 in hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The id of an article's content: where it was found does not matter.
fn id_of(article: &Article) -> String {
    let date = article.published.as_ref().map_or("", |p| p.value.as_str());
    let mut hash = Sha256::new();
    for part in [
        article.text.as_str(),
        article.title(),
        article.outlet.as_deref().unwrap_or(""),
        article.url.as_deref().unwrap_or(""),
        date,
    ] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hex(&hash.finalize())[..16].to_owned()
}
