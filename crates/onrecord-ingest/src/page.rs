//! One page as an archive or a server gave it: bytes with an address, a content type and a provenance.

use crate::draft::Draft;
use crate::format::{self, Format, MAX_BYTES};
use crate::{Failure, Options, Outcome, charset, html, json, markdown, text};
use onrecord_types::Provenance;

/// A page, or another document, with what is known of it beside its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Names it in messages and in the record: the archive's file with `#n`, or the address.
    pub path: String,
    /// The address from which it was retrieved.
    pub url: Option<String>,
    /// Its content type, as the server said.
    pub content_type: Option<String>,
    /// The body, without any encoding of the transport.
    pub body: Vec<u8>,
    /// Where it came from.
    pub provenance: Provenance,
}

impl Page {
    /// Whether its content type is one that holds articles; a page without a type may.
    pub fn is_readable(&self) -> bool {
        let kind = self.content_type.as_deref().map(|t| t.split(';').next().unwrap_or(t).trim().to_ascii_lowercase());
        kind.is_none_or(|k| {
            let known = ["text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/ld+json"];
            k.is_empty() || known.contains(&k.as_str())
        })
    }

    /// The label of its character set, where the content type has one.
    pub fn charset(&self) -> Option<&str> {
        charset_label(self.content_type.as_deref()?)
    }
}

/// The label of the character set that a content type names.
pub fn charset_label(content_type: &str) -> Option<&str> {
    let at = content_type.to_ascii_lowercase().find("charset=")? + "charset=".len();
    Some(content_type[at..].split(';').next()?.trim().trim_matches(['"', '\'']))
}

/// Reads the article of a page; the address is its own canonical one, else that from which it came.
pub fn read(page: &Page, options: &Options) -> Outcome {
    let failed = |why: String| Failure::new(&page.path, why);
    if page.body.len() > MAX_BYTES {
        return Err(failed(format::too_large(page.body.len())));
    }
    let decoded = charset::decode(&page.body, Some(Format::Html), page.charset()).map_err(failed)?;
    let is_plain = page.content_type.as_deref().is_some_and(|t| t.starts_with("text/plain"));
    let draft: Result<Draft, String> = match format::detect("", &decoded.text) {
        Format::Text if is_plain => text::read(&decoded.text),
        Format::Markdown if !is_plain => markdown::read(&decoded.text),
        Format::Json => {
            return json::read(&page.path, &decoded.text, options)
                .into_iter()
                .next()
                .unwrap_or_else(|| Err(failed("no article in the JSON".into())))
                .map(|mut reading| {
                    reading.article.provenance = page.provenance.clone();
                    reading
                });
        }
        _ => html::read(&decoded.text),
    };
    let mut draft = draft.map_err(failed)?;
    draft.warnings.extend(decoded.warning());
    draft.url = draft.url.filter(|u| u.starts_with("http")).or_else(|| page.url.clone());
    let mut reading = draft.finish(&page.path, &page.body, options)?;
    reading.article.provenance = page.provenance.clone();
    Ok(reading)
}
