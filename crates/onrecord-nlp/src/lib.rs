//! Articles to statements: the model that finds attributions, and everything above it.
//!
//! [`Reader::read`] cannot fail, is pure and deterministic: the same article gives the same
//! record whatever else was read, on any number of threads.

mod actors;
mod acts;
mod addressee;
mod affiliation;
mod amounts;
mod appositions;
mod attribute;
mod base;
mod cast;
mod chiefs;
mod clause;
mod continued;
mod crf;
mod documents;
mod epithets;
mod firms;
mod floor;
mod forms;
mod home;
mod joint;
mod kickers;
mod leaning;
mod looks;
mod mentions;
mod ministries;
mod names;
mod nested;
mod network;
mod numbers;
mod phrases;
mod pronouns;
mod quoted;
mod quotes;
mod relative;
mod roles;
mod said;
mod seats;
mod signed;
mod speakers;
mod sport;
mod statements;
mod times;
mod titles;
mod tokens;
mod transcript;
mod unnamed;
mod venue;
mod whole;
mod windows;
mod wordpiece;
mod words;

pub use base::{OwnActor, cow, known_as};
pub use network::LoadError;
pub use tokens::document;
pub use windows::LIMIT as PIECES_IN_A_WINDOW;

use attribute::{Candidate, Found};
use base::Base;
use forms::Forms;
use mentions::Mentions;
use network::Network;
use onrecord_types::{Affiliation, Amount, Article, Attribution, Document, Record, Span, Statement, Time, Warning};
use quotes::Quote;
use speakers::Seen;
use words::Words;

/// Version of everything that decides what is read; stored with every statement.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The model and its tables, loaded once; share it between threads.
pub struct Reader {
    network: Network,
    base: Base,
}

/// Whether a content is a question: it ends in its mark.
fn is_question(article: &Article, attribution: &Attribution) -> bool {
    let last = attribution.content.last().map_or("", |s| s.of(&article.text));
    last.trim_end_matches(['"', '”', '’', '\'', ' ']).ends_with('?')
}

/// Whether a venue stands in the cue of a statement near the `i`-th and not in its own: `Ann Lee said no, and Joe Fox said in an
/// interview yes`.
fn is_of_another(statements: &[Statement], i: usize, venue: Span) -> bool {
    const NEAR: usize = 3;
    let holds = |s: &Statement| s.attribution.cue.iter().any(|c| c.contains(venue));
    let near = i.saturating_sub(NEAR)..statements.len().min(i + NEAR + 1);
    let apart = |s: &Statement| s.attribution.source != statements[i].attribution.source;
    !holds(&statements[i]) && statements[near].iter().any(|s| holds(s) && apart(s))
}

/// The times that an article names, in order, counted from its date of publication.
pub fn times(article: &Article) -> Vec<Time> {
    let document = tokens::document(article);
    times::find(article, &Words::new(&article.text, &document))
}

/// The amounts that an article names, in order.
pub fn amounts(article: &Article) -> Vec<Amount> {
    let document = tokens::document(article);
    let words = Words::new(&article.text, &document);
    amounts::find(article, &words, &times::find(article, &words), &[])
}

impl Reader {
    /// Loads the embedded model; about 50 ms.
    ///
    /// # Errors
    /// When the embedded files are damaged, which the tests exclude.
    pub fn new() -> Result<Reader, LoadError> {
        Ok(Reader { network: Network::load()?, base: Base::default() })
    }

    /// The same reader with a user's own actors, which come before the bundled ones.
    pub fn with_actors(self, actors: Vec<OwnActor>) -> Reader {
        Reader { base: Base::new(actors), ..self }
    }

    /// The program's and the model's version, as kept with every statement: `0.1.0+model1`.
    pub fn version(&self) -> String {
        format!("{VERSION}+model{}", self.network.tables.version)
    }

