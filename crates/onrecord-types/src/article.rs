//! What was published: one text and the spans and facts that belong to it.

use crate::{Provenance, Span};

/// When an article was published, as far as it says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// ISO 8601 with the precision that was given: `2022`, `2022-07`, `2022-07-04` or
    /// `2022-07-04T11:00:00Z`.
    pub value: String,
    /// Whether the words allow another date (`07/04/2022`).
    pub ambiguous: bool,
    /// Where the value came from, and for an ambiguous one what decided.
    pub why: String,
}

/// One article as published.  The text never changes after it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Stable id: the first 16 hexadecimal digits of the SHA-256 of the text, headline,
    /// outlet, URL and date, so that the same article has the same id wherever it was read.
    pub id: String,
    /// Headline, standfirst and paragraphs; all other spans point into it.
    pub text: String,
    /// The headline's place, if one was found.
    pub headline: Option<Span>,
    /// The standfirst's place (the summary under a headline), if one was found.
    pub standfirst: Option<Span>,
    /// The paragraphs of the body, in order; not the headline and the standfirst.
    pub paragraphs: Vec<Span>,
    /// The outlet's categories, as written.
    pub categories: Vec<String>,
    /// Date of publication.
    pub published: Option<Published>,
    /// The authors, as written.
    pub byline: Option<String>,
    /// The outlet's name or domain.
    pub outlet: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// ISO 639-1 code of the language; `None` where there is too little text to tell.
    pub language: Option<String>,
    /// The file that it was read from, as given by the user; with `#n` for the n-th record
    /// of a file that holds several.
    pub path: String,
    /// SHA-256 of the bytes read (of a page in an archive, of the page), in hexadecimal digits.
    pub sha256: String,
    /// Where in an archive or on the network the bytes came from.
    pub provenance: Provenance,
}

impl Article {
    /// The headline's words, or the first line of the text where no headline was found.
    pub fn title(&self) -> &str {
        match self.headline {
            Some(span) => span.of(&self.text),
            None => self.text.trim_start().lines().next().unwrap_or("").trim(),
        }
    }

    /// Headline, standfirst and paragraphs in reading order.
    pub fn blocks(&self) -> impl Iterator<Item = Span> + '_ {
        self.headline.into_iter().chain(self.standfirst).chain(self.paragraphs.iter().copied())
    }

    /// Whether statements can be read: the language is English or too short to tell.
    pub fn is_english(&self) -> bool {
        self.language.as_deref().is_none_or(|l| l == "en")
    }
}
