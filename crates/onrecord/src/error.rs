//! The public error: a kind, a message that says what to do next, and its cause.

use onrecord_ingest::Failure;

/// What an [`Error`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// An input could not be read.
    Input,
    /// The ledger could not be used.
    Ledger,
    /// The embedded model could not be loaded.
    Model,
}

/// Anything that can go wrong in this library.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    kind: ErrorKind,
    message: String,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// What it is about.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    fn of(kind: ErrorKind, source: impl std::error::Error + Send + Sync + 'static) -> Error {
        Error { kind, message: source.to_string(), source: Some(Box::new(source)) }
    }
}

impl From<Failure> for Error {
    fn from(e: Failure) -> Error {
        Error::of(ErrorKind::Input, e)
    }
}

impl From<onrecord_ledger::Error> for Error {
    fn from(e: onrecord_ledger::Error) -> Error {
        Error::of(ErrorKind::Ledger, e)
    }
}

impl From<onrecord_nlp::LoadError> for Error {
    fn from(e: onrecord_nlp::LoadError) -> Error {
        Error::of(ErrorKind::Model, e)
    }
}
