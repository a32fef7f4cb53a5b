//! Packs parts of a text (paragraphs, or the contents to read again) into windows of pieces.

use crate::looks::{self, Look, SEPARATOR};
use crate::quotes::{self, Quote};
use crate::wordpiece::{CLS, SEP, WordPiece};
use onrecord_types::Document;

/// Pieces in a window, at most.  Attention grows with the square; on the held-out articles 160
/// reads as well as 256 (`training/README.md`) and is a tenth faster.
pub const LIMIT: usize = 160;

/// What the network reads at once.
#[derive(Debug)]
pub struct Window {
    /// Word pieces, `[CLS] part [SEP] part [SEP] …`.
    pub ids: Vec<u32>,
    /// How the word of each piece looks.
    pub looks: Vec<Look>,
    /// For each word, its first piece.
    pub first: Vec<u32>,
    /// For each word, its token's index in the document.
    pub tokens: Vec<u32>,
    /// For each word, which part it stands in.
    pub part: Vec<u32>,
}

/// One stretch of tokens with their pieces.
struct Piece {
    ids: Vec<u32>,
    looks: Vec<Look>,
    sizes: Vec<u32>,
    tokens: Vec<u32>,
    part: u32,
}

/// Windows over `parts` (token indices in order), none left out; a part that is too long is cut after a sentence, if
/// possible outside the quotations, else anywhere.
pub fn pack(pieces: &WordPiece, text: &str, document: &Document, quotes: &[Quote], parts: &[Vec<u32>]) -> Vec<Window> {
    let cutter = Cutter { pieces, text, document, quotes, looks: looks::of(text, document) };
    let mut out = Vec::new();
    let mut window = Window::empty();
    for (number, part) in parts.iter().enumerate() {
        for piece in cutter.cut(part, number as u32) {
            if window.ids.len() + piece.ids.len() + 1 > LIMIT && !window.tokens.is_empty() {
                out.push(std::mem::replace(&mut window, Window::empty()));
            }
            window.push(piece);
        }
    }
    if !window.tokens.is_empty() {
        out.push(window);
    }
    out
}

impl Window {
    fn empty() -> Window {
        Window { ids: vec![CLS], looks: vec![SEPARATOR], first: Vec::new(), tokens: Vec::new(), part: Vec::new() }
    }

    /// How a word looks.
    pub fn look(&self, word: usize) -> Look {
        self.looks[self.first[word] as usize]
    }

    /// How each word looks.
    pub fn word_looks(&self) -> Vec<Look> {
        (0..self.first.len()).map(|w| self.look(w)).collect()
    }

    fn push(&mut self, piece: Piece) {
        let mut at = self.ids.len() as u32;
        for (token, size) in piece.tokens.iter().zip(&piece.sizes) {
            self.first.push(at);
            self.tokens.push(*token);
            self.part.push(piece.part);
            at += *size;
        }
        self.ids.extend(piece.ids);
        self.ids.push(SEP);
        self.looks.extend(piece.looks);
        self.looks.push(SEPARATOR);
    }
}

/// What a part that is too long is cut by.
struct Cutter<'a> {
    pieces: &'a WordPiece,
    text: &'a str,
    document: &'a Document,
    quotes: &'a [Quote],
    looks: Vec<Look>,
}

impl Cutter<'_> {
    fn cut(&self, part: &[u32], number: u32) -> Vec<Piece> {
        let empty =
            || Piece { ids: Vec::new(), looks: Vec::new(), sizes: Vec::new(), tokens: Vec::new(), part: number };
        let mut out = vec![empty()];
        for token in part {
            let last = out.last_mut().expect("there is always one");
            let before = last.ids.len();
            self.pieces.push(self.document.tokens[*token as usize].span.of(self.text), &mut last.ids);
            last.sizes.push((last.ids.len() - before) as u32);
            last.looks.resize(last.ids.len(), self.looks[*token as usize]);
            last.tokens.push(*token);
            if last.ids.len() > LIMIT - 2 && last.tokens.len() > 1 {
                let rest = split_off(last, self.sentence_start(last), number);
                out.push(rest);
            }
        }
        out.retain(|p| !p.tokens.is_empty());
        out
    }

    /// Where to cut a piece that is too long: the last sentence start past a third of it that stands in no quotation, else
    /// the last in one, else before its last word; never between who speaks and his words (`Ann Lee said: “…”`).
    fn sentence_start(&self, piece: &Piece) -> usize {
        let n = piece.tokens.len();
        let starts = |i: &usize| {
            let token = piece.tokens[*i] as usize;
            let told = token.checked_sub(1).map(|t| self.document.tokens[t].span.of(self.text)) == Some(":");
            let sentence = self.document.sentences.get(self.document.sentence_of(token));
            !told && sentence.is_some_and(|s| s.first == token)
        };
        let own = |i: &usize| {
            let first = self.document.tokens[piece.tokens[*i] as usize].span;
            !quotes::among(self.quotes, first).iter().any(|q| q.outer.start < first.start)
        };
        let possible = || (n / 3..n).rev().filter(starts).filter(|i| *i > 0);
        possible().find(own).or_else(|| possible().next()).unwrap_or(n - 1)
    }
}

fn split_off(piece: &mut Piece, at: usize, part: u32) -> Piece {
    let sizes = piece.sizes.split_off(at);
    let kept: u32 = piece.sizes.iter().sum();
    let (ids, looks) = (piece.ids.split_off(kept as usize), piece.looks.split_off(kept as usize));
    Piece { ids, looks, sizes, tokens: piece.tokens.split_off(at), part }
}
