//! Reads news articles and keeps the record: who said what, in which words, according to whom.
//!
//! ```
//! let reader = onrecord::Reader::new()?;
//! let text = "Ferry fares rise\n\n“It was needed,” the mayor, Rosa Quill, said on Friday.";
//! let outcome = onrecord::ingest::read("ferry.txt", text.as_bytes(), &Default::default()).remove(0);
//! let reading = outcome?;
//! let record = reader.read(reading.article, reading.warnings);
//! let statement = &record.statements[0];
//! assert_eq!(record.actor(statement.speaker.as_deref().unwrap()).unwrap().name, "Rosa Quill");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod columns;
mod error;
pub mod eval;
mod json;
mod like;
mod linked;
pub mod patterns;
mod pipeline;
mod without;

pub use columns::{schema, to_batch};
pub use error::{Error, ErrorKind};
pub use json::{FORM, to_json};
pub use like::{PROGRAMS, to_like, to_plover};
pub use linked::{to_annotations, to_json_ld};
pub use onrecord_ingest as ingest;
pub use onrecord_ledger as ledger;
pub use onrecord_nlp::{OwnActor, PIECES_IN_A_WINDOW, Reader, amounts, cow, known_as, times};
pub use onrecord_types as types;
pub use pipeline::{Job, read_one, run};
pub use without::{row_without_text, without_text};
