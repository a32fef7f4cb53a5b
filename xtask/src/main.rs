//! Developer commands: the accuracy gate, the measure of pages, benchmarks, the tidy checks.

mod actors;
mod actors_base;
mod affiliations;
mod amounts;
mod bench;
mod bench_ledger;
mod bytes;
mod copies;
mod coref;
mod gate;
mod pages;
mod quotations;
mod tidy;
mod times;

use anyhow::{Result, bail};

const HELP: &str = "cargo xtask COMMAND

  tidy                     layers, first sentences, paths in docs/ARCHITECTURE.md, sizes
  gate [--update] [--allow-lower]
                           accuracy against xtask/floors.json, on ../shared/data; --update
                           writes the floors that are higher now; --allow-lower also lower ones
  pages [--peer FILE]      main text, titles and dates of web pages; FILE: a peer's results
  times [--show]           times on meantime, gum and ms-recognizers; --show prints what differs
  amounts [--show]         amounts on meantime's VALUEs and ms-recognizers
  actors [--show]          names, metonyms, pronouns and speakers on what training set aside
  affiliations [--show]    countries and sectors of actors on PLOVER's gold standard records
  actors-base              writes the base of actors from ../shared/data/actors
  bytes                    articles of pages led back to the pages' bytes
  copies [--show]          copies of articles found again, and none among articles that are unrelated
  quotations               quotations found again: exact, changed, and not held
  bench [--peer PYTHON] [--runtime PYTHON]
                           words a second, memory, start; interpreters with spaCy and textacy,
                           and with torch, onnx and onnxruntime
  bench-ledger SIZE... [--keep FILE]
                           generated ledgers of so many statements: adding, bytes, searches
  figures                  sizes of files and functions
";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| args.iter().any(|a| a == name);
    let value = |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1)).map(String::as_str);
    match args.first().map(String::as_str) {
        Some("tidy") => tidy::run(),
        Some("gate") => gate::run(flag("--update"), flag("--allow-lower")),
        Some("pages") => pages::run(value("--peer")),
        Some("bench") => bench::run(value("--peer"), value("--runtime")),
        Some("bench-ledger") => {
            let sizes: Vec<u64> = args.iter().filter_map(|a| a.parse().ok()).collect();
            bench_ledger::run(&sizes, value("--keep"))
        }
        Some("times") => times::run(flag("--show")),
        Some("amounts") => amounts::run(flag("--show")),
        Some("bytes") => bytes::run(),
        Some("copies") => copies::run(flag("--show")),
        Some("quotations") => quotations::run(),
        Some("actors-base") => actors_base::run(),
        Some("actors") => actors::run(flag("--show")),
        Some("affiliations") => affiliations::run(flag("--show")),
        Some("figures") => tidy::figures(),
        None | Some("help" | "--help") => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => bail!("there is no command {other}\n{HELP}"),
    }
}

/// The repository's root.
fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(Default::default, std::path::Path::to_path_buf)
}

/// The data sets beside the repository, where they are at hand.
fn data() -> Option<std::path::PathBuf> {
    let folder = std::env::var_os("ONRECORD_DATA").map_or_else(|| root().join("../shared/data"), Into::into);
    folder.is_dir().then_some(folder)
}
