//! `onrecord timeline`: statements by day, as text and as an SVG plot.

use crate::Outcome;
use crate::args::Timeline;
use crate::commands::said::query;
use crate::output::{plain, who};
use anyhow::{Context, Result};
use onrecord::ledger::{Found, Ledger};
use std::collections::BTreeMap;

/// Width and height of the plot, and its margin, in pixels.
const SIZE: (f64, f64, f64) = (960.0, 320.0, 40.0);

/// Prints the statements under their days.
pub fn run(o: &Timeline) -> Result<Outcome> {
    let ledger = Ledger::open_existing(&o.ledger.ledger)?;
    let mut days: BTreeMap<String, usize> = BTreeMap::new();
    let mut last = String::new();
    ledger.said(&query(&o.conditions), |f| {
        let day = day_of(&f);
        if day != last {
            println!("{}{day}", if last.is_empty() { "" } else { "\n" });
            last.clone_from(&day);
        }
        println!("  {} · {} · {}", who(&f), f.act, plain(&f.content));
        *days.entry(day).or_default() += 1;
        true
    })?;
    if days.is_empty() {
        eprintln!("onrecord: no statement fits; fewer words or conditions may find more");
        return Ok(Outcome::Nothing);
    }
    if let Some(path) = &o.svg {
        std::fs::write(path, plot(&days)).with_context(|| format!("{} could not be written", path.display()))?;
        eprintln!("onrecord: {} was written", path.display());
    }
    Ok(Outcome::Done)
}

fn day_of(f: &Found) -> String {
    let day = f.day().unwrap_or("date not known");
    day.get(..10).unwrap_or(day).to_owned()
}

/// A bar for each day that has a date; months without statements keep their place.
fn plot(days: &BTreeMap<String, usize>) -> String {
    let (width, height, margin) = SIZE;
    let dated: Vec<(jiff::civil::Date, usize)> = days.iter().filter_map(|(d, n)| Some((d.parse().ok()?, *n))).collect();
    let mut out = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {width} {height}' font-family='sans-serif' font-size='11'>\n<title>Statements by day</title>\n"
    );
    if let (Some((first, _)), Some((last, _))) = (dated.first(), dated.last()) {
        let span = f64::from(last.since(*first).map_or(0, |s| s.get_days()).max(1));
        let most = dated.iter().map(|d| d.1).max().unwrap_or(1) as f64;
        let bar = ((width - 2.0 * margin) / (span + 1.0)).clamp(1.0, 24.0);
        for (day, n) in &dated {
            let x =
                margin + f64::from(day.since(*first).map_or(0, |s| s.get_days())) / span * (width - 2.0 * margin - bar);
            let tall = *n as f64 / most * (height - 2.0 * margin);
            let y = height - margin - tall;
            out += &format!(
                "<rect x='{x:.1}' y='{y:.1}' width='{bar:.1}' height='{tall:.1}' fill='#2b6cb0'><title>{day}: {n}</title></rect>\n"
            );
        }
        let base = height - margin;
        out += &format!("<line x1='{margin}' y1='{base}' x2='{}' y2='{base}' stroke='#444'/>\n", width - margin);
        out += &format!("<text x='{margin}' y='{}'>{first}</text>\n", base + 16.0);
        out += &format!("<text x='{}' y='{}' text-anchor='end'>{last}</text>\n", width - margin, base + 16.0);
        out += &format!("<text x='{}' y='{margin}' text-anchor='end'>{most}</text>\n", margin - 6.0);
    }
    out + "</svg>\n"
}
