//! The ledger at size: rows a second while adding, bytes a statement, and how long searches take.

use anyhow::{Result, bail};
use onrecord::ledger::{Ledger, Query};
use onrecord::types::{
    Act, Actor, ActorKind, Article, Attribution, How, Kind, Mention, Modality, Origin, Published, Record, Span,
    SpeakerStatus, Statement,
};
use std::time::Instant;

/// Words of the vocabulary, names of speakers, outlets.
const WORDS: u64 = 60_000;
const SPEAKERS: u64 = 100_000;
const OUTLETS: u64 = 400;
/// Statements of an article, and words of one.
const STATEMENTS: usize = 10;
const LENGTH: usize = 24;
/// Searches of each kind.
const ASKED: usize = 200;

/// Numbers that are the same in every run (xorshift: Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A rank below `n`, as frequent as Zipf's law says: the first one most.
    fn zipf(&mut self, n: u64) -> u64 {
        let u = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((n as f64).powf(u) - 1.0) as u64
    }
}

/// A word for a rank: short ones are frequent.
fn word(rank: u64) -> String {
    const PARTS: [&str; 16] =
        ["ka", "lo", "mi", "ne", "ru", "ta", "vo", "zi", "ber", "dan", "fel", "gor", "hul", "jim", "pes", "sun"];
    let (mut n, mut out) = (rank + 1, String::new());
    while n > 0 {
        out.push_str(PARTS[(n % 16) as usize]);
        n /= 16;
    }
    out
}

fn name(rank: u64) -> String {
    let capital = |w: String| w[..1].to_uppercase() + &w[1..];
    format!("{} {}", capital(word(rank % 977)), capital(word(rank + 3)))
}

