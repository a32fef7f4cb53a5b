//! The record layout: a title, `Description`, `Category` and `Date Created`, each a line alone.

use crate::dates::RawDate;
use crate::draft::Draft;
use crate::markdown;

/// A standfirst is at most this long; a longer first paragraph is taken as body.
const LONGEST_STANDFIRST: usize = 400;

/// The parts of the layout; a file in it has a `Description` and at least one of the others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Title,
    Description,
    Category,
    Date,
}

/// Whether the text is laid out as a record.
pub fn is_record(text: &str) -> bool {
    let labels: Vec<Part> = text.lines().filter_map(label).collect();
    labels.contains(&Part::Description) && labels.iter().any(|p| matches!(p, Part::Category | Part::Date))
}

/// Reads a record; Markdown marks inside its words (`*"push"*`, `\$`) are taken off.
pub fn read(text: &str) -> Result<Draft, String> {
    let mut part = Part::Title;
    let mut parts: [String; 4] = Default::default();
    for line in text.lines() {
        match label(line) {
            Some(next) => part = next,
            None => {
                parts[part as usize].push_str(line);
                parts[part as usize].push('\n');
            }
        }
    }
    let [title, description, category, date] = parts;
    let mut blocks = markdown::paragraphs(&description);
    let standfirst = (blocks.len() > 1 && blocks[0].chars().count() <= LONGEST_STANDFIRST).then(|| blocks.remove(0));
    let title = markdown::paragraphs(&title).join(" ");
    let mut draft = Draft::of_blocks(Some(&title), standfirst.as_deref(), &blocks);
    draft.categories = category.lines().map(list_item).filter(|c| !c.is_empty()).map(str::to_owned).collect();
    draft.dates =
        date.lines().filter(|l| !l.trim().is_empty()).map(|l| RawDate::new(l.trim(), "`Date Created`")).collect();
    Ok(draft)
}

fn label(line: &str) -> Option<Part> {
    let bare = line.trim().trim_matches(['#', '*', ':', ' ']);
    match bare.to_ascii_lowercase().as_str() {
        "description" => Some(Part::Description),
        "category" | "categories" => Some(Part::Category),
        "date created" => Some(Part::Date),
        _ => None,
    }
}

/// A line of the numbered list without its number.
fn list_item(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['-', '*', '+']).trim_start();
    match line.split_once(['.', ')']) {
        Some((number, rest)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => rest.trim(),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = "\r\n\r\nBridge to stay shut\r\n\r\nDescription\r\n\r\nHarbour: the crossing needs \\$2 million of repairs\r\n\r\nThe bridge is *\"unsafe\"*, the harbour master said on Friday.\r\n\r\nNo date was given.\r\n\r\nCategory\r\n\r\n1. Transport-Roads.\r\n2. Main\r\n\r\nDate Created\r\n\r\n03/09/2024";

    #[test]
    fn reads_all_parts() {
        assert!(is_record(RECORD));
        let draft = read(RECORD).expect("a record");
        let part = |span: Option<onrecord_types::Span>| span.map(|s| s.of(&draft.text).to_owned());
        assert_eq!(part(draft.headline).as_deref(), Some("Bridge to stay shut"));
        assert_eq!(part(draft.standfirst).as_deref(), Some("Harbour: the crossing needs $2 million of repairs"));
        assert_eq!(draft.paragraphs.len(), 2);
        assert_eq!(draft.paragraphs[0].of(&draft.text), "The bridge is \"unsafe\", the harbour master said on Friday.");
        assert_eq!(draft.categories, ["Transport-Roads.", "Main"]);
        assert_eq!(draft.dates[0].text, "03/09/2024");
    }
}
