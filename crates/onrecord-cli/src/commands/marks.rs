//! Marks the statements of a record in its text.

use anstyle::{AnsiColor, Style};
use onrecord::types::{Record, Span};

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Content,
    Source,
    Cue,
}

impl Role {
    fn style(self) -> Style {
        match self {
            Role::Source => Style::new().bold().fg_color(Some(AnsiColor::Cyan.into())),
            Role::Cue => Style::new().fg_color(Some(AnsiColor::Yellow.into())),
            Role::Content => Style::new().fg_color(Some(AnsiColor::Green.into())),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Role::Source => "who",
            Role::Cue => "cue",
            Role::Content => "what",
        }
    }
}

struct Mark {
    span: Span,
    role: Role,
    number: usize,
}

/// The text with colours (`who` cyan, `cue` yellow, `what` green) or, without a terminal, with
/// marks: `[1 who|the mayor] [1 cue|said] [1 what|…]`.  Numbers are those of the list below it.
pub fn marked(record: &Record, colour: bool) -> String {
    let text = &record.article.text;
    let marks = marks(record);
    let mut edges: Vec<u32> =
        marks.iter().flat_map(|m| [m.span.start, m.span.end]).chain([0, text.len() as u32]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut out = String::new();
    for pair in edges.windows(2) {
        let part = Span::new(pair[0], pair[1]);
        let words: String = part.of(text).chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
        if colour {
            let top = marks
                .iter()
                .filter(|m| m.span.contains(part))
                .max_by_key(|m| (m.role, std::cmp::Reverse(m.span.len())));
            let style = top.map_or(Style::new(), |m| m.role.style());
            out += &format!("{}{style}{words}{style:#}", openings(&marks, part, true));
        } else {
            out += &openings(&marks, part, false);
            out += &words;
            out.extend(marks.iter().filter(|m| m.span.end == part.end && m.span.contains(part)).map(|_| ']'));
        }
    }
    out
}

/// What stands before a part at which marks begin: the outermost first.
fn openings(marks: &[Mark], part: Span, colour: bool) -> String {
    let mut here: Vec<&Mark> = marks.iter().filter(|m| m.span.start == part.start && m.span.contains(part)).collect();
    here.sort_by_key(|m| (std::cmp::Reverse(m.span.end), m.role));
    let dim = Style::new().dimmed();
    here.iter()
        .filter(|m| !colour || m.role == Role::Content)
        .map(
            |m| {
                if colour { format!("{dim}[{}]{dim:#}", m.number) } else { format!("[{} {}|", m.number, m.role.name()) }
            },
        )
        .collect()
}

fn marks(record: &Record) -> Vec<Mark> {
    let mut out = Vec::new();
    for (i, s) in record.statements.iter().enumerate() {
        let a = &s.attribution;
        for (spans, role) in [(&a.source, Role::Source), (&a.cue, Role::Cue), (&a.content, Role::Content)] {
            out.extend(spans.iter().filter(|s| !s.is_empty()).map(|span| Mark { span: *span, role, number: i + 1 }));
        }
    }
    out
}
