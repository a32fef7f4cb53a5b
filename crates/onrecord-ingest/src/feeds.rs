//! What names articles without holding them: feeds (RSS, Atom, JSON Feed), lists of feeds (OPML), sitemaps.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashSet;
use url::Url;

/// Addresses taken from one feed or sitemap; a sitemap may have 50,000 (sitemaps.org, protocol 0.9).
const MOST: usize = 50_000;

/// What a listing holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// `feed`, `opml`, `sitemap` or `sitemap index`.
    pub kind: &'static str,
    /// Articles, in the listing's order.
    pub entries: Vec<Entry>,
    /// Addresses of other listings.
    pub listings: Vec<String>,
}

/// One article of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Its address.
    pub url: String,
    /// Its headline, as the listing has it.
    pub title: Option<String>,
    /// When it was published, RFC 3339 or as written.
    pub published: Option<String>,
}

/// Reads a listing; relative addresses are resolved against `base`, its own.
///
/// ```
/// let feed = br#"<rss version="2.0"><channel><title>Quay</title>
///   <item><title>Fares rise</title><link>/fares</link></item></channel></rss>"#;
/// let listing = onrecord_ingest::read_listing(feed, Some("https://quay.example/rss"))?;
/// assert_eq!(listing.entries[0].url, "https://quay.example/fares");
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// A sentence that says why it is no listing.
pub fn read(bytes: &[u8], base: Option<&str>) -> Result<Listing, String> {
    let base = base.and_then(|b| Url::parse(b).ok());
    let mut out = match root(bytes).as_deref() {
        Some("opml") => opml(bytes)?,
        Some(root @ ("urlset" | "sitemapindex")) => sitemap(bytes, root == "sitemapindex")?,
        _ => feed(bytes, base.as_ref())?,
    };
    let mut seen = HashSet::new();
    out.entries.retain_mut(|e| match absolute(&e.url, base.as_ref()) {
        Some(url) => {
            e.url = url;
            seen.insert(e.url.clone())
        }
        None => false,
    });
    out.listings = out.listings.iter().filter_map(|u| absolute(u, base.as_ref())).collect();
    out.entries.truncate(MOST);
    Ok(out)
}

/// An address of the web, without its fragment.
fn absolute(url: &str, base: Option<&Url>) -> Option<String> {
    let mut url = match base {
        Some(base) => base.join(url.trim()),
        None => Url::parse(url.trim()),
    }
    .ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// The name of an XML document's root, without its prefix.
fn root(bytes: &[u8]) -> Option<String> {
    let mut reader = Reader::from_reader(bytes);
    let mut buffer = Vec::new();
    for _ in 0..64 {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                return Some(tag.local_name().as_ref().to_ascii_lowercase());
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => buffer.clear(),
        }
    }
    None
}

fn feed(bytes: &[u8], base: Option<&Url>) -> Result<Listing, String> {
    let parser = feed_rs::parser::Builder::new().base_uri(base.map(Url::as_str)).build();
    let feed = parser.parse(bytes).map_err(|e| format!("no feed, sitemap or list of feeds ({e})"))?;
    let entry = |e: feed_rs::model::Entry| {
        let link = e.links.iter().find(|l| l.rel.as_deref().is_none_or(|r| r == "alternate")).or(e.links.first());
        Some(Entry {
            url: link.map(|l| l.href.clone()).or_else(|| e.id.starts_with("http").then_some(e.id))?,
            title: e.title.map(|t| t.content),
            published: e.published.or(e.updated).map(|d| d.to_rfc3339()),
        })
    };
    Ok(Listing { kind: "feed", entries: feed.entries.into_iter().filter_map(entry).collect(), listings: Vec::new() })
}

/// The feeds of an OPML file: every outline with an `xmlUrl`.
fn opml(bytes: &[u8]) -> Result<Listing, String> {
    let mut out = Listing { kind: "opml", ..Listing::default() };
    let mut reader = Reader::from_reader(bytes);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(|e| format!("the OPML is damaged ({e})"))? {
            Event::Start(tag) | Event::Empty(tag) => {
                let url = tag.attributes().flatten().find(|a| a.key.as_ref().eq_ignore_ascii_case("xmlUrl"));
                if let Some(url) = url.and_then(|a| quick_xml::escape::unescape(&a.value).ok().map(|v| v.into_owned()))
                {
                    out.listings.push(url);
                }
            }
            Event::Eof => return Ok(out),
            _ => {}
        }
        buffer.clear();
    }
}

