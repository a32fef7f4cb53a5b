//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use onrecord::ingest::DateOrder;
use onrecord::types::Unit;
use std::path::PathBuf;

/// Reads news articles and keeps the record: who said what, to whom, in which words,
/// according to whom.
///
/// It records claims and never vouches for them.  Exit status: 0 done, 1 nothing found, 2 error
/// (`check` has two more).
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the statements of articles; store nothing.
    #[command(
        after_help = "Example:\n  onrecord read article.md\n  onrecord read --format json page.html | jq '.statements[].speaker'\n  curl -s https://example.org/news | onrecord read -"
    )]
    Read(Read),
    /// Read articles into a ledger; safe to repeat and to stop.
    #[command(after_help = "Example:\n  onrecord add articles/ more.jsonl table.csv --ledger news.db")]
    Add(Add),
    /// Fetch the articles of feeds, sitemaps and OPML lists into a ledger.
    ///
    /// RSS, Atom and JSON Feed; one pass, or one every so often.  robots.txt is obeyed, hosts are asked slowly, what has not changed is
    /// not fetched again.
    #[command(
        after_help = "Example:\n  onrecord follow https://example.org/rss.xml --ledger news.db\n  onrecord follow feeds.opml --every 15m"
    )]
    Follow(Follow),
    /// Find statements in a ledger.
    #[command(
        after_help = "Example:\n  onrecord said ceasefire --by 'Elena Marsh' --since 2024-03 --until 2024-04\n  onrecord said '\"not one metre\"' --format csv"
    )]
    Said(Said),
    /// Say whether a quotation is on record: in these words, in others, or by somebody else.
    ///
    /// Exit status: 0 on the record, 1 not on the record here, 3 altered, 4 said by somebody else; of many,
    /// the worst (1, then 4, then 3).
    #[command(
        after_help = "Example:\n  onrecord check 'not one metre of the river bank' --by Marsh\n  onrecord check --file quotations.txt --format jsonl"
    )]
    Check(Check),
    /// List the forms in which a quotation appears, by day.
    #[command(
        after_help = "Example:\n  onrecord variants 'not one metre of the river bank'\n  onrecord variants 9b1d44e0c2aa17f3"
    )]
    Variants(Variants),
    /// List texts that several articles carry, or the copies of one.
    #[command(after_help = "Example:\n  onrecord copies\n  onrecord copies 3f2a91 --changes")]
    Copies(Copies),
    /// List who is on record, or decide about names.
    #[command(
        after_help = "Example:\n  onrecord actors\n  onrecord actors marsh\n  onrecord actors merge 'E. Marsh' 'Elena Marsh'\n  onrecord actors split Marsh 'Tom Marsh' --article 3f2a91"
    )]
    Actors(Actors),
    /// Print one actor: roles, statements by time, who quotes it.
    #[command(after_help = "Example:\n  onrecord actor 'Elena Marsh'")]
    Actor(Actor),
    /// Print statements by day, or draw them as an SVG plot.
    #[command(
        after_help = "Example:\n  onrecord timeline --by 'Elena Marsh'\n  onrecord timeline ceasefire --svg ceasefire.svg"
    )]
    Timeline(Timeline),
    /// Print an article with its statements marked in the text.
    #[command(after_help = "Example:\n  onrecord show 3f2a91\n  onrecord show article.md")]
    Show(Show),
    /// Write records or statements of a ledger to a file or standard output.
    #[command(
        after_help = "Example:\n  onrecord export --format csv --output statements.csv\n  onrecord export --format jsonl | gzip > records.jsonl.gz"
    )]
    Export(Export),
    /// Count what a ledger holds.
    #[command(after_help = "Example:\n  onrecord stats --ledger news.db")]
    Stats(Stats),
    /// Show what onrecord does, on articles that come with it.
    #[command(after_help = "Example:\n  onrecord demo")]
    Demo(Demo),
    /// Score the reader, or a file of predictions, against annotated articles.
    #[command(
        after_help = "Example:\n  onrecord eval polnear-dev.jsonl\n  onrecord eval polnear-dev.jsonl --bootstrap 1000\n  onrecord eval polnear-dev.jsonl --patterns\n  onrecord eval polnear-dev.jsonl --predictions mine.jsonl --format json"
    )]
    Eval(Eval),
    /// Read all articles of a ledger again, after a new release; decisions are kept.
    #[command(after_help = "Example:\n  onrecord reread --ledger news.db")]
    Reread(Reread),
    /// Keep a decision about a statement: right or wrong.
    #[command(after_help = "Example:\n  onrecord mark 9b1d44e0c2aa17f3 wrong --note 'the speaker is the minister'")]
    Mark(Mark),
    /// Print a completion script for a shell.
    #[command(after_help = "Example:\n  onrecord completions bash > /etc/bash_completion.d/onrecord")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    #[command(after_help = "Example:\n  onrecord man > onrecord.1 && man ./onrecord.1")]
    Man,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table for people.
    Table,
    /// One JSON value.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header, one statement a line.
    Csv,
}

