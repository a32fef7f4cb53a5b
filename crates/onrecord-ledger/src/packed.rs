//! The packed form of a statement: its spans, its id and its place in the order of days.  The views of `docs/ledger.md`
//! unpack the same in SQL (`version_8.sql`).

use crate::{Error, ErrorKind};
use jiff::civil::{Date, date};
use onrecord_types::{OffsetMap, Span, Statement};
use rusqlite::Row;
use serde_json::{Value, json};
use std::ops::Range;

/// Roles of pieces, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Source,
    Cue,
    Content,
    Quoted,
    Addressee,
    Said,
    Venue,
    Modality,
}

const ROLES: usize = 8;

/// Confidences are kept in parts of one.
pub const CONFIDENCE: f64 = 10_000.0;

/// The spans of a statement, by role.
#[derive(Debug, Default)]
pub struct Pieces([Vec<Span>; ROLES]);

impl Pieces {
    pub fn of(s: &Statement) -> Pieces {
        Pieces([
            s.attribution.source.clone(),
            s.attribution.cue.clone(),
            s.attribution.content.clone(),
            s.quoted.clone(),
            s.addressee.into_iter().collect(),
            s.said.iter().map(|x| x.span).collect(),
            s.venue.into_iter().collect(),
            s.modality.words.clone(),
        ])
    }

    /// The first offset of them all, and JSON: `[[role, offset from there, length], …]`.
    pub fn pack(&self, map: &OffsetMap) -> (u32, String) {
        let all = self.0.iter().enumerate().flat_map(|(role, spans)| spans.iter().map(move |s| (role, *s)));
        let all: Vec<(usize, (u32, u32))> = all.map(|(role, span)| (role, map.range(span))).collect();
        let first = all.iter().map(|(_, range)| range.0).min().unwrap_or(0);
        let packed: Vec<Value> = all.iter().map(|(role, (a, b))| json!([role, a - first, b - a])).collect();
        (first, Value::from(packed).to_string())
    }

    /// What [`Pieces::pack`] packed; what does not lie in the text is left out.
    fn unpack(first: u32, packed: &str, map: &OffsetMap) -> Pieces {
        let mut out = Pieces::default();
        for (role, offset, length) in serde_json::from_str::<Vec<(usize, u32, u32)>>(packed).unwrap_or_default() {
            let start = first.saturating_add(offset);
            let span = map.span(start, start.saturating_add(length));
            if let (Some(spans), Some(span)) = (out.0.get_mut(role), span) {
                spans.push(span);
            }
        }
        out
    }

    /// The pieces of a row that has the first offset in a column and what is packed in the next.
    pub fn read(row: &Row<'_>, column: usize, map: &OffsetMap) -> rusqlite::Result<Pieces> {
        Ok(Pieces::unpack(row.get(column)?, row.get_ref(column + 1)?.as_str()?, map))
    }

    pub fn get(&self, role: Role) -> &[Span] {
        &self.0[role as usize]
    }

    pub fn take(&mut self, role: Role) -> Vec<Span> {
        std::mem::take(&mut self.0[role as usize])
    }

    pub fn words(&self, role: Role, text: &str) -> String {
        Span::words(self.get(role), text)
    }
}

/// The bytes of a statement's id.
pub fn id_bytes(id: &str) -> Result<[u8; 8], Error> {
    let number = (id.len() == 16).then(|| u64::from_str_radix(id, 16).ok()).flatten();
    let why = || Error::new(ErrorKind::Query, format!("{id}: the id of a statement is 16 hexadecimal digits"));
    number.map(u64::to_be_bytes).ok_or_else(why)
}

/// The least and the greatest bytes of ids that begin so; `None` where no id does.
pub fn ids_from(prefix: &str) -> Option<([u8; 8], [u8; 8])> {
    let fill = |with: &str| id_bytes(&format!("{prefix}{}", with.repeat(16_usize.checked_sub(prefix.len())?))).ok();
    Some((fill("0")?, fill("f")?))
}

/// The id of its bytes.
pub fn id_of(bytes: [u8; 8]) -> String {
    format!("{:016x}", u64::from_be_bytes(bytes))
}

/// Bits of a key that number the statements of one day.
const NUMBER: u32 = 24;
/// Keys from here to 0 are of statements without a day.
const UNDATED: i64 = -(1 << 46);

/// The keys of a day, or of no day.
pub fn keys_of(day: Option<Date>) -> Range<i64> {
    day.map_or(UNDATED..0, |day| {
        let since = day.duration_since(date(1, 1, 1)).as_hours() / 24 + 1;
        since << NUMBER..(since + 1) << NUMBER
    })
}

/// The first day of a date of any precision: `2022-07` is the first of July.
pub fn first_day(value: &str) -> Option<Date> {
    format!("{value}-01-01").get(..10)?.parse().ok()
}

/// The last day of a date of any precision.
pub fn last_day(value: &str) -> Option<Date> {
    let first = first_day(value)?;
    Some(match value.len() {
        ..7 => first.last_of_year(),
        7..10 => first.last_of_month(),
        _ => first,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_the_order_of_days() {
        assert_eq!(keys_of(first_day("0001")), 1 << 24..2 << 24);
        assert_eq!(keys_of(first_day("2022-07-04")).start >> 24, 738_340);
        let days = ["1931-05", "2022-07-04", "2022-07-05T10:00", "2023"];
        let keys: Vec<i64> = days.iter().map(|d| keys_of(first_day(d)).start).collect();
        assert!(keys.is_sorted() && keys_of(None).end <= keys[0]);
        assert_eq!(last_day("2024-02"), Some(date(2024, 2, 29)));
        assert_eq!(last_day("2024"), Some(date(2024, 12, 31)));
        assert_eq!(first_day("XXXX-10"), None);
    }

    #[test]
    fn ids_have_their_bytes() {
        let bytes = id_bytes("00ff00000000000a").expect("an id");
        assert_eq!(id_of(bytes), "00ff00000000000a");
        assert!(id_bytes("ff").is_err() && id_bytes("00ff00000000000g").is_err());
        assert_eq!(ids_from("f"), Some(([0xf0, 0, 0, 0, 0, 0, 0, 0], [0xff; 8])));
        assert_eq!(ids_from("00000000000000000"), None);
    }
}