    /// Reads one article: its statements, and the actors behind their speakers.
    pub fn read(&self, article: Article, warnings: Vec<Warning>) -> Record {
        let mut record = Record {
            statements: Vec::new(),
            actors: Vec::new(),
            times: Vec::new(),
            amounts: Vec::new(),
            warnings,
            reader: self.version(),
            article,
        };
        if record.article.is_english() {
            self.annotate(&mut record);
        }
        record
    }

    fn annotate(&self, record: &mut Record) {
        let article = &record.article;
        let document = tokens::document(article);
        let words = Words::new(&article.text, &document);
        let quotes = quotes::find(article);
        let (found, mentions) = self.look_knowing(article, &document, &quotes);
        let mut statements = statements::build(article, &document, &quotes, &mentions.names, found);
        let times = times::find(article, &words);
        let published = article.published.as_ref().map(|p| p.value.as_str());
        let outlet = |at: usize| {
            let name = mentions.names.iter().find(|n| n.tokens.start == at)?;
            let entry = self.base.find(document.span_of(name.tokens.clone())?.of(&article.text), None)?;
            (entry.sector == "JRN").then_some(name.tokens.end)
        };
        for i in 0..statements.len() {
            let venue = venue::find(&words, &statements[i].attribution, &outlet)
                .filter(|v| !is_of_another(&statements, i, v.0));
            let (venue, host) = venue.map_or((None, None), |(venue, host)| (Some(venue), host));
            let statement = &mut statements[i];
            let attribution = &statement.attribution;
            let told = statement.addressee.or_else(|| addressee::find(article, &document, attribution));
            let told = told.or(host).or_else(|| venue::listener(&words, attribution));
            let is_gathering = told.is_some_and(|told| venue::is_gathering(&words, told));
            statement.addressee = told.filter(|_| !is_gathering).or(host);
            statement.venue = venue.or(told.filter(|_| is_gathering));
            statement.said = said::find(&words, attribution, &times, published);
            statement.act = acts::act(&words, attribution, is_question(article, attribution));
            statement.modality = acts::modality(&words, attribution);
        }
        addressee::who_was_asked(&document, &mut statements);
        let seen = Seen { network: &self.network, mentions: &mentions, base: &self.base };
        record.actors = speakers::resolve(article, &document, &quotes, &seen, &mut statements);
        record.amounts = amounts::find(article, &words, &times, &mentions.names);
        (record.statements, record.times) = (statements, times);
    }

    /// What the network finds in a document: attributions and mentions, in one pass of the encoder.
    fn look(&self, article: &Article, document: &Document, quotes: &[Quote]) -> (Found, Mentions) {
        let mut mentions = Mentions::default();
        let mut found = attribute::find(&self.network, article, document, quotes, |window, encoded| {
            mentions.add(&self.network, &article.text, document, (window, encoded));
        });
        mentions.complete(&Forms { text: &article.text, document });
        quoted::complete(&article.text, document, &mut found);
        (found, mentions)
    }

    /// The same, with what the base knows of the names.
    fn look_knowing(&self, article: &Article, document: &Document, quotes: &[Quote]) -> (Found, Mentions) {
        let (mut found, mut mentions) = self.look(article, document, quotes);
        mentions.drop_unheard(&Forms { text: &article.text, document }, quotes);
        mentions.know(&article.text, document, &self.base);
        mentions.take_marks(&Forms { text: &article.text, document }, &self.base);
        mentions.make_whole(&mut found);
        kickers::drop(article, document, &mentions.names, &self.base, &mut found);
        (found, mentions)
    }

    /// The names that an article holds, with the word for what they are of (`PER`, `ORG`, `LOC`, `MISC`) and, for
    /// places, whether they stand for a government, team or people; what `cargo xtask actors` scores.
    pub fn names(&self, article: &Article) -> Vec<(Span, &'static str, bool)> {
        let document = tokens::document(article);
        let (_, mentions) = self.look_knowing(article, &document, &[]);
        let name = |n: &mentions::Name| Some((document.span_of(n.tokens.clone())?, n.kind.as_str(), n.is_metonym));
        mentions.names.iter().filter_map(name).collect()
    }

