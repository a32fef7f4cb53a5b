//! Times and amounts that a text names, normalised.

use crate::Span;

/// The months' English names in full.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The four types of TIMEX3 (ISO 24617-1, TimeML 1.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeKind {
    /// A day or anything coarser: `2022-07-04`, `2022-W26`, `2022`, `PAST_REF`.
    Date,
    /// A time of a day: `2022-07-04T20:00`, `2022-07-04TMO`.
    Time,
    /// A length: `P3D`.
    Duration,
    /// Something that comes again: `P1W`.
    Set,
}

impl TimeKind {
    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        }
    }
}

impl TimeKind {
    /// The type of a word.
    pub fn parse(word: &str) -> Option<TimeKind> {
        [TimeKind::Date, TimeKind::Time, TimeKind::Duration, TimeKind::Set].into_iter().find(|k| k.as_str() == word)
    }
}

/// What an underspecified time was counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Nothing: the words say all (`4 July 2022`, `three days`).
    Itself,
    /// The article's date of publication.
    Published,
    /// The last date that the text named before.
    Named,
    /// Something that is not known: the value keeps its open places (`XXXX-07-04`).
    Open,
}

impl Anchor {
    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Anchor::Itself => "itself",
            Anchor::Published => "published",
            Anchor::Named => "named",
            Anchor::Open => "open",
        }
    }
}

impl Anchor {
    /// The anchor of a word.
    pub fn parse(word: &str) -> Option<Anchor> {
        [Anchor::Itself, Anchor::Published, Anchor::Named, Anchor::Open].into_iter().find(|a| a.as_str() == word)
    }
}

/// The TIMEX3 modifiers that occur.
const MODIFIERS: &[&str] =
    &["START", "MID", "END", "APPROX", "MORE_THAN", "LESS_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS", "BEFORE", "AFTER"];
/// The modifiers of amounts that occur.
const INEXACT: &[&str] = &["approx", "more_than", "less_than", "at_least", "at_most"];
/// What can be told of people who are counted, and of a number of years.
const ROLES: &[&str] = &["dead", "wounded", "arrested", "displaced", "missing", "abducted", "troops", "age"];

/// The word among those that a record may hold, for what is read back from a file.
pub fn known_word(word: &str) -> Option<&'static str> {
    MODIFIERS.iter().chain(INEXACT).chain(ROLES).find(|w| **w == word).copied()
}

/// A time expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// Its words.
    pub span: Span,
    /// Type.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: String,
    /// TIMEX3 modifier: `START`, `MID`, `END`, `APPROX`, `MORE_THAN`, `LESS_THAN`, `EQUAL_OR_MORE`,
    /// `EQUAL_OR_LESS`, `BEFORE`, `AFTER`.
    pub modifier: Option<&'static str>,
    /// First and last day that it covers, as an ISO 8601 interval (`2022-08-21/2022-08-31`).
    pub interval: Option<String>,
    /// What it was counted from.
    pub anchor: Anchor,
    /// Whether the words allow another reading (`last week`, `7/4/22`).
    pub ambiguous: bool,
}

/// What an amount is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountKind {
    /// A sum in a currency.
    Money,
    /// Per cent, or percentage points (by the unit).
    Percent,
    /// Something measured in a unit (`km`, `tonnes`, `points`).
    Quantity,
    /// Things or people counted, or a bare number.
    Count,
}

impl AmountKind {
    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            AmountKind::Money => "money",
            AmountKind::Percent => "percent",
            AmountKind::Quantity => "quantity",
            AmountKind::Count => "count",
        }
    }
}

impl AmountKind {
    /// The kind of a word.
    pub fn parse(word: &str) -> Option<AmountKind> {
        let all = [AmountKind::Money, AmountKind::Percent, AmountKind::Quantity, AmountKind::Count];
        all.into_iter().find(|k| k.as_str() == word)
    }
}

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// Its words, from approximation to unit.
    pub span: Span,
    /// What it is of.
    pub kind: AmountKind,
    /// The number; of a range its lower end; `None` where the words give none (`billions of dollars`).
    pub value: Option<f64>,
    /// The upper end of a range (`between 12 and 20`).
    pub upper: Option<f64>,
    /// `approx`, `more_than`, `less_than`, `at_least`, `at_most`.
    pub modifier: Option<&'static str>,
    /// ISO 4217 code (or a currency's name where its country is not known: `peso`), `percent`, `percentage_points`, or the
    /// unit's singular (`kilometre`, `point`).
    pub unit: Option<String>,
    /// What is counted, in the article's words (`people`, `troops`); of an age, whose it is.
    pub of: Option<Span>,
    /// For counts of people: `dead`, `wounded`, `arrested`, `displaced`, `missing`, `abducted`, `troops`; for years: `age`.
    pub role: Option<&'static str>,
}
