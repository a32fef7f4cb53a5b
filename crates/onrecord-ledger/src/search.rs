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
    indexes: Vec<Index>,
}

/// The rowids of the statements that an index gives for a condition.
struct Index {
    rows: Sql,
    /// Tried on what the index gives, where that may be more than what fits.
    rest: Option<Sql>,
    /// Whether it gives them in the order of days.
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
        let conditions = self.conditions(query)?;
        let driver = self.driver(&conditions)?;
        // Without any index the order of days is an index itself.
        let few = driver.as_ref().map_or(query.order == Order::Day, |d| d.few.is_some());
        let in_order = few || query.limit.is_none();
        let chosen = chosen(query, &conditions, driver.as_ref(), in_order);
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

    /// The index that gives the fewest statements.
    fn driver(&self, conditions: &[Condition]) -> Result<Option<Driver>, Error> {
        let mut best: Option<(Driver, usize)> = None;
        for (condition, c) in conditions.iter().enumerate() {
            for (index, i) in c.indexes.iter().enumerate() {
                let sql = format!("SELECT rowid FROM ({}) LIMIT {}", i.rows.text, SORTED + 1);
                let mut first = self.db.prepare_cached(&sql)?;
                let rows = first.query_map(params_from_iter(&i.rows.values), |r| r.get(0)).map_err(query_error)?;
                let rows: Vec<i64> = rows.collect::<Result<_, _>>().map_err(query_error)?;
                // Of two that are too many, the one that comes by day.
                let n = rows.len() + usize::from(rows.len() > SORTED && !i.by_day);
                if best.as_ref().is_none_or(|(_, least)| n < *least) {
                    best = Some((Driver { condition, index, few: (rows.len() <= SORTED).then_some(rows) }, n));
                }
            }
        }
        Ok(best.map(|b| b.0))
    }

    fn conditions(&self, query: &Query) -> Result<Vec<Condition>, Error> {
        let mut out = simple(query);
        let name = query.by.as_deref().map(|name| self.asked(name)).transpose()?;
        match (&query.words, &name) {
            (Some(words), Some(name)) => out.push(self.words_by(words, name, query)?),
            (Some(words), None) => out.push(of_words(words)),
            (None, Some(name)) => out.push(by(name, query)),
            (None, None) => {}
        }
        out.extend(query.country.as_deref().map(|country| of_country(country, query)));
        out.extend(days(query));
        Ok(out)
    }

    /// How a name is looked for: in whole words where a speaker's name has them, else by the beginning of its last word,
    /// which costs many times as much where many words begin so.
    fn asked<'a>(&self, name: &'a str) -> Result<Asked<'a>, Error> {
        let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let phrase = format!("\"{}\"", words.join(" "));
        let mut held = self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM names_fts WHERE names_fts MATCH ?1)")?;
        let whole = !words.is_empty() && held.query_row([&phrase], |r| r.get(0))?;
        let phrase = if whole { phrase } else { phrase + " *" };
        Ok(Asked { name, whole, phrase: (!words.is_empty()).then_some(phrase) })
    }

    /// Words by a speaker, both looked up in the full text at once.
    fn words_by(&self, words: &str, name: &Asked<'_>, query: &Query) -> Result<Condition, Error> {
        let mut out = by(name, query);
        let speaks = std::mem::replace(&mut out.test, of_words(words).test);
        out.test.text += &format!(" AND {}", speaks.text);
        out.test.values.extend(speaks.values.clone());
        out.indexes.iter_mut().for_each(|index| index.rest = Some(out.test.clone()));
        let Some(of_name) = &name.phrase else { return Ok(out) };
        let mut fixes =
            self.db.prepare_cached("SELECT DISTINCT name FROM actor_fixes WHERE called LIKE ?1 ESCAPE '\\'")?;
        let mut who = format!("{{source speaker_name}} : ({of_name})");
        for read in fixes.query_map([part(name.name)], |r| r.get::<_, String>(0))? {
            who += &format!(" OR speaker_name : \"{}\"", read?.replace('"', " "));
        }
        let rows = Sql::new(format!("SELECT rowid FROM {MATCH}"), &[&format!("({}) AND ({who})", full_text(words))]);
        out.indexes.push(Index { rows, rest: Some(speaks), by_day: false });
        Ok(out)
    }
}

