//! The record: attributions, and the statements made of them.

use crate::{Act, Actor, Affiliation, Amount, Article, Modality, Span, Time};

/// Source, cue and content in one text; each may be in several pieces, source and cue may lack.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attribution {
    /// Who speaks, in the article's words.
    pub source: Vec<Span>,
    /// The words that lexically anchor the attribution (`said`, `according to`).
    pub cue: Vec<Span>,
    /// What is attributed.
    pub content: Vec<Span>,
}

impl Attribution {
    /// Whether a span lies in a piece of the content or of the source.
    pub fn says(&self, span: Span) -> bool {
        self.content.iter().chain(&self.source).any(|piece| piece.contains(span))
    }
}

/// How the content is given, by the quotation marks in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All words stand in quotation marks.
    Direct,
    /// Some do.
    Mixed,
    /// None do.
    Indirect,
}

impl Kind {
    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Mixed => "mixed",
            Kind::Indirect => "indirect",
        }
    }
}

/// What a statement was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A cue in the text, found by the model.
    Cue,
    /// A quotation with no cue of its own, given to the speaker of the statement (by id) that
    /// it continues.
    Continues(String),
    /// A turn of a transcript, given to the name that labels it.
    Transcript,
}

impl Origin {
    /// The word used in every output.
    pub fn as_str(&self) -> &'static str {
        match self {
            Origin::Cue => "cue",
            Origin::Continues(_) => "continues",
            Origin::Transcript => "transcript",
        }
    }
}

/// What is known of the speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpeakerStatus {
    /// Tied to a named actor.
    Named,
    /// The article does not name them (`a source`, `officials`, `critics`).
    Unnamed,
    /// The words point to somebody (`he`, `the minister`) but to whom could not be told.
    Unresolved,
    /// The statement has no source words.
    Missing,
}

impl SpeakerStatus {
    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            SpeakerStatus::Named => "named",
            SpeakerStatus::Unnamed => "unnamed",
            SpeakerStatus::Unresolved => "unresolved",
            SpeakerStatus::Missing => "missing",
        }
    }
}

/// When a statement was made, if its own sentence says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// TIMEX3 value: `2022-07-03`, `2022-W26`, `2022-07-03TMO`.
    pub value: String,
    /// First and last day that it may be, as an ISO 8601 interval.
    pub interval: String,
    /// The words that it was read from.
    pub span: Span,
}

/// One statement on the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Stable id: the same article and the same spans give the same id.
    pub id: String,
    /// Source, cue and content.
    pub attribution: Attribution,
    /// Direct, mixed or indirect.
    pub kind: Kind,
    /// The parts of the content in quotation marks, without the marks.
    pub quoted: Vec<Span>,
    /// The statement (by id) inside whose content this one stands.
    pub parent: Option<String>,
    /// What it was read from.
    pub origin: Origin,
    /// The actor (by id) who speaks.
    pub speaker: Option<String>,
    /// The other actors (by id) who make it together with the speaker: of `Lee and Fox`, Fox.
    pub joint_speakers: Vec<String>,
    /// Why `speaker` is or is not there.
    pub speaker_status: SpeakerStatus,
    /// Country and sector of who speaks: the actor's, and of a source without one what its words tell (`Israeli officials`).
    pub affiliation: Affiliation,
    /// To whom, in the article's words.
    pub addressee: Option<Span>,
    /// The actor (by id) who is spoken to, where it has a name.
    pub addressee_actor: Option<String>,
    /// Country and sector of who is spoken to, by the same rule as `affiliation`.
    pub addressee_affiliation: Affiliation,
    /// Where or through what it was said (`an interview with Fox News`), in the article's words.
    pub venue: Option<Span>,
    /// When it was said.
    pub said: Option<Said>,
    /// What the statement does.
    pub act: Act,
    /// How it is put.
    pub modality: Modality,
    /// The actors (by id) that its content names.
    pub about: Vec<String>,
    /// Calibrated probability that source and content are right, 0 to 1.
    pub confidence: f32,
}

/// Something that a reader of the record should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// A stable word for programs: `language`, `date`, `charset`, `text`.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

/// An article and all that was read in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The article.
    pub article: Article,
    /// Its statements in the order of their first word.
    pub statements: Vec<Statement>,
    /// The actors that its statements name: speakers, addressees and those spoken of.
    pub actors: Vec<Actor>,
    /// The times that its text names, in order.
    pub times: Vec<Time>,
    /// The amounts that its text names, in order.
    pub amounts: Vec<Amount>,
    /// What could not be read or decided.
    pub warnings: Vec<Warning>,
    /// The version of the program and model that read it.
    pub reader: String,
}

impl Record {
    /// The actor with this id.
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.iter().find(|a| a.id == id)
    }

    /// Who makes a statement of this record, where that is known.
    pub fn speaker(&self, statement: &Statement) -> Option<&Actor> {
        self.actor(statement.speaker.as_deref()?)
    }

    /// All who make a statement of this record: the speaker, and those who speak with him.
    pub fn speakers<'a>(&'a self, statement: &'a Statement) -> impl Iterator<Item = &'a Actor> {
        statement.speaker.iter().chain(&statement.joint_speakers).filter_map(|id| self.actor(id))
    }
}
