//! Records in the words of other people's standards: schema.org as JSON-LD, W3C Web Annotation.

use onrecord_types::{Actor, ActorKind, Kind, OffsetMap, Record, Span, Statement, Unit};
use serde_json::{Value, json};

/// Code points before and after a quotation that let it be found in a changed text.
const CONTEXT: usize = 32;

/// A record as a schema.org `NewsArticle` whose parts are `Quotation`s (direct and mixed) and `Claim`s (indirect).
///
/// A `Claim` here is what the article says that somebody claims; nothing vouches for it.
pub fn to_json_ld(record: &Record) -> Value {
    let a = &record.article;
    let parts: Vec<Value> = record.statements.iter().map(|s| part(record, s)).collect();
    present(json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": article_id(record),
        "headline": a.headline.map(|h| h.of(&a.text)),
        "abstract": a.standfirst.map(|s| s.of(&a.text)),
        "articleBody": a.text,
        "articleSection": a.categories,
        "datePublished": a.published.as_ref().map(|p| &p.value),
        "author": a.byline.as_ref().map(|name| json!({"@type": "Person", "name": name})),
        "publisher": a.outlet.as_ref().map(|name| json!({"@type": "NewsMediaOrganization", "name": name})),
        "url": a.url,
        "inLanguage": a.language,
        "hasPart": parts,
    }))
}

fn part(record: &Record, s: &Statement) -> Value {
    let speakers: Vec<Value> = record.speakers(s).map(thing).collect();
    let about: Vec<Value> = s.about.iter().filter_map(|id| record.actor(id)).map(thing).collect();
    let (kind, by) = match s.kind {
        Kind::Indirect => ("Claim", "author"),
        Kind::Direct | Kind::Mixed => ("Quotation", "spokenByCharacter"),
    };
    let mut out = json!({
        "@type": kind,
        "@id": statement_id(s),
        "text": Span::words(&s.attribution.content, &record.article.text),
        "about": about,
        "dateCreated": s.said.as_ref().map(|said| &said.value),
        "isPartOf": {"@id": article_id(record)},
    });
    // One as an object, several as a list.
    out[by] = if speakers.len() == 1 { speakers.into_iter().next() } else { Some(speakers.into()) }.into();
    present(out)
}

fn thing(actor: &Actor) -> Value {
    let kind = match actor.kind {
        ActorKind::Person => "Person",
        ActorKind::Organisation => "Organization",
        ActorKind::Government => "GovernmentOrganization",
        ActorKind::Country => "Country",
        ActorKind::Place => "Place",
        ActorKind::Other => "Thing",
    };
    let wikidata = actor.wikidata.as_ref().map(|id| format!("http://www.wikidata.org/entity/{id}"));
    present(json!({"@type": kind, "name": actor.name, "sameAs": wikidata}))
}

/// The statements of a record as W3C Web Annotations: each piece of a content is a target with a
/// `TextQuoteSelector` and a `TextPositionSelector` (code points).  Without `text`, positions only.
pub fn to_annotations(record: &Record, text: bool) -> Vec<Value> {
    let a = &record.article;
    let map = OffsetMap::new(&a.text, Unit::CodePoints);
    let source = a.url.clone().unwrap_or_else(|| article_id(record));
    let one = |s: &Statement| {
        let targets: Vec<Value> = s
            .attribution
            .content
            .iter()
            .map(|span| {
                let (start, end) = map.range(*span);
                let position = json!({"type": "TextPositionSelector", "start": start, "end": end});
                let selectors = if text { json!([quote(&a.text, *span), position]) } else { json!([position]) };
                json!({"source": source, "selector": selectors})
            })
            .collect();
        let speakers: Vec<&str> = record.speakers(s).map(|a| a.name.as_str()).filter(|_| text).collect();
        let act = s.act.as_str();
        let described = if speakers.is_empty() { act.to_owned() } else { format!("{} ({act})", speakers.join(", ")) };
        json!({
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": statement_id(s),
            "type": "Annotation",
            "motivation": "describing",
            "body": {"type": "TextualBody", "value": described, "format": "text/plain", "language": "en", "purpose": "describing"},
            "target": targets,
        })
    };
    record.statements.iter().map(one).collect()
}

fn quote(text: &str, span: Span) -> Value {
    let before = &text[..span.start as usize];
    let after = &text[span.end as usize..];
    let from = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(i, _)| i);
    let to = after.char_indices().nth(CONTEXT).map_or(after.len(), |(i, _)| i);
    json!({"type": "TextQuoteSelector", "exact": span.of(text), "prefix": &before[from..], "suffix": &after[..to]})
}

fn article_id(record: &Record) -> String {
    format!("urn:onrecord:article:{}", record.article.id)
}

fn statement_id(s: &Statement) -> String {
    format!("urn:onrecord:statement:{}", s.id)
}

/// Without the keys whose value is null or an empty list.
fn present(mut value: Value) -> Value {
    if let Value::Object(map) = &mut value {
        map.retain(|_, v| !v.is_null() && v.as_array().is_none_or(|a| !a.is_empty()));
    }
    value
}
