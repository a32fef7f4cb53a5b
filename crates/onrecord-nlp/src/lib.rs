//! Articles to statements: the model that finds attributions, and everything above it.
//!
//! [`Reader::read`] cannot fail, is pure and deterministic: the same article gives the same
//! record whatever else was read, on any number of threads.

mod addressee;
mod attribute;
mod continued;
mod crf;
mod names;
mod nested;
mod network;
mod quotes;
mod said;
mod speakers;
mod statements;
mod tokens;
mod transcript;
mod windows;
mod wordpiece;

pub use network::LoadError;
pub use tokens::document;
pub use windows::LIMIT as PIECES_IN_A_WINDOW;

use network::Network;
use onrecord_types::{Article, Attribution, Record, Warning};

/// Version of everything that decides what is read; stored with every statement.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The model and its tables, loaded once; share it between threads.
pub struct Reader {
    network: Network,
}

impl Reader {
    /// Loads the embedded model; about 50 ms.
    ///
    /// # Errors
    /// When the embedded files are damaged, which the tests exclude.
    pub fn new() -> Result<Reader, LoadError> {
        Ok(Reader { network: Network::load()? })
    }

    /// The program's and the model's version, as kept with every statement: `0.1.0+model1`.
    pub fn version(&self) -> String {
        format!("{VERSION}+model{}", self.network.tables.version)
    }

    /// Reads one article: its statements, and the actors behind their speakers.
    pub fn read(&self, article: Article, warnings: Vec<Warning>) -> Record {
        let (mut statements, mut actors) = (Vec::new(), Vec::new());
        if article.is_english() {
            let document = tokens::document(&article);
            let quotes = quotes::find(&article, &document);
            let found = attribute::find(&self.network, &article.text, &document);
            statements = statements::build(&article, &document, &quotes, found);
            actors = speakers::resolve(&article, &document, &quotes, &mut statements);
            for statement in &mut statements {
                statement.addressee = addressee::find(&article, &document, &statement.attribution);
                statement.said = said::find(&article, &document, &statement.attribution);
            }
        }
        Record { article, statements, actors, warnings, reader: self.version() }
    }

    /// The outermost attributions with a cue, as PolNeAR marks them, with their confidences; what
    /// `eval` scores.
    pub fn attributions(&self, article: &Article) -> Vec<(Attribution, f32)> {
        let document = tokens::document(article);
        let found = attribute::find(&self.network, &article.text, &document);
        found.outer.iter().map(|c| (c.attribution(&article.text, &document), c.confidence)).collect()
    }

    /// Runs the encoder alone over an article, for benchmarks; the word pieces that it read.
    pub fn encode_only(&self, article: &Article) -> usize {
        let document = tokens::document(article);
        attribute::windows_of(&self.network, &article.text, &document)
            .iter()
            .map(|window| {
                std::hint::black_box(self.network.encode(window));
                window.ids.len()
            })
            .sum()
    }
}
