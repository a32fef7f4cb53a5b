//! `onrecord read`: prints the reading of articles and stores nothing.

use super::{options, threads};
use crate::Outcome;
use crate::args::{Format, Read};
use crate::inputs::{Failures, Inputs};
use crate::output::{self, CsvWriter};
use anyhow::Result;
use onrecord::to_json;
use onrecord::types::{Record, Unit};
use std::io::Write;

/// Reads and prints article by article.
pub fn run(o: &Read) -> Result<Outcome> {
    let inputs = Inputs::find(&o.files)?;
    for (path, why) in &inputs.skipped {
        eprintln!("onrecord: skipped {}: {why}", output::plain(&path.to_string_lossy()));
    }
    threads(o.reading.threads)?;
    let reader = super::reader(o.reading.actors.as_deref())?;
    let bar = inputs.progress();
    let failures = Failures::default();
    let mut printer = Printer::new(o)?;
    let jobs = inputs.jobs(options(&o.reading), &bar);
    let each = |result: Result<Record, _>| {
        match result {
            Ok(mut record) => {
                record.statements.retain(|s| f64::from(s.confidence) >= o.min_confidence);
                bar.suspend(|| printer.print(&record))?;
            }
            Err(failure) => failures.add(failure, &bar),
        }
        Ok::<_, anyhow::Error>(())
    };
    onrecord::run(&reader, &options(&o.reading), jobs, |_| Ok(true), each)?;
    bar.finish_and_clear();
    let articles = printer.finish()?;
    Ok(match (failures.count(), articles) {
        (0, 0) => Outcome::Nothing,
        (0, _) => Outcome::Done,
        _ => Outcome::Incomplete,
    })
}

/// Prints records one after the other in one format.
struct Printer {
    format: Format,
    unit: Unit,
    csv: Option<CsvWriter<std::io::Stdout>>,
    articles: usize,
}

impl Printer {
    fn new(o: &Read) -> Result<Printer> {
        let csv = if o.format == Format::Csv { Some(CsvWriter::of_statements(std::io::stdout())?) } else { None };
        Ok(Printer { format: o.format, unit: o.offsets.into(), csv, articles: 0 })
    }

    fn print(&mut self, record: &Record) -> Result<()> {
        let mut out = anstream::stdout().lock();
        self.articles += 1;
        match self.format {
            Format::Table => {
                writeln!(out, "{}", output::heading(&record.article))?;
                if record.statements.is_empty() {
                    writeln!(out, "no statements found")?;
                } else {
                    writeln!(out, "{}", output::table(&output::found(record), false))?;
                }
                record.warnings.iter().try_for_each(|w| writeln!(out, "warning: {}", output::plain(&w.message)))?;
                writeln!(out)?;
            }
            // Several records make a list; it is opened by the first and closed at the end.
            Format::Json => {
                write!(out, "{}{:#}", if self.articles == 1 { "[" } else { ",\n" }, to_json(record, self.unit))?
            }
            // Colours stand in no JSON: nothing need look for them.
            Format::Jsonl => {
                drop(out);
                let mut line = serde_json::to_vec(&to_json(record, self.unit))?;
                line.push(b'\n');
                std::io::stdout().lock().write_all(&line)?;
            }
            Format::Csv => {
                drop(out);
                if let Some(csv) = &mut self.csv {
                    output::found(record).iter().try_for_each(|f| csv.write(&output::flat(f)))?;
                }
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<usize> {
        if self.format == Format::Json {
            writeln!(anstream::stdout(), "{}", if self.articles == 0 { "[]" } else { "]" })?;
        }
        self.csv.as_mut().map(CsvWriter::finish).transpose()?;
        Ok(self.articles)
    }
}
