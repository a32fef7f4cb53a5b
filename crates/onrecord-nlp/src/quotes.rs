//! Where quotation marks open and close.

use onrecord_types::{Article, Span};

/// One quotation inside one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// The marks and all between them.
    pub outer: Span,
    /// What stands between the marks.
    pub inner: Span,
    /// The block that it stands in.
    pub block: u32,
    /// Whether its closing mark is missing because the next block goes on with an opening one; the next quotation is that.
    pub left_open: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Double,
    Single,
}

/// A quotation that is open while a block is scanned.
struct Open {
    start: usize,
    inner: usize,
    marks: Marks,
    /// Whether straight marks stand open inside its own.
    holds_other: bool,
}

/// All quotations of an article, in order.  Double marks are `"`, `“…”`, `„…“`, `«…»` and
/// ` ``…'' `; single ones count where they cannot be apostrophes.
pub fn find(article: &Article) -> Vec<Quote> {
    let blocks: Vec<Span> = article.blocks().collect();
    let mut out = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        let mut rest = blocks[number + 1..].iter().map(|b| b.of(&article.text)).take(2);
        let next = rest.find(|b| !is_furniture(b)).unwrap_or("");
        scan(block.of(&article.text), next, |start, inner, end, outer_end, left_open| {
            let base = block.start as usize;
            out.push(Quote {
                outer: Span::of_range(base + start, base + outer_end),
                inner: Span::of_range(base + inner, base + end).trim(&article.text),
                block: number as u32,
                left_open,
            });
        });
    }
    out.retain(|q| !q.inner.is_empty());
    out
}

/// Whether a block is a few words of the page between two paragraphs: `Read more in politics`.
fn is_furniture(block: &str) -> bool {
    const LONGEST: usize = 6;
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '‘' | '`');
    block.split_whitespace().count() <= LONGEST
        && !block.contains(is_mark)
        && !block.ends_with(['.', '!', '?', '…', ':'])
}

fn scan(text: &str, next: &str, mut push: impl FnMut(usize, usize, usize, usize, bool)) {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut open: Option<Open> = None;
    let mut i = 0;
    while i < chars.len() {
        let (at, c) = chars[i];
        let before = i.checked_sub(1).map(|k| chars[k].1);
        let after = chars.get(i + 1).map(|(_, c)| *c);
        let pair = after == Some(c) && matches!(c, '`' | '\'');
        let width = if pair { 2 * c.len_utf8() } else { c.len_utf8() };
        let step = if pair { 2 } else { 1 };
        let beyond = chars.get(i + step).map(|(_, c)| *c);
        let role = match c {
            '"' => straight(&chars, i, open.as_ref()),
            _ => role(c, pair, before, beyond, open.as_ref()),
        };
        match role {
            Role::Opens(marks) => {
                let hidden = marks == Marks::Single && c == '\'' && !closes_later(&chars[i + 1..]);
                if !hidden {
                    // `"One. "Two."`: the line break between two paragraphs of a quotation is lost.
                    let told = text[..at].trim_end();
                    let ends = told.ends_with(['.', '?', '!', '…']);
                    let unclosed = |o: &Open| o.marks == Marks::Double && ends && o.inner < told.len();
                    if let Some(o) = open.take().filter(unclosed) {
                        push(o.start, o.inner, told.len(), told.len(), true);
                    }
                    open = Some(Open { start: at, inner: at + width, marks, holds_other: false });
                }
            }
            Role::Closes => {
                if let Some(o) = open.take() {
                    push(o.start, o.inner, at, at + width, false);
                }
            }
            Role::Inner => {
                if let Some(o) = &mut open {
                    o.holds_other = !o.holds_other;
                }
            }
            Role::Neither => {}
        }
        i += step;
    }
    if let Some(o) = open {
        let continues = next.starts_with(['"', '“', '„', '«']) || next.starts_with("``");
        let single = o.marks == Marks::Single;
        if !single || (o.start == 0 && next.starts_with('‘')) {
            push(o.start, o.inner, text.len(), text.len(), continues || single);
        }
    }
}

enum Role {
    Opens(Marks),
    Closes,
    /// Stands around words inside a quotation with the same marks.
    Inner,
    Neither,
}

fn role(c: char, pair: bool, before: Option<char>, beyond: Option<char>, open: Option<&Open>) -> Role {
    let in_double = open.is_some_and(|o| o.marks == Marks::Double);
    let in_single = open.is_some_and(|o| o.marks == Marks::Single);
    let at_edge = is_edge(before);
    let word_follows = beyond.is_some_and(char::is_alphanumeric);
    match c {
        '“' if in_double => Role::Closes, // `„…“`
        '“' | '„' | '«' if !in_double => Role::Opens(Marks::Double),
        '`' if pair && !in_double => Role::Opens(Marks::Double),
        '”' | '»' if in_double => Role::Closes,
        '\'' if pair && in_double => Role::Closes,
        '‘' if open.is_none() && at_edge && beyond.is_some_and(|b| !b.is_whitespace()) => Role::Opens(Marks::Single),
        '’' | '\'' if in_single && !pair && !word_follows && !before.is_some_and(char::is_whitespace) => Role::Closes,
        '\'' if open.is_none() && !pair && at_edge && beyond.is_some_and(char::is_alphabetic) => {
            Role::Opens(Marks::Single)
        }
        _ => Role::Neither,
    }
}

