//! Web pages: main text and facts by `trafilatura`, dates with the precision that the page has.

use crate::dates::{self, DateOrder, RawDate};
use crate::draft::Draft;
use crate::masthead::{byline, headline, outlet};
use ego_tree::iter::Edge;
use regex::Regex;
use scraper::{Html, Node};
use std::sync::LazyLock;
use trafilatura::{ExtractionFocus, HtmlDateMode};

/// Tags nested deeper than this are not a page; the tree walks of the HTML libraries recurse.
const DEEPEST: usize = 800;
/// A summary longer than this is not a standfirst.
const LONGEST_STANDFIRST: usize = 500;

/// Where pages state the day of publication, the most trusted first.
static STATED: LazyLock<[(Regex, &'static str); 4]> = LazyLock::new(|| {
    let pattern = |p: &str| Regex::new(p).expect("a constant pattern");
    let names = r#"(?:article:published_time|og:published_time|datePublished|pubdate|publish-?date|publication_?date|date|dc\.date(?:\.issued)?|dcterms\.(?:date|created|issued)|parsely-pub-date|sailthru\.date|article\.published)"#;
    [
        (pattern(r#""datePublished"\s*:\s*"([^"]{8,40})""#), "JSON-LD datePublished"),
        (
            pattern(&format!(
                r#"(?i)<meta\s[^>]*?(?:property|name|itemprop)=["']{names}["'][^>]*?content=["']([^"']{{8,40}})["']"#
            )),
            "the page's meta tags",
        ),
        (
            pattern(&format!(
                r#"(?i)<meta\s[^>]*?content=["']([^"']{{8,40}})["'][^>]*?(?:property|name|itemprop)=["']{names}["']"#
            )),
            "the page's meta tags",
        ),
        (
            pattern(
                r#"(?i)<time\s[^>]*?(?:published|entry-date|pubdate|datePublished)[^>]*?datetime=["']([^"']{8,40})["']"#,
            ),
            "the page's <time>",
        ),
    ]
});

/// Any `<time>`: believed where the library found the same day.
static TIME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)<time[^>]+datetime=["']([^"']{8,40})["']"#).expect("a constant pattern"));

/// Reads a page.  A page without main text, or one that makes the library panic, is an error.
pub fn read(page: &str) -> Result<Draft, String> {
    if nesting(page) > DEEPEST {
        return Err(format!("tags are nested more than {DEEPEST} deep; this is not a news page"));
    }
    let options = trafilatura::Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_focus(ExtractionFocus::Balanced)
        .with_html_date_mode(HtmlDateMode::Extensive);
    let extract = || trafilatura::extract(page, &options);
    let result = std::panic::catch_unwind(extract)
        .map_err(|_| "the HTML library failed on this page; please report it".to_owned())?
        .map_err(|e| format!("no article found in the page ({e})"))?;
    if result.content_text.trim().is_empty() {
        return Err("no main text found in the page".into());
    }
    Ok(draft(page, &result))
}

fn draft(page: &str, result: &trafilatura::ExtractResult) -> Draft {
    let facts = &result.metadata;
    let mut paragraphs = blocks(&result.content_html);
    let outlet = outlet(if facts.sitename.is_empty() { &facts.hostname } else { &facts.sitename });
    let title = headline(page, &facts.title, &outlet);
    if paragraphs.first() == title.as_ref() && paragraphs.len() > 1 {
        paragraphs.remove(0);
    }
    let summary = facts.description.trim();
    let repeated = paragraphs.iter().any(|p| p.starts_with(summary.trim_end_matches(['…', '.'])));
    let is_standfirst = !summary.is_empty()
        && !repeated
        && summary.len() <= LONGEST_STANDFIRST
        && !summary.ends_with("...")
        && !summary.ends_with('…');
    let mut draft = Draft::of_blocks(title.as_deref(), is_standfirst.then_some(summary), &paragraphs);
    draft.dates = dates_of(page, facts.date.map(|d| d.to_string()));
    draft.byline = byline(&facts.author, &outlet);
    draft.outlet = Some(outlet);
    draft.url = Some(facts.url.clone());
    draft.categories = if facts.categories.is_empty() { facts.tags.clone() } else { facts.categories.clone() };
    draft
}

/// The text of each block element of cleaned HTML, white space folded.
fn blocks(html: &str) -> Vec<String> {
    const BLOCKS: [&str; 20] = [
        "p",
        "div",
        "section",
        "article",
        "body",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "blockquote",
        "pre",
        "table",
        "tr",
        "dd",
        "dt",
    ];
    let fragment = Html::parse_fragment(html);
    let (mut out, mut block) = (Vec::new(), String::new());
    let mut flush = |block: &mut String| {
        let words = one_line(block);
        block.clear();
        if !words.is_empty() {
            out.push(words);
        }
    };
    for edge in fragment.tree.root().traverse() {
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        match node.value() {
            Node::Text(text) if matches!(edge, Edge::Open(_)) => block.push_str(text),
            Node::Element(element) if BLOCKS.contains(&element.name()) => flush(&mut block),
            Node::Element(element) if matches!(element.name(), "br" | "td" | "th") => block.push(' '),
            _ => {}
        }
    }
    flush(&mut block);
    out
}

/// A text with its white space folded.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The day that the page states, with its time of day; else what the library found in the text.
///
/// The library turns times into UTC, which moves an evening's news to the next day, and takes
/// the day of a change for that of publication more often; so the page's own words come first.
fn dates_of(page: &str, day: Option<String>) -> Vec<RawDate> {
    let reads = |words: &str| !dates::parse(words, DateOrder::Mdy).is_empty();
    let stated = STATED.iter().find_map(|(pattern, from)| {
        pattern.captures_iter(page).take(4).find(|c| reads(&c[1])).map(|c| RawDate::new(&c[1], from))
    });
    let Some(day) = day else { return stated.into_iter().collect() };
    let same = |words: &str| dates::parse(words, DateOrder::Mdy).first().is_some_and(|v| v.starts_with(&day));
    let timed =
        || TIME.captures_iter(page).take(8).find(|c| same(&c[1])).map(|c| RawDate::new(&c[1], "the page's <time>"));
    vec![stated.or_else(timed).unwrap_or_else(|| RawDate::new(day.clone(), "the page's metadata or text"))]
}

/// An upper bound of how deep tags are nested, by one pass over the bytes.
fn nesting(page: &str) -> usize {
    const VOID: [&str; 15] = [
        "br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr", "p", "li",
    ];
    let (mut depth, mut deepest) = (0usize, 0usize);
    for part in page.split('<').skip(1) {
        if part.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if part.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name: String =
                part.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
            let closed = part.split('>').next().is_some_and(|t| t.ends_with('/'));
            if !closed && !VOID.contains(&name.as_str()) {
                depth += 1;
                deepest = deepest.max(depth);
            }
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_tags_are_refused() {
        let page = format!("<html><body>{}", "<div>".repeat(1_000_000));
        assert!(read(&page).is_err());
        let page = format!("<html><body>{}text</body></html>", "<b>".repeat(700));
        let _ = read(&page);
    }

    #[test]
    fn reads_a_page() {
        let page = r#"<!DOCTYPE html><html lang="en"><head><title>Ferry fares rise | The Quay</title>
<meta property="og:title" content="Ferry fares rise"><meta property="og:site_name" content="The Quay">
<link rel="canonical" href="https://quay.example/ferry">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry fares rise", "datePublished": "2024-03-09T08:30:00Z", "author": {"@type": "Person", "name": "Ann Lee"}}</script></head>
<body><nav>Home News</nav><article><h1>Ferry fares rise</h1><p>Ferry fares will rise by a tenth in April, the islands' council decided on Friday evening after a long debate.</p>
<p>"It was needed," the mayor, Rosa Quill, said after the vote, which split her own party and drew boos from the gallery. She had argued for weeks that the boats could not be kept at sea for less, and that the islands would lose them.</p></article><footer>About us</footer></body></html>"#;
        let draft = read(page).expect("a page");
        assert_eq!(draft.headline.map(|h| h.of(&draft.text)), Some("Ferry fares rise"));
        assert_eq!(draft.paragraphs.len(), 2);
        assert_eq!(draft.dates, [RawDate::new("2024-03-09T08:30:00Z", "JSON-LD datePublished")]);
        assert_eq!(draft.url.as_deref(), Some("https://quay.example/ferry"));
        assert_eq!(draft.outlet.as_deref(), Some("The Quay"));
        assert!(!draft.text.contains("Home"));
    }
}