/// A name that is looked for.
struct Asked<'a> {
    name: &'a str,
    /// Whether only whole words count.
    whole: bool,
    /// An FTS5 phrase; `None` where the name has no word.
    phrase: Option<String>,
}

impl Asked<'_> {
    /// Tried on a statement: its speaker's name, as people decided, or the source's words hold the name.
    fn speaks(&self) -> Sql {
        let who = "coalesce((SELECT name FROM named WHERE statement = s.id), s.source)";
        if !self.whole {
            return Sql::new(format!("{who} LIKE ? ESCAPE '\\'"), &[&part(self.name)]);
        }
        // No letter or digit stands beside one at its ends.
        let edge = |c: Option<char>| if c.is_some_and(char::is_alphanumeric) { "[^a-z0-9]" } else { "" };
        let (first, last) = (edge(self.name.chars().next()), edge(self.name.chars().next_back()));
        let quote = |c: char| if "*?[".contains(c) { format!("[{c}]") } else { c.into() };
        let words: String = self.name.to_ascii_lowercase().chars().map(quote).collect();
        Sql::new(format!("' ' || lower({who}) || ' ' GLOB ?"), &[&format!("*{first}{words}{last}*")])
    }
}

/// The index that leads a search: of which condition, and which of it.
struct Driver {
    condition: usize,
    index: usize,
    /// The rowids that it gives, where they are few enough to be put in order; they need not be looked up again.
    few: Option<Vec<i64>>,
}

const MATCH: &str = "statements_fts WHERE statements_fts MATCH ?";

