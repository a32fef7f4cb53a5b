//! Tables, JSON and CSV of statements; marks in a text; nothing a file holds reaches the
//! terminal as a control sequence.

use crate::args::Format;
use anyhow::Result;
use comfy_table::{Attribute, Cell, ColumnConstraint, ContentArrangement, Table, Width, presets};
use onrecord::ledger::Found;
use onrecord::types::{Article, OffsetMap, Origin, Record, Span, Statement, Unit};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};

/// Width of tables where the output is no terminal.
const PLAIN_WIDTH: u16 = 120;

/// Text without control characters, which could steer a terminal; line breaks become spaces.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '\n' || c == '\t' || c == '\r' {
                ' '
            } else if c.is_control() {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// The statements of a record in the shape in which the ledger finds them.
pub fn found(record: &Record) -> Vec<Found> {
    let map = OffsetMap::new(&record.article.text, Unit::CodePoints);
    record.statements.iter().map(|s| one(record, s, &map)).collect()
}

fn one(record: &Record, s: &Statement, map: &OffsetMap) -> Found {
    let a = &record.article;
    let words = |spans: &[Span]| Span::words(spans, &a.text);
    let names = |ids: &[String]| {
        let actors = ids.iter().filter_map(|id| record.actor(id));
        actors.map(|x| x.name.as_str()).collect::<Vec<_>>().join("; ")
    };
    let (start, end) = Span::cover(&s.attribution.content).map_or((0, 0), |c| map.range(c));
    Found {
        id: s.id.clone(),
        article: a.id.clone(),
        speaker: record.speaker(s).map(|x| x.name.clone()),
        joint_speakers: names(&s.joint_speakers),
        speaker_status: s.speaker_status.as_str().into(),
        country: s.affiliation.country.clone(),
        sector: s.affiliation.sector.clone(),
        source: words(&s.attribution.source),
        cue: words(&s.attribution.cue),
        content: words(&s.attribution.content),
        kind: s.kind.as_str().into(),
        origin: s.origin.as_str().into(),
        parent: s.parent.clone(),
        continues: if let Origin::Continues(id) = &s.origin { Some(id.clone()) } else { None },
        addressee: s.addressee.map(|x| x.of(&a.text).to_owned()),
        addressee_name: s.addressee_actor.as_deref().and_then(|id| record.actor(id)).map(|x| x.name.clone()),
        addressee_country: s.addressee_affiliation.country.clone(),
        addressee_sector: s.addressee_affiliation.sector.clone(),
        act: s.act.as_str().into(),
        modality: s.modality.as_words(),
        about: names(&s.about),
        said: s.said.as_ref().map(|x| x.value.clone()),
        published: a.published.as_ref().map(|p| p.value.clone()),
        outlet: a.outlet.clone(),
        headline: a.headline.map(|h| h.of(&a.text).to_owned()),
        url: a.url.clone(),
        path: a.path.clone(),
        start,
        end,
        confidence: f64::from(s.confidence),
        verdict: None,
        reader: record.reader.clone(),
    }
}

/// A statement as a flat JSON object; the keys are the columns of CSV too.
pub fn flat(f: &Found) -> Value {
    json!({
        "id": f.id, "speaker": f.speaker, "joint_speakers": f.joint_speakers, "speaker_status": f.speaker_status, "country": f.country, "sector": f.sector, "source": f.source, "cue": f.cue,
        "content": f.content, "kind": f.kind, "origin": f.origin, "parent": f.parent, "continues": f.continues,
        "addressee": f.addressee, "addressee_name": f.addressee_name, "addressee_country": f.addressee_country,
        "addressee_sector": f.addressee_sector, "act": f.act, "modality": f.modality, "about": f.about, "said": f.said, "published": f.published, "outlet": f.outlet, "headline": f.headline,
        "url": f.url, "path": f.path, "article": f.article, "start": f.start, "end": f.end,
        "confidence": (f.confidence * 1e4).round() / 1e4, "verdict": f.verdict, "reader": f.reader,
    })
}

/// Who speaks, with `?` where the words point to somebody unknown and `~` where nobody is named.
pub fn who(f: &Found) -> String {
    match f.speaker_status.as_str() {
        "named" => plain(&f.speakers().collect::<Vec<_>>().join("; ")),
        "unnamed" => format!("~ {}", plain(&f.source)),
        "unresolved" => format!("? {}", plain(&f.source)),
        _ => "–".into(),
    }
}

/// The article and the offsets of a statement's content.
pub fn place(f: &Found) -> String {
    format!("{} {}–{}", &f.article[..f.article.len().min(6)], f.start, f.end)
}

/// What a statement does, with `not` where the act is denied.
fn doing(f: &Found) -> String {
    let not = if f.modality.starts_with("negated") { "not " } else { "" };
    format!("{not}{}", f.act)
}

/// A table for people.
pub fn table(rows: &[Found], with_article: bool) -> Table {
    let mut out = new_table();
    let mut header = vec!["who", "does", "what", "to", "when", "how sure", "where"];
    if with_article {
        header.insert(5, "outlet");
    }
    out.set_header(header.into_iter().map(|h| Cell::new(h).add_attribute(Attribute::Bold)));
    for f in rows {
        let nested = if f.parent.is_some() { "↳ " } else { "" };
        let mark = if f.origin == "continues" { " (continues)" } else { "" };
        let day = f.day().unwrap_or("–");
        let mut row = vec![
            format!("{nested}{}", who(f)),
            doing(f),
            format!("{}{mark}", plain(&f.content)),
            plain(f.addressee.as_deref().unwrap_or("")),
            day[..day.len().min(10)].to_owned(),
            format!("{} {:.2}", f.kind, f.confidence),
            place(f),
        ];
        if with_article {
            row.insert(5, plain(f.outlet.as_deref().unwrap_or("–")));
        }
        out.add_row(row);
    }
    // The words are what people read: the rest gives way to them.
    // Widths hold the longest of the short words on one line, padding included.
    let last = out.column_count() - 1;
    for (i, least, most) in [(0, 14, 22), (1, 11, 11), (3, 11, 14)] {
        let bounds = ColumnConstraint::Boundaries { lower: Width::Fixed(least), upper: Width::Fixed(most) };
        out.column_mut(i).map(|c| c.set_constraint(bounds));
    }
    out.column_mut(2).map(|c| c.set_constraint(ColumnConstraint::LowerBoundary(Width::Percentage(28))));
    for (i, least) in [(4, 12), (5, 13), (last - 1, 10), (last, 13)] {
        out.column_mut(i).map(|c| c.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least))));
    }
    out
}

