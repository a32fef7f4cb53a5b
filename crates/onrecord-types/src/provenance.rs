//! Where the bytes of an article came from.

/// Where the bytes of an article came from, beyond the name of its file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// The archive's own id of the record (`WARC-Record-ID`).
    pub record: Option<String>,
    /// First byte of the record in its file; of a compressed file, of the member that holds it.
    pub offset: Option<u64>,
    /// Bytes that the record takes there; `None` where records share a compressed member.
    pub length: Option<u64>,
    /// When the page was retrieved, RFC 3339 in UTC.
    pub retrieved: Option<String>,
    /// The HTTP headers that matter (see [`Provenance::HEADERS`]), names in small letters, in that order.
    pub headers: Vec<(String, String)>,
}

impl Provenance {
    /// The headers that are kept.
    pub const HEADERS: [&'static str; 6] =
        ["content-type", "content-language", "date", "etag", "last-modified", "location"];
}