/// What offsets count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Offsets {
    /// Unicode code points (Python, spaCy, W3C).
    Codepoints,
    /// Bytes of UTF-8.
    Bytes,
    /// UTF-16 code units (JavaScript, Java).
    Utf16,
}

impl From<Offsets> for Unit {
    fn from(o: Offsets) -> Unit {
        match o {
            Offsets::Codepoints => Unit::CodePoints,
            Offsets::Bytes => Unit::Bytes,
            Offsets::Utf16 => Unit::Utf16,
        }
    }
}

/// How `07/04/2022` is read where the article does not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// Month, day, year.
    Mdy,
    /// Day, month, year.
    Dmy,
    /// Year, month, day.
    Ymd,
}

impl From<Order> for DateOrder {
    fn from(o: Order) -> DateOrder {
        match o {
            Order::Mdy => DateOrder::Mdy,
            Order::Dmy => DateOrder::Dmy,
            Order::Ymd => DateOrder::Ymd,
        }
    }
}

#[derive(Debug, Args)]
pub struct Reading {
    /// How a date such as 07/04/2022 is read where nothing in the article decides.
    #[arg(long, value_enum, default_value = "mdy", value_name = "ORDER")]
    pub date_order: Order,
    /// Threads; 0 for one a core.  The record does not depend on it.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    /// Your own actors, as TOML ([[actor]] name, forms, kind, country, sector, wikidata); they come before the bundled ones.
    #[arg(long, value_name = "FILE")]
    pub actors: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Ledger {
    /// The ledger's file.
    #[arg(long, default_value = "onrecord.db", value_name = "FILE", env = "ONRECORD_LEDGER")]
    pub ledger: PathBuf,
}

#[derive(Debug, Args)]
pub struct Read {
    /// Files and folders; - for standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// How the result is printed.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    /// What offsets count in JSON.
    #[arg(long, value_enum, default_value = "codepoints", value_name = "UNIT")]
    pub offsets: Offsets,
    /// Leave out statements below this confidence, 0 to 1.
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = probability)]
    pub min_confidence: f64,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, Args)]
pub struct Add {
    /// Files, folders, web archives, addresses (https://…); - for standard input.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read archives and addresses again that were read before.
    #[arg(long)]
    pub again: bool,
    #[command(flatten)]
    pub network: Network,
    #[command(flatten)]
    pub ledger: Ledger,
    #[command(flatten)]
    pub reading: Reading,
}

/// How the network is asked.
#[derive(Debug, Args)]
pub struct Network {
    /// Least time between two questions to one host (0.5, 2s, 1m).
    #[arg(long, default_value = "1s", value_name = "TIME", value_parser = crate::commands::duration)]
    pub wait: std::time::Duration,
    /// Fetch from addresses inside your own network too (loopback, private, link-local).
    #[arg(long)]
    pub allow_local: bool,
}

#[derive(Debug, Args)]
pub struct Follow {
    /// Addresses or files of feeds, sitemaps or OPML lists.
    #[arg(required = true, value_name = "FEED")]
    pub feeds: Vec<String>,
    /// Make a pass every so often (15m, 6h) until stopped; one pass if left out.
    #[arg(long, value_name = "TIME", value_parser = crate::commands::duration)]
    pub every: Option<std::time::Duration>,
    /// Most articles of one feed, the first ones; 0 for all.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub limit: usize,
    /// Fetch articles again that were fetched before: changed ones become new versions.
    #[arg(long)]
    pub again: bool,
    #[command(flatten)]
    pub network: Network,
    #[command(flatten)]
    pub ledger: Ledger,
    #[command(flatten)]
    pub reading: Reading,
}

