//! The nouns of onrecord, in reading order: spans, articles, documents, actors, statements.
//!
//! This crate holds no I/O, no clock and no analysis.  Offsets are bytes of an article's text;
//! [`OffsetMap`] turns them into code points or UTF-16 units at the edges.

mod act;
mod actor;
mod article;
mod document;
mod offsets;
mod provenance;
mod span;
mod statement;
mod time;

pub use act::{Act, Modality};
pub use actor::{Actor, ActorKind, Affiliation, How, Mention};
pub use article::{Article, Published};
pub use document::{Document, Sentence, Token};
pub use offsets::{OffsetMap, Unit};
pub use provenance::Provenance;
pub use span::Span;
pub use statement::{Attribution, Kind, Origin, Record, Said, SpeakerStatus, Statement, Warning};
pub use time::{Amount, AmountKind, Anchor, MONTHS, Time, TimeKind, known_word};
