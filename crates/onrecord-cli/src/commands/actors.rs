//! `onrecord actors` and `actor`: who is on record, one page of an actor, and decisions about names.

use crate::Outcome;
use crate::args::{Actor, Actors, FixCommand, Format, Ledger as Where};
use crate::output::{self, new_table, plain, plain_table};
use anyhow::{Result, bail};
use onrecord::known_as;
use onrecord::ledger::{Fix, Ledger, Query, Speaker};
use serde_json::{Value, json};

/// Lists speakers, or keeps a decision.
pub fn run(o: &Actors) -> Result<Outcome> {
    if let Some(fix) = &o.fix {
        return decide(fix);
    }
    let ledger = Ledger::open_existing(&o.ledger.ledger)?;
    let mut found = ledger.speakers(&o.name, (o.limit > 0).then_some(o.limit))?;
    for other in known(&ledger, &o.name)? {
        if !found.iter().any(|f| f.name == other.name) {
            found.insert(0, other);
        }
    }
    if found.is_empty() {
        eprintln!("onrecord: nobody of that name is on record; `onrecord actors` lists all");
        return Ok(Outcome::Nothing);
    }
    match o.format {
        Format::Table => table(&found),
        format => output::objects(&found.iter().map(flat).collect::<Vec<_>>(), format)?,
    }
    Ok(Outcome::Done)
}

/// The speakers whom the base of actors knows by a name.
fn known(ledger: &Ledger, name: &str) -> Result<Vec<Speaker>> {
    let found = known_as(name).into_iter().filter_map(|known| ledger.speaker(&known).transpose());
    Ok(found.collect::<Result<_, _>>()?)
}

fn table(found: &[Speaker]) {
    let mut out = new_table();
    out.set_header(["who", "statements", "articles", "outlets", "first", "last", "country", "sector"]);
    for s in found {
        let text = |v: &Option<String>| v.clone().unwrap_or_default();
        out.add_row([
            plain(&s.name),
            s.statements.to_string(),
            s.articles.to_string(),
            s.outlets.to_string(),
            text(&s.first),
            text(&s.last),
            text(&s.country),
            text(&s.sector),
        ]);
    }
    println!("{out}");
}

fn flat(s: &Speaker) -> Value {
    json!({
        "name": s.name, "statements": s.statements, "articles": s.articles, "outlets": s.outlets,
        "first": s.first, "last": s.last, "country": s.country, "sector": s.sector,
    })
}

fn decide(fix: &FixCommand) -> Result<Outcome> {
    let called = |name: &str| Fix::Call(name.to_owned());
    let (name, fix, article, place): (&str, Fix, Option<&str>, &Where) = match fix {
        FixCommand::Merge(r) | FixCommand::Rename(r) => (&r.name, called(&r.called), None, &r.ledger),
        FixCommand::Split { names, article } => (&names.name, called(&names.called), Some(article), &names.ledger),
        FixCommand::Forget(n) => (&n.name, Fix::Forget, None, &n.ledger),
        FixCommand::Undo(n) => (&n.name, Fix::Undo, None, &n.ledger),
    };
    let mut ledger = Ledger::open_existing(&place.ledger)?;
    let article = match article {
        Some(id) => match ledger.article(id)? {
            Some(article) => Some(article.id),
            None => bail!("the ledger has no article {id}; `onrecord said --format csv` prints ids"),
        },
        None => None,
    };
    let touched = ledger.fix_actor(name, article.as_deref(), &fix, &jiff::Timestamp::now().to_string())?;
    if touched == 0 {
        bail!("no statement has a speaker that was read as {name}; `onrecord actors` lists names");
    }
    println!("{touched} statements of {} are touched; what was read stays as it is", plain(name));
    Ok(Outcome::Done)
}

/// Prints one actor's page.
pub fn one(o: &Actor) -> Result<Outcome> {
    let ledger = Ledger::open_existing(&o.ledger.ledger)?;
    let mut exact = ledger.speaker(&o.name)?;
    if exact.is_none() {
        exact = known(&ledger, &o.name)?.into_iter().next();
    }
    let found = if exact.is_none() { ledger.speakers(&o.name, None)? } else { Vec::new() };
    let actor = match (&exact, &found[..]) {
        (Some(actor), _) | (None, [actor]) => actor,
        (None, []) => {
            eprintln!("onrecord: nobody of that name is on record; `onrecord actors` lists all");
            return Ok(Outcome::Nothing);
        }
        (None, several) => {
            let names: Vec<String> = several.iter().take(8).map(|s| plain(&s.name)).collect();
            bail!("{} actors have that in their name: {}; give one in full", several.len(), names.join(", "));
        }
    };
    println!("{}", plain(&actor.name));
    let facts: Vec<&str> = [&actor.country, &actor.sector].into_iter().flatten().map(String::as_str).collect();
    let days = [actor.first.as_deref(), actor.last.as_deref()].map(|d| d.unwrap_or("–"));
    println!(
        "{} statements in {} articles, {} to {}  {}\n",
        actor.statements,
        actor.articles,
        days[0],
        days[1],
        facts.join(" ")
    );
    let mut roles = plain_table();
    for (role, first, last) in ledger.roles(&actor.name)? {
        roles.add_row([plain(&role), format!("{} to {}", first.unwrap_or_default(), last.unwrap_or_default())]);
    }
    println!("{roles}\n");
    let (outlets, acts) = ledger.tally(&actor.name)?;
    let outlets = outlets.into_iter().map(|(outlet, n)| (outlet.unwrap_or_else(|| "outlet not known".into()), n));
    let limit = (o.limit > 0).then_some(o.limit);
    let mut rows = Vec::new();
    ledger.said(&Query { speaker: Some(actor.name.clone()), limit, ..Query::default() }, |f| {
        rows.push(f);
        true
    })?;
    println!("quoted by: {}", counts(outlets.collect()));
    println!("acts: {}\n", counts(acts));
    println!("{}", output::table(&rows, true));
    Ok(Outcome::Done)
}

fn counts(mut all: Vec<(String, u64)>) -> String {
    all.sort_by(|(a, n), (b, m)| (m, a).cmp(&(n, b)));
    all.iter().map(|(name, n)| format!("{} {n}", plain(name))).collect::<Vec<_>>().join(", ")
}