/// An article of ten statements, each a sentence of its text.
fn record(number: u64) -> Record {
    let mut dice = Dice(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let (mut text, mut statements, mut actors) =
        (format!("Headline of article {number}"), Vec::new(), Vec::<Actor>::new());
    let headline = Span::of_range(0, text.len());
    text.push_str("\n\n");
    for i in 0..STATEMENTS {
        let speaker = name(dice.zipf(SPEAKERS));
        let at = |text: &str, from: usize| Span::of_range(from, text.len());
        let start = text.len();
        text.push_str(&speaker);
        let source = at(&text, start);
        let cue = Span::of_range(text.len() + 1, text.len() + 5);
        text.push_str(" said that ");
        let start = text.len();
        let words: Vec<String> = (0..LENGTH).map(|_| word(dice.zipf(WORDS))).collect();
        text.push_str(&words.join(" "));
        let content = at(&text, start);
        text.push_str(". ");
        let id = match actors.iter().find(|a| a.name == speaker) {
            Some(a) => a.id.clone(),
            None => {
                let id = format!("a{}", actors.len() + 1);
                let mentions = vec![Mention { span: source, how: How::Name }];
                actors.push(Actor {
                    id: id.clone(),
                    name: speaker,
                    kind: ActorKind::Person,
                    country: None,
                    sector: None,
                    wikidata: None,
                    entry: None,
                    roles: Vec::new(),
                    mentions,
                });
                id
            }
        };
        // In news, one statement in 120 is made by several.
        let by_several = dice.next().is_multiple_of(120);
        let other = actors.iter().find(|a| by_several && a.id != id);
        let joint_speakers = other.into_iter().map(|a| a.id.clone()).collect();
        statements.push(Statement {
            id: format!("{:016x}", number * STATEMENTS as u64 + i as u64),
            attribution: Attribution { source: vec![source], cue: vec![cue], content: vec![content] },
            kind: Kind::Indirect,
            quoted: Vec::new(),
            parent: None,
            origin: Origin::Cue,
            speaker: Some(id),
            speaker_status: SpeakerStatus::Named,
            addressee: None,
            joint_speakers,
            addressee_actor: None,
            addressee_affiliation: Default::default(),
            venue: None,
            said: None,
            act: Act::default(),
            modality: Modality::default(),
            about: Vec::new(),
            affiliation: Default::default(),
            confidence: 0.9,
        });
    }
    // What an outlet says in its own voice: a third of the text.
    for _ in 0..STATEMENTS * LENGTH / 2 {
        text.push_str(&word(dice.zipf(WORDS)));
        text.push(' ');
    }
    let day = dice.next() % 3650;
    let value = format!("{}-{:02}-{:02}", 2015 + day / 365, day % 365 / 31 + 1, day % 28 + 1);
    let article = Article {
        id: format!("{:016x}", number.wrapping_mul(0x2545_f491_4f6c_dd1d)),
        headline: Some(headline),
        standfirst: None,
        paragraphs: vec![Span::of_range(headline.end as usize + 2, text.len())],
        text,
        categories: Vec::new(),
        published: Some(Published { value, ambiguous: false, why: "generated".into() }),
        byline: None,
        outlet: Some(format!("Outlet {}", dice.zipf(OUTLETS))),
        url: Some(format!("https://example.org/{number}")),
        language: Some("en".into()),
        path: format!("generated#{number}"),
        sha256: String::new(),
        provenance: Default::default(),
    };
    Record {
        article,
        statements,
        actors,
        times: Vec::new(),
        amounts: Vec::new(),
        warnings: Vec::new(),
        reader: "bench".into(),
    }
}

/// Fills a ledger to each size in turn and measures it there.
pub fn run(sizes: &[u64], keep: Option<&str>) -> Result<()> {
    if sizes.is_empty() {
        bail!("name sizes in statements: cargo xtask bench-ledger 100000 1000000");
    }
    let folder = std::env::temp_dir().join(format!("onrecord-bench-ledger-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let path = keep.map_or_else(|| folder.join("bench.db"), Into::into);
    let mut ledger = Ledger::open(&path)?;
    let (mut held, mut bytes) = (ledger.articles()?.len() as u64, 0u64);
    for size in sizes {
        let started = Instant::now();
        let (before, articles) = (held, size / STATEMENTS as u64);
        while held < articles {
            let batch: Vec<Record> = (held..(held + 64).min(articles)).map(record).collect();
            for one in &batch {
                bytes += one.article.text.len() as u64;
                ledger.put(one)?;
            }
            held += batch.len() as u64;
        }
        ledger.settle((held - before) as usize)?;
        let seconds = started.elapsed().as_secs_f64();
        let added = (held - before) * STATEMENTS as u64;
        let on_disk = std::fs::metadata(&path)?.len();
        println!("{size} statements");
        if added > 0 {
            println!("  adding: {:.0} statements/s", added as f64 / seconds);
            println!(
                "  bytes: {:.0} a statement, {:.2} times the text",
                on_disk as f64 / *size as f64,
                on_disk as f64 / bytes.max(1) as f64
            );
        }
        searches(&Ledger::open_existing(&path)?, articles)?;
        println!("  peak memory so far: {} MB", peak_memory());
    }
    drop(ledger);
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// One kind of search: its name, and what is asked the `n`-th time.
type Search<'a> = (&'static str, Box<dyn Fn(&mut Dice) -> Result<usize> + 'a>);

fn searches(ledger: &Ledger, articles: u64) -> Result<()> {
    let said = |query: Query| -> Result<usize> {
        let mut n = 0;
        ledger.said(&Query { limit: Some(50), ..query }, |_| {
            n += 1;
            true
        })?;
        Ok(n)
    };
    let sentence = move |dice: &mut Dice, from: usize, n: usize| -> String {
        let record = record(dice.next() % articles);
        let content =
            Span::words(&record.statements[(dice.next() % 10) as usize].attribution.content, &record.article.text);
        content.split(' ').skip(from).take(n).collect::<Vec<_>>().join(" ")
    };
    let all: Vec<Search<'_>> = vec![
        ("said, one word", Box::new(move |d| said(Query { words: Some(word(d.zipf(WORDS))), ..Query::default() }))),
        (
            "said, a phrase",
            Box::new(move |d| said(Query { words: Some(format!("\"{}\"", sentence(d, 3, 3))), ..Query::default() })),
        ),
        (
            "said, by speaker and date",
            Box::new(move |d| {
                let by = Some(name(d.zipf(SPEAKERS)));
                said(Query { by, since: Some("2018-03".into()), until: Some("2019-06".into()), ..Query::default() })
            }),
        ),
        (
            "said, a word by a speaker",
            Box::new(move |d| {
                said(Query { words: Some(word(d.zipf(WORDS))), by: Some(name(d.zipf(SPEAKERS))), ..Query::default() })
            }),
        ),
        ("check, held", Box::new(move |d| Ok(ledger.alike(&sentence(d, 0, LENGTH))?.len()))),
        (
            "check, altered",
            Box::new(move |d| Ok(ledger.alike(&sentence(d, 0, LENGTH).replace("ka", "otherwise"))?.len())),
        ),
        (
            "check, not held",
            Box::new(move |d| {
                let words: Vec<String> = (0..16).map(|_| word(d.zipf(WORDS))).collect();
                Ok(ledger.alike(&words.join(" "))?.len())
            }),
        ),
        (
            "actor",
            Box::new(move |d| {
                let name = name(d.zipf(SPEAKERS));
                Ok(ledger.speaker(&name)?.map_or(0, |_| 1) + ledger.roles(&name)?.len())
            }),
        ),
    ];
    for (name, ask) in all {
        let mut dice = Dice(0x1234_5678_9abc_def1);
        let (mut times, mut hits) = (Vec::new(), 0);
        for _ in 0..ASKED {
            let started = Instant::now();
            hits += usize::from(ask(&mut dice)? > 0);
            times.push(started.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        let at = |q: f64| times[((times.len() - 1) as f64 * q) as usize];
        println!(
            "  {name:26} p50 {:7.1} ms   p95 {:7.1} ms   most {:7.1} ms   {hits} of {ASKED} found",
            at(0.5),
            at(0.95),
            at(1.0)
        );
    }
    Ok(())
}

/// The most memory that this process held so far, in MB; 0 where the system does not say.
fn peak_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().split(' ').next()?.parse::<usize>().ok());
    line.unwrap_or(0) >> 10
}
