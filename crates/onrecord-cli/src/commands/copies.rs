//! `onrecord copies`: the same story in several articles, the earliest first, and what was changed.

use crate::Outcome;
use crate::args::{Copies, Format};
use crate::output::{self, new_table, plain};
use anyhow::{Result, bail};
use onrecord::ledger::{Copy, Ledger};
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

/// Words on each side of a change that are shown.
const AROUND: usize = 4;

/// One stretch of words that two texts do not have in common.
#[derive(Debug, Default, PartialEq, Eq)]
struct Change {
    before: String,
    out: String,
    into: String,
}

/// Lists the stories that several articles carry, or the articles of one story.
pub fn run(o: &Copies) -> Result<Outcome> {
    let ledger = Ledger::open_existing(&o.ledger.ledger)?;
    match &o.id {
        None => stories(o, &ledger),
        Some(id) => story(o, &ledger, id),
    }
}

fn stories(o: &Copies, ledger: &Ledger) -> Result<Outcome> {
    let found = ledger.stories((o.limit > 0).then_some(o.limit))?;
    if found.is_empty() {
        eprintln!("onrecord: every article held has a text of its own");
        return Ok(Outcome::Nothing);
    }
    if o.format != Format::Table {
        let one = |s: &onrecord::ledger::Story| {
            json!({"story": s.id, "headline": s.headline, "articles": s.articles, "outlets": s.outlets,
                "first_day": s.first, "last_day": s.last})
        };
        output::objects(&found.iter().map(one).collect::<Vec<_>>(), o.format)?;
        return Ok(Outcome::Done);
    }
    let mut out = new_table();
    out.set_header(["story", "articles", "outlets", "first", "last", "headline"]);
    for s in &found {
        out.add_row([
            s.id.clone(),
            s.articles.to_string(),
            s.outlets.to_string(),
            s.first.clone().unwrap_or_default(),
            s.last.clone().unwrap_or_default(),
            plain(s.headline.as_deref().unwrap_or("–")),
        ]);
    }
    println!("{out}");
    Ok(Outcome::Done)
}

fn story(o: &Copies, ledger: &Ledger, id: &str) -> Result<Outcome> {
    let Some(article) = ledger.article(id)? else { bail!("there is no article {id:?} in the ledger") };
    let copies = ledger.copies(&article.id)?;
    let text = |c: &Copy| -> Result<String> { Ok(ledger.article(&c.article)?.map_or(String::new(), |a| a.text)) };
    let first = copies.first().map(text).transpose()?.unwrap_or_default();
    let mut rows = Vec::new();
    for copy in &copies {
        rows.push((copy, changes(&first, &text(copy)?)));
    }
    if o.format != Format::Table {
        let one = |(c, changes): &(&Copy, Vec<Change>)| -> Value {
            json!({"article": c.article, "headline": c.headline, "outlet": c.outlet, "published": c.published, "path": c.path,
                "shared": c.shared, "replaced": c.replaced, "words_out": words(changes, |c| &c.out), "words_in": words(changes, |c| &c.into),
                "changes": changes.iter().map(|c| json!({"before": c.before, "out": c.out, "in": c.into})).collect::<Vec<_>>()})
        };
        output::objects(&rows.iter().map(one).collect::<Vec<_>>(), o.format)?;
    } else {
        listed(o, &rows);
    }
    Ok(if copies.len() > 1 { Outcome::Done } else { Outcome::Nothing })
}

fn listed(o: &Copies, rows: &[(&Copy, Vec<Change>)]) {
    let mut out = new_table();
    out.set_header(["article", "when", "outlet", "shared", "words out", "words in", "headline"]);
    for (c, changes) in rows {
        let mark = if c.replaced { " (replaced)" } else { "" };
        out.add_row([
            c.article.clone(),
            c.published.as_deref().map_or("–", |d| &d[..d.len().min(10)]).to_owned(),
            plain(c.outlet.as_deref().unwrap_or("–")),
            c.shared.map_or_else(|| "–".to_owned(), |s| format!("{:.0} %", 100.0 * s)),
            words(changes, |c| &c.out).to_string(),
            words(changes, |c| &c.into).to_string(),
            format!("{}{mark}", plain(c.headline.as_deref().unwrap_or("–"))),
        ]);
    }
    println!("{out}");
    for (c, changes) in rows.iter().skip(1).filter(|_| o.changes) {
        println!("\n{} beside the earliest:", c.article);
        for change in changes {
            println!("  … {} [-{}-] {{+{}+}}", plain(&change.before), plain(&change.out), plain(&change.into));
        }
    }
}

fn words(changes: &[Change], of: impl Fn(&Change) -> &String) -> usize {
    changes.iter().map(|c| of(c).split_whitespace().count()).sum()
}

/// What must be changed in one text to make the other, word by word (Myers 1986).
fn changes(from: &str, to: &str) -> Vec<Change> {
    let (a, b): (Vec<&str>, Vec<&str>) = (from.split_whitespace().collect(), to.split_whitespace().collect());
    let diff = TextDiff::configure().timeout(std::time::Duration::from_secs(2)).diff_slices(&a, &b);
    let (mut out, mut now, mut before): (Vec<Change>, Change, Vec<&str>) = (Vec::new(), Change::default(), Vec::new());
    for change in diff.iter_all_changes() {
        let word = change.value();
        let side = match change.tag() {
            ChangeTag::Equal => {
                if !(now.out.is_empty() && now.into.is_empty()) {
                    out.push(std::mem::take(&mut now));
                }
                before.push(word);
                continue;
            }
            ChangeTag::Delete => &mut now.out,
            ChangeTag::Insert => &mut now.into,
        };
        if !side.is_empty() {
            side.push(' ');
        }
        side.push_str(word);
        if now.before.is_empty() {
            now.before = before[before.len().saturating_sub(AROUND)..].join(" ");
        }
    }
    if !(now.out.is_empty() && now.into.is_empty()) {
        out.push(now);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_was_changed() {
        let found =
            changes("The fares will rise by a tenth in April.", "The fares may rise by a fifth in April, he said.");
        let shown: Vec<String> = found.iter().map(|c| format!("{}|{}", c.out, c.into)).collect();
        assert_eq!(shown, ["will|may", "tenth|fifth", "April.|April, he said."]);
        assert_eq!(found[1].before, "fares rise by a");
        assert!(changes("same words", "same  words").is_empty());
    }
}
