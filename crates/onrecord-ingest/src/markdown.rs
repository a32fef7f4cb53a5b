//! Markdown to plain paragraphs, with the facts of its front matter (YAML or TOML).

use crate::dates::RawDate;
use crate::draft::Draft;
use crate::json;
use pulldown_cmark::{Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

/// Reads Markdown.  The first heading of level one is the headline, unless the front matter
/// names a title.
pub fn read(text: &str) -> Result<Draft, String> {
    let parts = render(text);
    let facts = match &parts.front {
        Some((kind, source)) => front_matter(*kind, source)?,
        None => serde_json::Value::Null,
    };
    let facts = json::Facts::of(&facts);
    let (mut heading, mut body) = (parts.heading, parts.blocks);
    if heading.is_none() && facts.headline.is_none() && body.len() > 1 {
        let first_is_title = body[0].chars().count() < 120 && !body[0].ends_with('.');
        heading = first_is_title.then(|| body.remove(0));
    }
    if let (Some(h), Some(fact)) = (&heading, &facts.headline)
        && h != fact
    {
        body.insert(0, h.clone());
    }
    let headline = facts.headline.clone().or(heading);
    let mut draft = Draft::of_blocks(headline.as_deref(), facts.standfirst.as_deref(), &body);
    facts.fill(&mut draft, "the front matter");
    if draft.dates.is_empty()
        && let Some(date) = body.iter().take(3).find(|b| crate::dates::is_date(b))
    {
        draft.dates.push(RawDate::new(date, "the date line of the text"));
    }
    Ok(draft)
}

/// The paragraphs of a piece of Markdown as plain text.
pub fn paragraphs(text: &str) -> Vec<String> {
    let parts = render(text);
    parts.heading.into_iter().chain(parts.blocks).collect()
}

#[derive(Default)]
struct Rendered {
    front: Option<(MetadataBlockKind, String)>,
    heading: Option<String>,
    blocks: Vec<String>,
}

/// Walks the events once; code, raw HTML, footnote marks and pictures leave no text.
fn render(text: &str) -> Rendered {
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH;
    let mut out = Rendered::default();
    let mut block = String::new();
    let (mut silent, mut front, mut first_heading) = (0u32, None, false);
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(kind)) => front = Some((kind, String::new())),
            Event::End(TagEnd::MetadataBlock(_)) => out.front = front.take(),
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Image { .. }) => silent += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image) => silent = silent.saturating_sub(1),
            Event::Start(Tag::Heading { level, .. }) => {
                out.flush(&mut block, false);
                first_heading = level == HeadingLevel::H1 && out.heading.is_none();
            }
            Event::End(TagEnd::Heading(_)) => out.flush(&mut block, std::mem::take(&mut first_heading)),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead)
            | Event::Start(Tag::Paragraph | Tag::Item | Tag::List(_)) => out.flush(&mut block, false),
            Event::End(TagEnd::TableCell) => block.push(' '),
            Event::Text(words) => match &mut front {
                Some((_, source)) => source.push_str(&words),
                None if silent == 0 => block.push_str(&words),
                None => {}
            },
            Event::Code(words) if silent == 0 => block.push_str(&words),
            Event::SoftBreak => block.push(' '),
            Event::HardBreak => block.push('\n'),
            _ => {}
        }
    }
    out.flush(&mut block, false);
    out
}

impl Rendered {
    fn flush(&mut self, block: &mut String, heading: bool) {
        let words = std::mem::take(block);
        let words = words.trim();
        if words.is_empty() {
        } else if heading {
            self.heading = Some(words.to_owned());
        } else {
            self.blocks.push(words.to_owned());
        }
    }
}

fn front_matter(kind: MetadataBlockKind, source: &str) -> Result<serde_json::Value, String> {
    match kind {
        MetadataBlockKind::YamlStyle => serde_saphyr::from_str(source)
            .or_else(|e| serde_saphyr::from_str(&with_quoted_values(source)).map_err(|_| e))
            .map_err(|e| e.to_string()),
        MetadataBlockKind::PlusesStyle => toml::from_str(source).map_err(|e| e.to_string()),
    }
    .map_err(|e| format!("the front matter could not be read ({}); correct or remove it", first_line(&e)))
}

/// The lines of YAML with quotation marks around values that hold a colon without any, as people write titles (`title: Ferries:
/// the fares`).
fn with_quoted_values(source: &str) -> String {
    let quoted = |line: &str| {
        let (key, value) = line.split_once(": ")?;
        let plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        let bare = !value.trim_start().starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!']);
        (plain && bare && value.contains(": ")).then(|| format!("{key}: {}", serde_json::Value::from(value.trim())))
    };
    source.lines().map(|line| quoted(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
}

fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_and_marks() {
        let text = "---\ntitle: Ferry fares rise\ndate: 2024-03-09\ntags: [transport, islands]\nauthor: Ann Lee\n---\n\n\"It was *\"needed\"*,\" the [mayor](http://x.example) said; it costs \\$5.\nNext line.\n\n> A quote.\n";
        let draft = read(text).expect("markdown");
        assert_eq!(
            draft.text,
            "Ferry fares rise\n\n\"It was \"needed\",\" the mayor said; it costs $5. Next line.\n\nA quote."
        );
        assert_eq!(draft.dates[0].text, "2024-03-09");
        assert_eq!(draft.categories, ["transport", "islands"]);
        assert_eq!(draft.byline.as_deref(), Some("Ann Lee"));
    }

    #[test]
    fn a_title_may_hold_a_colon() {
        let draft = read("---\ntitle: Ferries: the \"fair\" fares\ndate: 2024-03-09\n---\n\nText.").expect("markdown");
        assert!(draft.text.starts_with("Ferries: the \"fair\" fares\n"), "{}", draft.text);
        assert_eq!(draft.dates[0].text, "2024-03-09");
    }

    #[test]
    fn bad_front_matter_is_an_error() {
        assert!(read("---\ntitle: [\n---\n\nText.").is_err());
    }
}