/// Conditions on statements.
#[derive(Debug, Args)]
pub struct Conditions {
    /// Words that occur in the statement or its source; "…" for a phrase.
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Words of the speaker's name or of the source; where no speaker has them, the beginning of one: Zelen.
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// A part of the addressee's name or words.
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
    /// A part of the name of an actor that the statement speaks of.
    #[arg(long, value_name = "NAME")]
    pub about: Option<String>,
    /// What the statement does: state, claim, admit, deny, accuse, demand, request, propose, promise, threaten,
    /// reject, agree, praise, criticise, ask, predict, intend, believe, fear, hope.
    #[arg(long, value_name = "ACT", value_parser = act)]
    pub act: Option<String>,
    /// Country of who speaks, named or not (ISO 3166-1 alpha-3): RUS.
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub country: Option<String>,
    /// Sector of who speaks, named or not (PLOVER): GOV, MIL, OPP, REB, CVL, JRN, …
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub sector: Option<String>,
    /// A part of the outlet's name.
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Earliest day: 2022, 2022-07 or 2022-07-04.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<String>,
    /// Latest day.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<String>,
    /// direct, mixed or indirect.
    #[arg(long, value_parser = ["direct", "mixed", "indirect"])]
    pub kind: Option<String>,
    /// Id of an article, or its first digits.
    #[arg(long, value_name = "ID")]
    pub article: Option<String>,
    /// Leave out statements below this confidence, 0 to 1.
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = probability)]
    pub min_confidence: f64,
    /// Leave out statements that were marked wrong.
    #[arg(long)]
    pub without_wrong: bool,
}

#[derive(Debug, Args)]
pub struct Said {
    #[command(flatten)]
    pub conditions: Conditions,
    /// Most results; 0 for all.
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
    /// How the result is printed.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    #[command(flatten)]
    pub ledger: Ledger,
}

/// Quotations to look for.
#[derive(Debug, Args)]
pub struct Check {
    /// The quotation's words.
    #[arg(value_name = "WORDS", required_unless_present = "file")]
    pub words: Vec<String>,
    /// Quotations, one a line; - for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "words")]
    pub file: Option<PathBuf>,
    /// Who is said to have said it: a part of the name, or of the source's words.
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Earliest day: 2022, 2022-07 or 2022-07-04.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<String>,
    /// How the result is printed.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    #[command(flatten)]
    pub ledger: Ledger,
}

/// A quotation whose forms are listed.
#[derive(Debug, Args)]
pub struct Variants {
    /// Id of a statement, or words.
    #[arg(value_name = "ID|WORDS", required = true)]
    pub words: Vec<String>,
    /// How the result is printed.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    #[command(flatten)]
    pub ledger: Ledger,
}

/// Copies of articles.
#[derive(Debug, Args)]
pub struct Copies {
    /// Id of an article, or its first digits.
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// Print the words that each copy lacks and has beside the earliest.
    #[arg(long, requires = "id")]
    pub changes: bool,
    /// Most results; 0 for all.
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
    /// How the result is printed.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    #[command(flatten)]
    pub ledger: Ledger,
}

/// Speakers of a ledger, and decisions about their names.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Actors {
    #[command(subcommand)]
    pub fix: Option<FixCommand>,
    /// A part of the name.
    #[arg(value_name = "NAME", default_value = "", hide_default_value = true)]
    pub name: String,
    /// Most results; 0 for all.
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
    /// How the result is printed.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    #[command(flatten)]
    pub ledger: Ledger,
}

/// What can be decided about a name; nothing that was read is changed.
#[derive(Debug, Subcommand)]
pub enum FixCommand {
    /// Take one name for another: its statements count for the second.
    Merge(Renamed),
    /// Use another name for an actor.
    Rename(Renamed),
    /// In one article, use another name: two people of one name.
    Split {
        #[command(flatten)]
        names: Renamed,
        /// Id of the article.
        #[arg(long, value_name = "ID")]
        article: String,
    },
    /// Take a name for nobody's: its statements have no speaker.
    Forget(Name),
    /// Undo what was decided about a name.
    Undo(Name),
}

#[derive(Debug, Args)]
pub struct Renamed {
    /// The name as it was read.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The name to use.
    #[arg(value_name = "CALLED")]
    pub called: String,
    #[command(flatten)]
    pub ledger: Ledger,
}

#[derive(Debug, Args)]
pub struct Name {
    /// The name as it was read.
    #[arg(value_name = "NAME")]
    pub name: String,
    #[command(flatten)]
    pub ledger: Ledger,
}

#[derive(Debug, Args)]
pub struct Actor {
    /// The name, or a part of it that only one actor has.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Most statements; 0 for all.
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
    #[command(flatten)]
    pub ledger: Ledger,
}

