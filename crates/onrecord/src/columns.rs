//! Statements as Arrow columns, for Parquet and whatever reads it (pandas, DuckDB, R, Spark).

use arrow_array::builder::{Date32Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, Float64Array, RecordBatch, UInt32Array};
use arrow_schema::{DataType, Field, Schema};
use onrecord_ledger::Found;
use std::sync::Arc;

/// A column of strings: its name, whether it holds words of articles, and its value.
type Column = (&'static str, bool, fn(&Found) -> Option<&str>);

/// Strings, in the order of the columns.
const STRINGS: &[Column] = &[
    ("id", false, |f| Some(&f.id)),
    ("article", false, |f| Some(&f.article)),
    ("speaker", true, |f| f.speaker.as_deref()),
    ("speaker_status", false, |f| Some(&f.speaker_status)),
    ("country", false, |f| f.country.as_deref()),
    ("sector", false, |f| f.sector.as_deref()),
    ("source", true, |f| Some(&f.source)),
    ("cue", true, |f| Some(&f.cue)),
    ("content", true, |f| Some(&f.content)),
    ("kind", false, |f| Some(&f.kind)),
    ("origin", false, |f| Some(&f.origin)),
    ("parent", false, |f| f.parent.as_deref()),
    ("continues", false, |f| f.continues.as_deref()),
    ("addressee", true, |f| f.addressee.as_deref()),
    ("addressee_name", true, |f| f.addressee_name.as_deref()),
    ("addressee_country", false, |f| f.addressee_country.as_deref()),
    ("addressee_sector", false, |f| f.addressee_sector.as_deref()),
    ("act", false, |f| Some(&f.act)),
    ("said", false, |f| f.said.as_deref()),
    ("published", false, |f| f.published.as_deref()),
    ("outlet", false, |f| f.outlet.as_deref()),
    ("headline", true, |f| f.headline.as_deref()),
    ("url", false, |f| f.url.as_deref()),
    ("path", false, |f| Some(&f.path)),
    ("verdict", false, |f| f.verdict.as_deref()),
    ("reader", false, |f| Some(&f.reader)),
];

/// A column of lists of strings: its name, whether it holds words of articles, its values and what stands between them.
type List = (&'static str, bool, fn(&Found) -> &str, &'static str);

const LISTS: &[List] = &[
    ("modality", false, |f| &f.modality, " "),
    ("about", true, |f| &f.about, "; "),
    ("joint_speakers", true, |f| &f.joint_speakers, "; "),
];

/// The columns: strings, then `modality`, `about` and `joint_speakers` (lists of strings), `day` (date), `start`, `end` (code points of
/// the article's text) and `confidence`.
pub fn schema() -> Schema {
    let strings = STRINGS.iter().map(|(name, ..)| Field::new(*name, DataType::Utf8, true));
    let lists =
        LISTS.iter().map(|(name, ..)| Field::new_list(*name, Field::new_list_field(DataType::Utf8, true), true));
    let rest = [
        Field::new("day", DataType::Date32, true),
        Field::new("start", DataType::UInt32, false),
        Field::new("end", DataType::UInt32, false),
        Field::new("confidence", DataType::Float64, false),
    ];
    Schema::new(strings.chain(lists).chain(rest).collect::<Vec<_>>())
}

/// Statements as one batch; without `text`, columns that hold words of articles are null.
pub fn to_batch(rows: &[Found], text: bool) -> RecordBatch {
    let mut columns: Vec<ArrayRef> = Vec::new();
    for (_, words, value) in STRINGS {
        let mut builder = StringBuilder::new();
        rows.iter().for_each(|f| builder.append_option(value(f).filter(|_| text || !words)));
        columns.push(Arc::new(builder.finish()));
    }
    for (_, words, list, between) in LISTS {
        let mut builder = ListBuilder::new(StringBuilder::new());
        for f in rows {
            let shown = text || !words;
            list(f).split(between).filter(|w| shown && !w.is_empty()).for_each(|w| builder.values().append_value(w));
            builder.append(shown);
        }
        columns.push(Arc::new(builder.finish()));
    }
    let mut days = Date32Builder::new();
    rows.iter().for_each(|f| days.append_option(f.day().and_then(days_since_1970)));
    columns.push(Arc::new(days.finish()));
    columns.push(Arc::new(UInt32Array::from_iter_values(rows.iter().map(|f| f.start))));
    columns.push(Arc::new(UInt32Array::from_iter_values(rows.iter().map(|f| f.end))));
    columns.push(Arc::new(Float64Array::from_iter_values(rows.iter().map(|f| f.confidence))));
    RecordBatch::try_new(Arc::new(schema()), columns)
        .expect("the columns are those of the schema, each as long as the rows")
}

/// Days from 1970-01-01 to the day that an ISO 8601 date begins with; `None` for a month, a week or a year
/// (Hinnant, *chrono-compatible low-level date algorithms*).
fn days_since_1970(date: &str) -> Option<i32> {
    let part = |a: usize, b: usize| date.get(a..b)?.parse::<i32>().ok();
    let (y, m, d) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    if date.as_bytes().get(4) != Some(&b'-') || !(1..=12).contains(&m) || !(1..=31).contains(&d) {
        return None;
    }
    let y = y - i32::from(m <= 2);
    let era = y.div_euclid(400);
    let of_era = y - era * 400;
    let of_year = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_days() {
        for (date, days) in [
            ("1970-01-01", Some(0)),
            ("2022-07-04T10:00", Some(19_177)),
            ("1969-12-31", Some(-1)),
            ("2022-07", None),
            ("2022-W27", None),
        ] {
            assert_eq!(days_since_1970(date), days, "{date}");
        }
    }
}