    /// Whether the network takes a place's name for its government, team or people; what `cargo xtask actors`
    /// scores on ReLocaR.
    pub fn is_metonym(&self, article: &Article, name: Span) -> bool {
        let document = tokens::document(article);
        let last = document.tokens_in(name).last().map(|t| t as u32);
        attribute::windows_of(&self.network, &article.text, &document, &quotes::find(article)).iter().any(|window| {
            let labels = self.network.labels(window, &self.network.encode(window));
            window.tokens.iter().zip(&labels).any(|(t, l)| Some(*t) == last && l.metonym > 0.0)
        })
    }

    /// Who is who in an article: for each person and body its names, and the pronouns and nouns tied to it; what
    /// `cargo xtask actors` scores.
    pub fn clusters(&self, article: &Article) -> Vec<Vec<Span>> {
        let document = tokens::document(article);
        let quotes = quotes::find(article);
        let (found, mentions) = self.look_knowing(article, &document, &quotes);
        let statements = statements::build(article, &document, &quotes, &mentions.names, found);
        let seen = Seen { network: &self.network, mentions: &mentions, base: &self.base };
        speakers::clusters(article, &document, &quotes, &seen, &statements)
    }

    /// Which of `candidates` a pronoun most likely stands for, if any; what `cargo xtask actors` scores on GAP.
    pub fn referent(&self, article: &Article, pronoun: Span, candidates: &[Span]) -> Option<usize> {
        let document = tokens::document(article);
        let (_, mentions) = self.look(article, &document, &[]);
        let last = |s: &Span| document.tokens_in(*s).last();
        let tokens: Vec<Option<usize>> = candidates.iter().map(last).collect();
        let found = mentions
            .antecedent(&self.network, document.tokens_in(pronoun).start, true, |t| tokens.contains(&Some(t)))?;
        tokens.iter().position(|t| *t == Some(found))
    }

    /// Country and sector of whom some words mean, read as the source of a statement; what `cargo xtask affiliations`
    /// scores on PLOVER's records.
    pub fn affiliation(&self, article: &Article, source: Span) -> Affiliation {
        let document = tokens::document(article);
        let (_, mentions) = self.look_knowing(article, &document, &[]);
        let source: Vec<u32> = document.tokens_in(source).map(|t| t as u32).collect();
        let content = (0..document.tokens.len() as u32).filter(|t| !source.contains(t)).collect();
        let spoken = Candidate { confidence: 1.0, anchor: 0, source, cue: Vec::new(), content, verbatim: false };
        let found = Found { outer: vec![spoken], inner: Vec::new() };
        let mut statements = statements::build(article, &document, &[], &[], found);
        let seen = Seen { network: &self.network, mentions: &mentions, base: &self.base };
        speakers::resolve(article, &document, &[], &seen, &mut statements);
        statements.pop().map(|s| s.affiliation).unwrap_or_default()
    }

    /// The outermost attributions with a cue, as PolNeAR marks them, with their confidences; what
    /// `eval` scores.
    pub fn attributions(&self, article: &Article) -> Vec<(Attribution, f32)> {
        let document = tokens::document(article);
        let found = attribute::find(&self.network, article, &document, &quotes::find(article), |_, _| ());
        found.outer.iter().map(|c| (c.attribution(&article.text, &document), c.confidence)).collect()
    }

    /// Runs the encoder alone over an article, for benchmarks; the word pieces that it read.
    pub fn encode_only(&self, article: &Article) -> usize {
        let document = tokens::document(article);
        attribute::windows_of(&self.network, &article.text, &document, &quotes::find(article))
            .iter()
            .map(|window| {
                std::hint::black_box(self.network.encode(window));
                window.ids.len()
            })
            .sum()
    }
}