#[derive(Debug, Args)]
pub struct Timeline {
    #[command(flatten)]
    pub conditions: Conditions,
    /// Also draw the days as an SVG plot into this file.
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    #[command(flatten)]
    pub ledger: Ledger,
}

#[derive(Debug, Args)]
pub struct Show {
    /// Id of an article or a statement in the ledger (its first digits do), or a file.
    #[arg(value_name = "ID|FILE")]
    pub what: String,
    /// Print the byte ranges of the page that hold each statement's words, as JSON lines; of pages and web archives.
    #[arg(long)]
    pub raw: bool,
    /// Leave out statements below this confidence, 0 to 1.
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = probability)]
    pub min_confidence: f64,
    #[command(flatten)]
    pub ledger: Ledger,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    pub conditions: Conditions,
    /// jsonl: whole records, the one JSON form; csv, parquet: a statement a row; plover: JSON lines of the statements
    /// that are PLOVER events; jsonld: schema.org NewsArticle, Quotation and Claim, an article a line; w3c: Web
    /// Annotations, a statement a line.
    #[arg(long, value_parser = ["jsonl", "csv", "parquet", "plover", "jsonld", "w3c"], default_value = "jsonl")]
    pub format: String,
    /// JSON lines under the field names of another program.
    #[arg(long, value_name = "PROGRAM", value_parser = onrecord::PROGRAMS.to_vec(), conflicts_with = "format")]
    pub like: Option<String>,
    /// Leave out all words of the articles: ids, offsets, codes and bibliographic data only (not for jsonld).
    #[arg(long)]
    pub no_text: bool,
    /// Where to write; standard output if left out.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What offsets count.
    #[arg(long, value_enum, default_value = "codepoints", value_name = "UNIT")]
    pub offsets: Offsets,
    #[command(flatten)]
    pub ledger: Ledger,
}

#[derive(Debug, Args)]
pub struct Stats {
    /// How the result is printed.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    #[command(flatten)]
    pub ledger: Ledger,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Also write the demo's articles into this folder, to try the other commands on.
    #[arg(long, value_name = "FOLDER")]
    pub write: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Eval {
    /// Annotated articles: JSON lines of `id`, `text`, `annotators`.
    #[arg(value_name = "GOLD")]
    pub gold: PathBuf,
    /// Score these instead of reading the articles: JSON lines of `id`, `attributions`.
    #[arg(long, value_name = "FILE")]
    pub predictions: Option<PathBuf>,
    /// Write what was predicted, for other scoring programs.
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    /// Print the recall of hard patterns instead (no source, a noun as cue, …).
    #[arg(long, conflicts_with = "confidence")]
    pub patterns: bool,
    /// Print precision and recall by least confidence instead, and the calibration error.
    #[arg(long)]
    pub confidence: bool,
    /// Add 95 % intervals from N samples of the articles (the percentile bootstrap).
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub bootstrap: usize,
    /// table, json, jsonl or csv.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Reread {
    /// Also what this release has read already.
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub ledger: Ledger,
    /// Threads; 0 for one a core.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    /// Your own actors, as TOML.
    #[arg(long, value_name = "FILE")]
    pub actors: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Mark {
    /// Id of the statement.
    pub id: String,
    /// The decision.
    #[arg(value_parser = ["right", "wrong"])]
    pub verdict: String,
    /// Why.
    #[arg(long)]
    pub note: Option<String>,
    #[command(flatten)]
    pub ledger: Ledger,
}

/// A code of three letters, as a country's and a sector's are.
fn code(text: &str) -> Result<String, String> {
    let fits = text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic());
    if fits { Ok(text.to_uppercase()) } else { Err(String::from("a code has three letters, such as RUS or GOV")) }
}

/// The word of an act.
fn act(text: &str) -> Result<String, String> {
    let known = || onrecord::types::Act::all().map(|a| a.as_str()).collect::<Vec<_>>().join(", ");
    onrecord::types::Act::parse(text).map(|a| a.as_str().to_owned()).ok_or_else(|| format!("the acts are {}", known()))
}

fn probability(text: &str) -> Result<f64, String> {
    let p: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=1.0).contains(&p) { Ok(p) } else { Err("a confidence lies between 0 and 1".into()) }
}

/// An ISO 8601 year, month or day.
fn date(text: &str) -> Result<String, String> {
    let padded = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    match padded.parse::<jiff::civil::Date>() {
        Ok(_) if matches!(text.len(), 4 | 7 | 10) => Ok(text.to_owned()),
        _ => Err("give a year, a month or a day: 2022, 2022-07 or 2022-07-04".into()),
    }
}
