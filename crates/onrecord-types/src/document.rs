//! A text cut into sentences and tokens.

use crate::Span;

/// One word or one mark of punctuation.
///
/// A token is a run of word characters (letters, digits, `_`; soft hyphens and zero-width
/// joiners inside belong to it) or one character that is neither that nor white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Its place in the text.
    pub span: Span,
    /// The block (headline, standfirst or paragraph) that it stands in.
    pub block: u32,
}

/// One sentence, as a range of token indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub last: usize,
}

/// A text cut into pieces: the tokens and the white space between them make up the text again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The tokens in order.
    pub tokens: Vec<Token>,
    /// The sentences in order; none crosses a block's end.
    pub sentences: Vec<Sentence>,
}

impl Document {
    /// Indices of the tokens that a span overlaps.
    pub fn tokens_in(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.tokens.partition_point(|t| t.span.end <= span.start);
        let last = self.tokens.partition_point(|t| t.span.start < span.end);
        first..last.max(first)
    }

    /// Index of the sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.last <= token)
    }

    /// The first token of the sentence that holds a token, which must be one of the document's.
    pub fn sentence_start(&self, token: usize) -> usize {
        self.sentences[self.sentence_of(token)].first
    }

    /// Whether a block begins with a token, or ends before it.
    pub fn opens_block(&self, token: usize) -> bool {
        let block = |t: usize| self.tokens.get(t).map(|t| t.block);
        token == 0 || block(token - 1) != block(token)
    }

    /// One past the last token of the block that holds a token.
    pub fn block_end(&self, token: usize) -> usize {
        let block = self.tokens.get(token).map_or(u32::MAX, |t| t.block);
        self.tokens.partition_point(|t| t.block <= block)
    }

    /// The span of the tokens of a range; `None` for an empty one.
    pub fn span_of(&self, range: std::ops::Range<usize>) -> Option<Span> {
        let tokens = self.tokens.get(range)?;
        Some(Span::new(tokens.first()?.span.start, tokens.last()?.span.end))
    }
}