/// The rowids of the statements to give out, as `found`.
fn chosen(query: &Query, conditions: &[Condition], driver: Option<&Driver>, in_order: bool) -> Sql {
    let mut out = Sql::new("SELECT s.rowid AS found FROM ", &[]);
    let leads = driver.map(|d| &conditions[d.condition].indexes[d.index]);
    match (leads, driver.and_then(|d| d.few.as_ref())) {
        (_, Some(rows)) => {
            out.text += "json_each(?) i CROSS JOIN statements s ON s.rowid = i.value";
            out.values.push(format!("{rows:?}"));
        }
        (Some(index), None) => {
            out.text += &format!("({}) i CROSS JOIN statements s ON s.rowid = i.rowid", index.rows.text);
            out.values.extend(index.rows.values.clone());
        }
        (None, None) => out.text += "statements s",
    }
    if query.outlet.is_some() {
        out.text += " JOIN articles a ON a.id = s.article";
    }
    out.text += " WHERE s.live = 1";
    let tests = conditions.iter().enumerate().filter_map(|(i, c)| match leads {
        Some(index) if driver.is_some_and(|d| d.condition == i) => index.rest.as_ref(),
        _ => Some(&c.test),
    });
    for test in tests {
        out.text += &format!(" AND {}", test.text);
        out.values.extend(test.values.clone());
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

/// The conditions that are tried one by one, and that on the article.
fn simple(query: &Query) -> Vec<Condition> {
    let mut out = Vec::new();
    let mut test = |text: &str, values: &[&str]| {
        out.push(Condition { test: Sql::new(text, values), indexes: Vec::new() });
    };
    if let Some(to) = &query.to {
        let of_actor = "EXISTS (SELECT 1 FROM statement_actors WHERE statement = s.id AND role = 'addressee' AND name LIKE ? ESCAPE '\\')";
        test(&format!("(s.addressee LIKE ? ESCAPE '\\' OR {of_actor})"), &[&part(to), &part(to)]);
    }
    if let Some(act) = &query.act {
        test("s.act = ?", &[act]);
    }
    if let Some(sector) = &query.sector {
        test("s.sector = ?", &[sector]);
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
        let rows = Sql::new(format!("SELECT rowid FROM statements WHERE {range}"), &[&from, &to]);
        out.push(Condition {
            test: Sql::new("s.article >= ? AND s.article < ?", &[&from, &to]),
            indexes: vec![Index { rows, rest: None, by_day: false }],
        });
    }
    out
}

fn of_words(words: &str) -> Condition {
    let query = full_text(words);
    let rows = Sql::new(format!("SELECT rowid FROM {MATCH}"), &[&query]);
    Condition {
        test: Sql::new(format!("EXISTS (SELECT 1 FROM {MATCH} AND rowid = s.rowid)"), &[&query]),
        indexes: vec![Index { rows, rest: None, by_day: false }],
    }
}

/// Who speaks, within the days asked for.
fn by(name: &Asked<'_>, query: &Query) -> Condition {
    let (like, (tests, days)) = (part(name.name), between(query));
    let between = and(&tests);
    // Words of the name in names as read or as decided, and in sources without a name.
    let names = "SELECT name FROM names WHERE rowid IN (SELECT rowid FROM names_fts WHERE names_fts MATCH ?)
        UNION SELECT name FROM names WHERE name COLLATE NOCASE IN (SELECT name FROM actor_fixes WHERE called LIKE ? ESCAPE '\\')";
    let index = format!(
        "SELECT rowid FROM statements WHERE speaker_name IN ({names}){between}
         UNION ALL SELECT f.rowid FROM statements_fts f JOIN statements t ON t.rowid = f.rowid WHERE statements_fts MATCH ?
            AND (t.speaker_name IS NULL OR EXISTS (SELECT 1 FROM actor_fixes WHERE name = t.speaker_name AND called IS NULL))"
    );
    let named = name.phrase.clone().map(|words| {
        let in_source = format!("(source : ({words})) NOT (speaker_name : ({words}))");
        let mut values = vec![words, like];
        values.extend(days);
        values.push(in_source);
        Index { rows: Sql { text: index, values }, rest: Some(name.speaks()), by_day: true }
    });
    Condition { test: name.speaks(), indexes: named.into_iter().collect() }
}

/// Who speaks for a country, within the days asked for.
fn of_country(country: &str, query: &Query) -> Condition {
    let (tests, days) = between(query);
    let between = and(&tests);
    let values: Vec<String> = std::iter::once(country.to_owned()).chain(days).collect();
    let rows = format!("SELECT rowid FROM statements WHERE country = ?{between} ORDER BY day");
    Condition {
        test: Sql::new("s.country = ?", &[country]),
        indexes: vec![Index { rows: Sql { text: rows, values }, rest: None, by_day: true }],
    }
}

fn about_actor(name: &str) -> Condition {
    let of = "SELECT 1 FROM statement_actors WHERE statement = s.id AND role = 'about' AND name LIKE ? ESCAPE '\\'";
    Condition { test: Sql::new(format!("EXISTS ({of})"), &[&part(name)]), indexes: Vec::new() }
}

/// Tests that go on after others.
fn and(tests: &[&str]) -> String {
    tests.iter().map(|t| format!(" AND {t}")).collect()
}

/// Conditions on the day, with their values.
fn between(query: &Query) -> (Vec<&'static str>, Vec<String>) {
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
    (tests, values)
}

fn days(query: &Query) -> Option<Condition> {
    let (tests, values) = between(query);
    let test = tests.iter().map(|t| format!("s.{t}")).collect::<Vec<_>>().join(" AND ");
    let rows = format!("SELECT rowid FROM statements WHERE {} ORDER BY day", tests.join(" AND "));
    (!tests.is_empty()).then(|| Condition {
        test: Sql { text: test, values: values.clone() },
        indexes: vec![Index { rows: Sql { text: rows, values }, rest: None, by_day: true }],
    })
}

/// A LIKE pattern for a part of a text.
pub(crate) fn part(words: &str) -> String {
    let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
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
    if out.is_empty() { "\"\"".into() } else { format!("{{content source}} : ({})", out.join(" AND ")) }
}
