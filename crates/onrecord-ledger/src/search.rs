//! The search for statements: the condition that the fewest statements fit is looked up in its index, the others are
//! tried on what it gives.

use crate::query::{COLUMNS, found, query_error};
use crate::{Error, Found, Ledger, Order, Query};
use rusqlite::params_from_iter;

/// Statements that are put in order before the first are given out; of more, the first that an index gives.
const SORTED: usize = 2_000;

/// SQL text with its values.
#[derive(Debug, Default, Clone)]
struct Sql {
    text: String,
    values: Vec<String>,
}

impl Sql {
    fn new(text: impl Into<String>, values: &[&str]) -> Sql {
        Sql { text: text.into(), values: values.iter().map(|v| (*v).to_owned()).collect() }
    }
}

/// One condition of a query.
struct Condition {
    /// Tried on a statement `s` of an article `a`.
    test: Sql,
    /// The rowids of the statements that an index gives for it, some of which may not pass the test; in the order of
    /// days where `by_day`.
    index: Option<Sql>,
    by_day: bool,
}

impl Ledger {
    /// Calls `each` with every statement that fits, in order, one at a time.
    ///
    /// A search with a limit puts statements in order only where at most 2,000 fit its narrowest indexed condition (words,
    /// speaker, days); of more it gives the first ones that the index has: by day for a speaker or days, by the order of
    /// adding for words.  `false` says that this was so.
    ///
    /// # Errors
    /// When the words of the search cannot be understood, or the ledger cannot be read.  `each` answers `false` to
    /// leave out the rest.
    pub fn said(&self, query: &Query, mut each: impl FnMut(Found) -> bool) -> Result<bool, Error> {
        let conditions = conditions(query);
        let (driver, few) = self.driver(&conditions, query)?;
        let in_order = few || query.limit.is_none();
        let chosen = chosen(query, &conditions, driver, in_order);
        let order = match query.order {
            Order::Day => "s.day, a.rowid, s.position",
            Order::Added => "a.rowid, s.position",
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM ({}) chosen JOIN statements s ON s.rowid = chosen.found JOIN articles a ON a.id = s.article ORDER BY {order}",
            chosen.text
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(chosen.values)).map_err(query_error)?;
        while let Some(row) = rows.next().map_err(query_error)? {
            if !each(found(row)?) {
                break;
            }
        }
        Ok(in_order)
    }

    /// The condition whose index gives the fewest statements, and whether they are few enough to be put in order.
    fn driver(&self, conditions: &[Condition], query: &Query) -> Result<(Option<usize>, bool), Error> {
        let mut best: Option<(usize, usize)> = None;
        for (i, condition) in conditions.iter().enumerate() {
            let Some(index) = &condition.index else { continue };
            let sql = format!("SELECT count(*) FROM (SELECT 1 FROM ({}) LIMIT {})", index.text, SORTED + 1);
            let mut count = self.db.prepare_cached(&sql)?;
            let n: i64 = count.query_row(params_from_iter(&index.values), |r| r.get(0)).map_err(query_error)?;
            // Of two that are too many, the one that comes by day.
            let n = n as usize + usize::from(n as usize > SORTED && !condition.by_day);
            if best.is_none_or(|(_, least)| n < least) {
                best = Some((i, n));
            }
        }
        let few = best.is_some_and(|(_, n)| n <= SORTED);
        // Without any index the order of days is an index itself.
        Ok((best.map(|b| b.0), few || (best.is_none() && query.order == Order::Day)))
    }
}

/// The rowids of the statements to give out, as `found`.
fn chosen(query: &Query, conditions: &[Condition], driver: Option<usize>, in_order: bool) -> Sql {
    let mut out = Sql::new("SELECT s.rowid AS found FROM ", &[]);
    match driver.and_then(|d| conditions[d].index.as_ref()) {
        Some(index) => {
            out.text += &format!("({}) i CROSS JOIN statements s ON s.rowid = i.rowid", index.text);
            out.values.extend(index.values.clone());
        }
        None => out.text += "statements s",
    }
    if query.outlet.is_some() {
        out.text += " JOIN articles a ON a.id = s.article";
    }
    out.text += " WHERE s.live = 1";
    for condition in conditions {
        out.text += &format!(" AND {}", condition.test.text);
        out.values.extend(condition.test.values.clone());
    }
    if query.without_wrong {
        out.text += " AND s.id NOT IN (SELECT statement FROM decisions WHERE verdict = 'wrong')";
    }
    if in_order && query.limit.is_some() {
        out.text += match query.order {
            Order::Day => " ORDER BY s.day, s.rowid",
            Order::Added => " ORDER BY s.rowid",
        };
    }
    if let Some(limit) = query.limit {
        out.text += &format!(" LIMIT {limit}");
    }
    out
}

