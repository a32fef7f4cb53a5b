//! Mentions and the actors that they stand for.

use crate::Span;

/// How a mention was tied to its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The full name.
    Name,
    /// A part of a name that was given in full elsewhere in the article.
    Surname,
    /// A title or role that the article gives to exactly one person.
    Role,
    /// A pronoun, tied to the likeliest person or body.
    Pronoun,
    /// The initials of a name that was given in full elsewhere in the article.
    Acronym,
    /// A place, building or people that stands for a government: `the Kremlin`, `Kiev`.
    Metonym,
    /// A noun that the network ties to a name: `the company`.
    Nominal,
    /// An office, whose holder on the day the base of actors knows: `the US president`.
    Office,
}

const HOWS: &[(How, &str)] = &[
    (How::Name, "name"),
    (How::Surname, "surname"),
    (How::Role, "role"),
    (How::Pronoun, "pronoun"),
    (How::Acronym, "acronym"),
    (How::Metonym, "metonym"),
    (How::Nominal, "nominal"),
    (How::Office, "office"),
];

impl How {
    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        HOWS[self as usize].1
    }

    /// The number used where space is dear: its place among all ways.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The way of a number.
    pub fn numbered(number: usize) -> Option<How> {
        HOWS.get(number).map(|h| h.0)
    }

    /// The way of a word.
    pub fn parse(word: &str) -> Option<How> {
        HOWS.iter().find(|h| h.1 == word).map(|h| h.0)
    }
}

/// What an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A human being.
    Person,
    /// A company, party, agency, international body.
    Organisation,
    /// A country's government, by whatever name.
    Government,
    /// A country that is spoken of and does not speak.
    Country,
    /// A place.
    Place,
    /// Named, but of what kind could not be told.
    Other,
}

const KINDS: &[(ActorKind, &str)] = &[
    (ActorKind::Person, "person"),
    (ActorKind::Organisation, "organisation"),
    (ActorKind::Government, "government"),
    (ActorKind::Country, "country"),
    (ActorKind::Place, "place"),
    (ActorKind::Other, "other"),
];

impl ActorKind {
    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        KINDS[self as usize].1
    }

    /// The kind of a word; what is not known is `Other`.
    pub fn parse(word: &str) -> ActorKind {
        KINDS.iter().find(|k| k.1 == word).map_or(ActorKind::Other, |k| k.0)
    }
}

/// A place in the text that stands for an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub span: Span,
    /// How they were tied to the actor.
    pub how: How,
}

/// Of which country and which sector somebody is, as far as that is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Affiliation {
    /// ISO 3166-1 alpha-3 code.
    pub country: Option<String>,
    /// PLOVER sector (`GOV`, `MIL`, `CVL`).
    pub sector: Option<String>,
}

impl Affiliation {
    /// The same, with what `other` tells where this one is silent.
    pub fn or(self, other: impl FnOnce() -> Affiliation) -> Affiliation {
        if self.country.is_some() && self.sector.is_some() {
            return self;
        }
        let other = other();
        Affiliation { country: self.country.or(other.country), sector: self.sector.or(other.sector) }
    }
}

/// Somebody or something named in one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// `a1`, `a2`, … in order of first mention.
    pub id: String,
    /// The fullest form of the name in the article; of a government, `government of` and the country's short name.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3 code of the country that it is or acts for, where the base knows it.
    pub country: Option<String>,
    /// PLOVER sector (`GOV`, `MIL`, `IGO`), where the base knows it.
    pub sector: Option<String>,
    /// Wikidata id, where the base has it.
    pub wikidata: Option<String>,
    /// The entry of the base that decided country and sector: its form and its set (`kremlin, own`).
    pub entry: Option<String>,
    /// Titles and roles that the article gives, as written, in order, each once.
    pub roles: Vec<String>,
    /// Mentions in order.
    pub mentions: Vec<Mention>,
}

impl Actor {
    /// Its country and sector.
    pub fn affiliation(&self) -> Affiliation {
        Affiliation { country: self.country.clone(), sector: self.sector.clone() }
    }
}