/// An empty table without lines, for names and numbers.
pub fn plain_table() -> Table {
    let mut out = new_table();
    out.load_style(presets::NOTHING);
    out
}

/// An empty table that fits the terminal.
pub fn new_table() -> Table {
    let mut out = Table::new();
    out.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::stdout().is_terminal() {
        out.set_width(PLAIN_WIDTH);
    }
    out
}

/// Writes CSV, a flat object a line; the keys of the first are the header.
pub struct CsvWriter<W: Write> {
    writer: csv::Writer<W>,
    has_header: bool,
}

impl<W: Write> CsvWriter<W> {
    /// A writer of any objects of one shape.
    pub fn new(out: W) -> CsvWriter<W> {
        CsvWriter { writer: csv::Writer::from_writer(out), has_header: false }
    }

    /// A writer of statements: the header stands even where none follows.
    pub fn of_statements(out: W) -> Result<CsvWriter<W>> {
        let mut csv = CsvWriter::new(out);
        csv.header(&flat(&empty()))?;
        Ok(csv)
    }

    fn header(&mut self, row: &Value) -> Result<()> {
        self.has_header = true;
        self.writer.write_record(row.as_object().into_iter().flatten().map(|(key, _)| key))?;
        Ok(())
    }

    /// Writes an object.
    pub fn write(&mut self, row: &Value) -> Result<()> {
        if !self.has_header {
            self.header(row)?;
        }
        self.writer.write_record(cells(row))?;
        Ok(())
    }

    /// Writes what is still held.
    pub fn finish(&mut self) -> Result<()> {
        self.writer.flush()?;
        Ok(())
    }
}

/// The values of a flat object as cells of CSV; null is an empty one.
fn cells(row: &Value) -> impl Iterator<Item = String> + '_ {
    let cell = |v: &Value| match v {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    row.as_object().into_iter().flatten().map(move |(_, v)| cell(v))
}

/// Prints flat objects of one shape as JSON, JSON lines or CSV.
pub fn objects(rows: &[Value], format: Format) -> Result<()> {
    let mut out = anstream::stdout().lock();
    match format {
        Format::Json => writeln!(out, "{:#}", Value::from(rows))?,
        Format::Csv => {
            let mut csv = CsvWriter::new(out);
            rows.iter().try_for_each(|row| csv.write(row))?;
            csv.finish()?;
        }
        Format::Jsonl | Format::Table => rows.iter().try_for_each(|row| writeln!(out, "{row}"))?,
    }
    Ok(())
}

fn empty() -> Found {
    Found {
        id: String::new(),
        article: String::new(),
        speaker: None,
        joint_speakers: String::new(),
        speaker_status: String::new(),
        country: None,
        sector: None,
        source: String::new(),
        cue: String::new(),
        content: String::new(),
        kind: String::new(),
        origin: String::new(),
        parent: None,
        continues: None,
        addressee: None,
        addressee_name: None,
        addressee_country: None,
        addressee_sector: None,
        act: String::new(),
        modality: String::new(),
        about: String::new(),
        said: None,
        published: None,
        outlet: None,
        headline: None,
        url: None,
        path: String::new(),
        start: 0,
        end: 0,
        confidence: 0.0,
        verdict: None,
        reader: String::new(),
    }
}

/// Prints found statements in any format.
pub fn print(rows: &[Found], format: Format) -> Result<()> {
    let mut out = anstream::stdout().lock();
    match format {
        Format::Table => writeln!(out, "{}", table(rows, true))?,
        Format::Json => writeln!(out, "{:#}", rows.iter().map(flat).collect::<Value>())?,
        Format::Jsonl => rows.iter().try_for_each(|f| writeln!(out, "{}", flat(f)))?,
        Format::Csv => {
            let mut csv = CsvWriter::of_statements(out)?;
            rows.iter().try_for_each(|f| csv.write(&flat(f)))?;
            csv.finish()?;
        }
    }
    Ok(())
}

/// What opens an article in a terminal: headline, outlet, date, id.
pub fn heading(article: &Article) -> String {
    let bold = anstyle::Style::new().bold();
    let dim = anstyle::Style::new().dimmed();
    let mut facts: Vec<String> = Vec::new();
    facts.extend(article.outlet.clone());
    if let Some(p) = &article.published {
        facts.push(if p.ambiguous { format!("{} ({})", p.value, p.why) } else { p.value.clone() });
    }
    facts.extend(article.byline.iter().map(|b| format!("by {b}")));
    facts.push(format!("{} · {}", article.path, article.id));
    let facts: Vec<String> = facts.iter().map(|f| plain(f)).collect();
    format!("{bold}{}{bold:#}\n{dim}{}{dim:#}", plain(article.title()), facts.join(" · "))
}
