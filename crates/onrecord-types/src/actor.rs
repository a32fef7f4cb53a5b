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
    /// A pronoun, tied to the nearest fitting person.
    Pronoun,
}

impl How {
    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            How::Name => "name",
            How::Surname => "surname",
            How::Role => "role",
            How::Pronoun => "pronoun",
        }
    }
}

/// What an actor is, as far as the article's words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A human being.
    Person,
    /// A named organisation, place or government; they are not told apart yet.
    Other,
}

impl ActorKind {
    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            ActorKind::Person => "person",
            ActorKind::Other => "other",
        }
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

/// Somebody or something named in one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// `a1`, `a2`, … in order of first mention.
    pub id: String,
    /// The fullest form of the name in the article.
    pub name: String,
    /// Person or not.
    pub kind: ActorKind,
    /// Titles and roles that the article gives, as written, in order, each once.
    pub roles: Vec<String>,
    /// Mentions in order.
    pub mentions: Vec<Mention>,
}