/// Characters before which or after which a mark may open.
const EDGES: &str = "([{—–-*/“\"";

fn is_edge(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_whitespace() || EDGES.contains(c))
}

/// What a straight mark does, by the space around it and around the next one: where one of a pair is lost, the rest of the
/// text is not turned inside out.
fn straight(chars: &[(usize, char)], i: usize, open: Option<&Open>) -> Role {
    let around = |k: usize| (k.checked_sub(1).map(|b| chars[b].1), chars.get(k + 1).map(|(_, c)| *c));
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let closes = |k: usize| matches!(around(k), (before, beyond) if !is_edge(before) && !word(beyond));
    let opens =
        |k: usize| matches!(around(k), (before, beyond) if before.is_none_or(char::is_whitespace) && word(beyond));
    let next = (i + 1..chars.len()).find(|k| chars[*k].1 == '"');
    match open {
        Some(o) if o.holds_other => Role::Inner,
        Some(o) if o.marks == Marks::Double => match next {
            Some(next) if opens(i) && is_inner(chars, i, next) => Role::Inner,
            Some(next) if opens(i) && closes(next) => Role::Opens(Marks::Double),
            _ => Role::Closes,
        },
        // `results," Lind said. "We stay."`
        _ if closes(i) && next.is_none_or(|next| !closes(next)) => Role::Neither,
        _ => Role::Opens(Marks::Double),
    }
}

/// Whether straight marks at `first` and `last`, in a quotation with such marks, stand around a few words in it (`We need the
/// "Antonov" plant`): they end as no speech does, and what opened before them is closed behind them.
fn is_inner(chars: &[(usize, char)], first: usize, last: usize) -> bool {
    const LONGEST: usize = 60;
    const FARTHEST: usize = 3000;
    if last - first > LONGEST || !chars[last - 1].1.is_alphanumeric() {
        return false;
    }
    let spaced = |i: usize| chars.get(i).is_none_or(|(_, c)| c.is_whitespace());
    let mut depth = 1;
    for i in (last + 1..chars.len()).take(FARTHEST).filter(|i| chars[*i].1 == '"') {
        match (is_edge(Some(chars[i - 1].1)), spaced(i + 1)) {
            (true, false) => depth += 1,
            (false, _) => depth -= 1,
            (true, true) => {}
        }
        if depth == 0 {
            return true;
        }
    }
    false
}

/// Whether an ASCII `'` that may open is closed in the same block.
fn closes_later(rest: &[(usize, char)]) -> bool {
    rest.windows(2).any(|w| w[1].1 == '\'' && !w[0].1.is_whitespace())
        && (1..rest.len()).any(|i| {
            let beyond = rest.get(i + 1).map(|(_, c)| *c);
            rest[i].1 == '\'' && !rest[i - 1].1.is_whitespace() && !beyond.is_some_and(char::is_alphanumeric)
        })
}

/// Those of all quotations, which are in order, that a span overlaps.
pub fn among(quotes: &[Quote], span: Span) -> &[Quote] {
    let first = quotes.partition_point(|q| q.outer.end <= span.start);
    let last = quotes.partition_point(|q| q.outer.start < span.end);
    &quotes[first..last.max(first)]
}

/// The parts of `spans` between quotation marks, without the marks.
pub fn inside(quotes: &[Quote], spans: &[Span]) -> Vec<Span> {
    let mut out = Vec::new();
    for span in spans {
        for quote in among(quotes, *span).iter().filter(|q| q.inner.overlaps(*span)) {
            out.push(Span::new(quote.inner.start.max(span.start), quote.inner.end.min(span.end)));
        }
    }
    out
}

/// Whether a place stands between quotation marks.
pub fn holds(quotes: &[Quote], span: Span) -> bool {
    among(quotes, span).iter().any(|q| q.outer.contains(span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut got = Vec::new();
        scan(text, "", |_, inner, end, _, _| got.push(text[inner..end].to_owned()));
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn finds_all_styles() {
        check("\"One,\" she said. \"Two.\"", &["One,", "Two."]);
        check("“One,” she said, “two”.", &["One,", "two"]);
        check("``One,'' she said.", &["One,"]);
        check("«One» and „two“.", &["One", "two"]);
        check("‘It’s the boys,’ she said.", &["It’s the boys,"]);
        check("'It's late,' she said of the '90s.", &["It's late,"]);
        check("The boys' toys weren't here.", &[]);
        check("It was (\"late\") then.", &["late"]);
        check("It was late,\" he said. He left. \"We stay,\" she said.", &["We stay,"]);
        check("He said,\" [It] was late\". He left. \"We stay,\" she said.", &[" [It] was late", "We stay,"]);
        check("\"It is late. \"We stay,\" she said.", &["It is late.", "We stay,"]);
        check(
            "\"The \"Antonov\" plant, as a \"hub\", is ours,\" he said. \"All of it.\"",
            &["The \"Antonov\" plant, as a \"hub\", is ours,", "All of it."],
        );
        check("\"It is late. The \"Antonov\" is a plane.", &["Antonov"]);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[a-z“”\"'‘’`« .]{0,60}", next in "[“\" a]{0,3}") {
            scan(&text, &next, |start, inner, end, outer, _| {
                assert!(start < inner && inner <= end && end <= outer && text.get(inner..end).is_some());
            });
        }
    }
}