fn conditions(query: &Query) -> Vec<Condition> {
    let mut out = Vec::new();
    let mut test = |text: &str, values: &[&str]| {
        out.push(Condition { test: Sql::new(text, values), index: None, by_day: false });
    };
    if let Some(to) = &query.to {
        let of_actor = "EXISTS (SELECT 1 FROM statement_actors WHERE statement = s.id AND role = 'addressee' AND name LIKE ? ESCAPE '\\')";
        test(&format!("(s.addressee LIKE ? ESCAPE '\\' OR {of_actor})"), &[&part(to), &part(to)]);
    }
    if let Some(act) = &query.act {
        test("s.act = ?", &[act]);
    }
    if let Some(outlet) = &query.outlet {
        test("a.outlet LIKE ? ESCAPE '\\'", &[&part(outlet)]);
    }
    if let Some(kind) = &query.kind {
        test("s.kind = ?", &[kind]);
    }
    if query.min_confidence > 0.0 {
        test("s.confidence >= CAST(? AS REAL)", &[&query.min_confidence.to_string()]);
    }
    if let Some(about) = &query.about {
        out.push(about_actor(about));
    }
    if let Some(article) = &query.article {
        let (from, to) = (article.to_ascii_lowercase(), format!("{}g", article.to_ascii_lowercase()));
        let range = "article >= ? AND article < ?";
        out.push(Condition {
            test: Sql::new("s.article >= ? AND s.article < ?", &[&from, &to]),
            index: Some(Sql::new(format!("SELECT rowid FROM statements WHERE {range}"), &[&from, &to])),
            by_day: false,
        });
    }
    out.extend(query.words.as_deref().map(words));
    out.extend(query.by.as_deref().map(by));
    out.extend(days(query));
    out
}

fn words(words: &str) -> Condition {
    let query = full_text(words);
    let matches = "statements_fts WHERE statements_fts MATCH ?";
    Condition {
        test: Sql::new(format!("EXISTS (SELECT 1 FROM {matches} AND rowid = s.rowid)"), &[&query]),
        index: Some(Sql::new(format!("SELECT rowid FROM {matches}"), &[&query])),
        by_day: false,
    }
}

/// Who speaks: the name, as people decided, or the source's words, hold what was asked for.
fn by(name: &str) -> Condition {
    let test = "coalesce((SELECT name FROM named WHERE statement = s.id), s.source) LIKE ? ESCAPE '\\'";
    let like = part(name);
    // Words of the name, the last one perhaps cut short, in names as read or as decided, and in sources without a name.
    let words = beginnings(name);
    let names = "SELECT name FROM names WHERE rowid IN (SELECT rowid FROM names_fts WHERE names_fts MATCH ?)
        UNION SELECT name FROM names WHERE name COLLATE NOCASE IN (SELECT name FROM actor_fixes WHERE called LIKE ? ESCAPE '\\')";
    let index = format!(
        "SELECT rowid FROM statements WHERE speaker_name IN ({names})
         UNION ALL SELECT f.rowid FROM statements_fts f JOIN statements t ON t.rowid = f.rowid WHERE statements_fts MATCH ?
            AND (t.speaker_name IS NULL OR EXISTS (SELECT 1 FROM actor_fixes WHERE name = t.speaker_name AND called IS NULL))"
    );
    let index = words.map(|words| Sql::new(index, &[&words, &like, &format!("source : ({words})")]));
    Condition { test: Sql::new(test, &[&like]), index, by_day: true }
}

fn about_actor(name: &str) -> Condition {
    let of = "SELECT 1 FROM statement_actors WHERE statement = s.id AND role = 'about' AND name LIKE ? ESCAPE '\\'";
    Condition { test: Sql::new(format!("EXISTS ({of})"), &[&part(name)]), index: None, by_day: false }
}

fn days(query: &Query) -> Option<Condition> {
    let (mut tests, mut values) = (Vec::new(), Vec::new());
    if let Some(since) = &query.since {
        tests.push("day >= ?");
        values.push(since.clone());
    }
    if let Some(until) = &query.until {
        // `~` sorts after every digit, so that `2022-07` takes in the whole month.
        tests.push("day <= ?");
        values.push(format!("{until}~"));
    }
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let test = tests.iter().map(|t| format!("s.{t}")).collect::<Vec<_>>().join(" AND ");
    (!tests.is_empty()).then(|| Condition {
        test: Sql::new(test, &values),
        index: Some(Sql::new(
            format!("SELECT rowid FROM statements WHERE {} ORDER BY day", tests.join(" AND ")),
            &values,
        )),
        by_day: true,
    })
}

/// A LIKE pattern for a part of a text.
pub(crate) fn part(words: &str) -> String {
    let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// The words of a name as an FTS5 query in which each may be the beginning of one; `None` where there is no word.
fn beginnings(name: &str) -> Option<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let all: Vec<String> = words.map(|w| format!("\"{w}\"*")).collect();
    (!all.is_empty()).then(|| all.join(" AND "))
}

/// Words as an FTS5 query: every word must occur; what stands in double quotation marks is a
/// phrase.  No other sign has a meaning, so that no search can fail.
fn full_text(words: &str) -> String {
    let straight = words.replace(['“', '”'], "\"");
    let mut out: Vec<String> = Vec::new();
    for (i, piece) in straight.split('"').enumerate() {
        let quoted = i % 2 == 1;
        if quoted {
            out.push(format!("\"{piece}\""));
        } else {
            out.extend(piece.split_whitespace().map(|w| format!("\"{w}\"")));
        }
    }
    out.retain(|p| p.chars().any(char::is_alphanumeric));
    if out.is_empty() { "\"\"".into() } else { out.join(" ") }
}