/// A sitemap, Google's news extension included, or an index of sitemaps.
fn sitemap(bytes: &[u8], index: bool) -> Result<Listing, String> {
    let mut out = Listing { kind: if index { "sitemap index" } else { "sitemap" }, ..Listing::default() };
    let mut reader = Reader::from_reader(bytes);
    let (mut buffer, mut words, mut entry) = (Vec::new(), String::new(), Entry::default());
    let mut path: Vec<String> = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(|e| format!("the sitemap is damaged ({e})"))? {
            Event::Start(tag) => {
                path.push(tag.name().as_ref().to_owned());
                words.clear();
            }
            Event::Text(text) => words.push_str(&text),
            Event::CData(text) => words.push_str(&text),
            Event::GeneralRef(name) => {
                let entity = format!("&{};", &*name);
                words.push_str(&quick_xml::escape::unescape(&entity).unwrap_or_default());
            }
            Event::End(_) => {
                let taken = || Some(words.trim().to_owned()).filter(|w| !w.is_empty());
                match path.pop().unwrap_or_default().as_str() {
                    "loc" => entry.url = words.trim().to_owned(),
                    "news:title" => entry.title = taken(),
                    "news:publication_date" => entry.published = taken(),
                    "lastmod" if entry.published.is_none() => entry.published = taken(),
                    "url" => out.entries.push(std::mem::take(&mut entry)),
                    "sitemap" => out.listings.push(std::mem::take(&mut entry).url),
                    _ => {}
                }
                words.clear();
            }
            Event::Eof => return Ok(out),
            _ => {}
        }
        if out.entries.len() > MOST || out.listings.len() > MOST || path.len() > 64 {
            return Ok(out);
        }
        buffer.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(listing: &Listing) -> Vec<&str> {
        listing.entries.iter().map(|e| e.url.as_str()).collect()
    }

    #[test]
    fn reads_every_kind() {
        let base = Some("https://quay.example/feeds/all");
        let atom = br#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Q</title><id>q</id><updated>2024-03-01T00:00:00Z</updated>
            <entry><id>1</id><title>Fares</title><link href="../fares#top"/><updated>2024-03-01T10:00:00Z</updated></entry></feed>"#;
        let listing = read(atom, base).expect("a feed");
        assert_eq!(urls(&listing), ["https://quay.example/fares"]);
        assert_eq!(listing.entries[0].published.as_deref(), Some("2024-03-01T10:00:00+00:00"));
        let json = br#"{"version": "https://jsonfeed.org/version/1.1", "title": "Q", "items": [{"id": "1", "url": "https://quay.example/a", "content_text": "x"}]}"#;
        assert_eq!(urls(&read(json, base).expect("a feed")), ["https://quay.example/a"]);
        let opml = br#"<opml version="2.0"><body><outline text="all"><outline type="rss" xmlUrl="https://quay.example/rss?a=1&amp;b=2"/></outline></body></opml>"#;
        assert_eq!(read(opml, None).expect("a list").listings, ["https://quay.example/rss?a=1&b=2"]);
        let map = br#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
            <url><loc>https://quay.example/a?x=1&amp;y=2</loc><news:news><news:publication_date>2024-03-02</news:publication_date><news:title>Fares</news:title></news:news></url>
            <url><loc>javascript:alert(1)</loc></url></urlset>"#;
        let listing = read(map, None).expect("a sitemap");
        assert_eq!(urls(&listing), ["https://quay.example/a?x=1&y=2"]);
        assert_eq!(listing.entries[0].published.as_deref(), Some("2024-03-02"));
        let index = br#"<sitemapindex><sitemap><loc>https://quay.example/s1.xml</loc></sitemap></sitemapindex>"#;
        assert_eq!(read(index, None).expect("an index").listings, ["https://quay.example/s1.xml"]);
        assert!(read(b"<html><p>no feed</p></html>", None).is_err());
        assert!(read(b"", None).is_err());
    }
}
