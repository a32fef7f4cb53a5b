//! Makes the base of actors that the program embeds, from `../shared/data/actors`: facts only.
//!
//! Three sorted tables of tab-separated columns, so that the program looks a name up without reading
//! them: `actors.tsv` (form, name, kind, country, sector, from, until, Wikidata id, source),
//! `offices.tsv` (country, office, name, from, until) and `agents.tsv` (noun, sector).

use crate::times::lines;
use crate::{data, root};
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Cities smaller than this are left out.
const SMALLEST_CITY: u64 = 100_000;

/// Forms of countries that the sets lack or have only in full.
const MORE: &[(&str, &[&str])] = &[
    (
        "USA",
        &["us", "u.s.", "usa", "u.s.a.", "america", "american", "americans", "the states", "united states of america"],
    ),
    ("GBR", &["uk", "u.k.", "britain", "great britain", "british", "britons", "england"]),
    ("RUS", &["russian federation", "russians"]),
    ("UKR", &["ukrainians"]),
    ("ARE", &["uae", "emirates", "emirati", "emiratis"]),
    ("KOR", &["south korea", "south korean", "south koreans"]),
    ("PRK", &["north korea", "north korean", "north koreans"]),
    ("CHN", &["prc", "chinese"]),
    ("TUR", &["turkey", "türkiye", "turkish", "turks"]),
    ("CZE", &["czech republic", "czechia"]),
    ("MMR", &["burma", "myanmar"]),
    ("CIV", &["ivory coast"]),
    ("TTO", &["trinidad"]),
    ("BIH", &["bosnia", "bosnia-herzegovina"]),
    ("COD", &["drc", "democratic republic of congo", "dr congo"]),
    ("PSE", &["palestine", "palestinian authority", "palestinian", "palestinians"]),
    ("SAU", &["saudi", "saudis"]),
    ("IRN", &["iranians"]),
    ("VAT", &["vatican", "holy see"]),
    ("CHE", &["swiss"]),
    ("NLD", &["dutch", "holland"]),
    ("NZL", &["nz"]),
    ("HKG", &["hong konger", "hong kongers"]),
    ("SDN", &["sudanese"]),
    ("GBR", &["scottish", "welsh", "scotland", "wales"]),
];

/// Names that two countries share, or that are words besides.
const AMBIGUOUS: &[&str] = &["korean", "koreans", "congolese", "congo", "pole", "car"];

/// Parts of countries that the news names without their country, and whose names are no other country's: a governor of
/// `New Mexico` is American and not Mexican.  Of some, who rules them is disputed; those are left out.
const REGIONS: &[(&str, &str)] = &[
    (
        "USA",
        "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii|Idaho|Illinois| \
         Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi| \
         Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New England|North Carolina| \
         North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas| \
         Utah|Vermont|Virginia|West Virginia|Wisconsin|Wyoming",
    ),
    (
        "CAN",
        "Ontario|Quebec|British Columbia|Alberta|Manitoba|Saskatchewan|Nova Scotia|New Brunswick|Newfoundland| \
         Prince Edward Island|Nunavut|Yukon",
    ),
    ("AUS", "New South Wales|Queensland|Tasmania|South Australia|Western Australia|Northern Territory"),
    ("GBR", "Northern Ireland"),
    ("DEU", "Bavaria|Saxony|Brandenburg|Thuringia|North Rhine-Westphalia|Lower Saxony"),
    ("ESP", "Catalonia|Andalusia|Basque Country"),
    ("ITA", "Sicily|Lombardy|Tuscany|Veneto|Sardinia|Calabria"),
    ("FRA", "Normandy|Corsica|Alsace"),
    ("RUS", "Chechnya|Dagestan|Tatarstan|Ingushetia|Siberia"),
    ("IND", "Gujarat|Uttar Pradesh|Tamil Nadu|Kerala|Maharashtra|West Bengal|Bihar|Karnataka|Rajasthan|Assam"),
    ("PAK", "Sindh|Balochistan|Khyber Pakhtunkhwa"),
    ("IDN", "Aceh|Sumatra|Sulawesi"),
    ("SDN", "Darfur|South Kordofan"),
    ("ETH", "Tigray|Oromia"),
    ("MMR", "Rakhine"),
    ("CHN", "Guangdong|Hubei|Sichuan"),
];

/// Names that stand for a government.
const SEATS: &[(&str, &[&str])] = &[
    (
        "USA",
        &[
            "white house",
            "foggy bottom",
            "oval office",
            "biden administration",
            "trump administration",
            "obama administration",
            "bush administration",
        ],
    ),
    ("RUS", &["kremlin"]),
    ("GBR", &["downing street", "number 10", "no 10", "whitehall", "number 10 downing street", "10 downing street"]),
    ("FRA", &["élysée", "elysee", "elysée palace", "quai d'orsay", "quai d’orsay"]),
    ("UKR", &["bankova"]),
    ("KOR", &["blue house"]),
    ("CHN", &["zhongnanhai"]),
];

/// Cities that stand for a government where they act, and are cities else.
const CAPITALS: &[(&str, &[&str])] = &[
    ("USA", &["washington"]),
    ("RUS", &["moscow"]),
    ("UKR", &["kiev", "kyiv"]),
    ("TUR", &["ankara"]),
    ("KOR", &["seoul"]),
    ("CHN", &["beijing"]),
    ("DEU", &["berlin"]),
    ("ISR", &["jerusalem"]),
    ("IND", &["new delhi", "delhi"]),
    ("AUS", &["canberra"]),
    ("CAN", &["ottawa"]),
];

/// Bodies with the sector that PLOVER gives them, where the sets stop before them.
const BODIES: &[(&str, &str, &str, &str)] = &[
    ("pentagon", "United States Department of Defense", "USA", "MIL"),
    ("congress", "United States Congress", "USA", "LEG"),
    ("capitol hill", "United States Congress", "USA", "LEG"),
    ("fbi", "Federal Bureau of Investigation", "USA", "COP"),
    ("cia", "Central Intelligence Agency", "USA", "SPY"),
    ("state department", "United States Department of State", "USA", "GOV"),
    ("national security council", "United States National Security Council", "USA", "GOV"),
    ("nsc", "United States National Security Council", "USA", "GOV"),
    ("duma", "State Duma", "RUS", "LEG"),
    ("state duma", "State Duma", "RUS", "LEG"),
    ("homeland security", "United States Department of Homeland Security", "USA", "GOV"),
    ("homeland security department", "United States Department of Homeland Security", "USA", "GOV"),
    ("department of homeland security", "United States Department of Homeland Security", "USA", "GOV"),
    ("dhs", "United States Department of Homeland Security", "USA", "GOV"),
    ("justice department", "United States Department of Justice", "USA", "GOV"),
    ("department of justice", "United States Department of Justice", "USA", "GOV"),
    ("defense department", "United States Department of Defense", "USA", "MIL"),
    ("department of defense", "United States Department of Defense", "USA", "MIL"),
    ("department of state", "United States Department of State", "USA", "GOV"),
    ("treasury department", "United States Department of the Treasury", "USA", "GOV"),
    ("commerce department", "United States Department of Commerce", "USA", "GOV"),
    ("department of veterans affairs", "United States Department of Veterans Affairs", "USA", "GOV"),
    ("environmental protection agency", "Environmental Protection Agency", "USA", "GOV"),
    ("internal revenue service", "Internal Revenue Service", "USA", "GOV"),
    ("irs", "Internal Revenue Service", "USA", "GOV"),
    ("secret service", "United States Secret Service", "USA", "COP"),
    ("drug enforcement administration", "Drug Enforcement Administration", "USA", "COP"),
    ("centers for disease control and prevention", "Centers for Disease Control and Prevention", "USA", "GOV"),
    ("cdc", "Centers for Disease Control and Prevention", "USA", "GOV"),
    ("government accountability office", "Government Accountability Office", "USA", "GOV"),
    ("home office", "Home Office", "GBR", "GOV"),
    ("foreign office", "Foreign Office", "GBR", "GOV"),
    ("house of commons", "House of Commons", "", "LEG"),
    ("house of lords", "House of Lords", "GBR", "LEG"),
    ("metropolitan police", "Metropolitan Police", "GBR", "COP"),
    ("national rifle association", "National Rifle Association", "USA", "NGO"),
    ("nra", "National Rifle Association", "USA", "NGO"),
    ("afl-cio", "AFL-CIO", "USA", "LAB"),
    ("fox news", "Fox News", "USA", "JRN"),
    ("e.u.", "European Union", "", "IGO"),
    ("knesset", "Knesset", "ISR", "LEG"),
    ("bundestag", "Bundestag", "DEU", "LEG"),
    ("verkhovna rada", "Verkhovna Rada", "UKR", "LEG"),
    ("european union", "European Union", "", "IGO"),
    ("eu", "European Union", "", "IGO"),
    ("brussels", "European Union", "", "IGO"),
    ("european commission", "European Commission", "", "IGO"),
    ("european council", "European Council", "", "IGO"),
    ("european parliament", "European Parliament", "", "IGO"),
    ("european central bank", "European Central Bank", "", "IGO"),
    ("united nations", "United Nations", "", "IGO"),
    ("un", "United Nations", "", "IGO"),
    ("u.n.", "United Nations", "", "IGO"),
    ("nato", "NATO", "", "IGO"),
    ("security council", "United Nations Security Council", "", "IGO"),
    ("un security council", "United Nations Security Council", "", "IGO"),
    ("u.n. security council", "United Nations Security Council", "", "IGO"),
    ("international monetary fund", "International Monetary Fund", "", "IGO"),
    ("senate", "United States Senate", "USA", "LEG"),
    ("us senate", "United States Senate", "USA", "LEG"),
    ("u.s. senate", "United States Senate", "USA", "LEG"),
    ("us congress", "United States Congress", "USA", "LEG"),
    ("u.s. congress", "United States Congress", "USA", "LEG"),
    ("us house of representatives", "United States House of Representatives", "USA", "LEG"),
    ("u.s. house of representatives", "United States House of Representatives", "USA", "LEG"),
    ("united states house of representatives", "United States House of Representatives", "USA", "LEG"),
    ("us supreme court", "Supreme Court of the United States", "USA", "JUD"),
    ("u.s. supreme court", "Supreme Court of the United States", "USA", "JUD"),
    ("fsb", "Federal Security Service", "RUS", "SPY"),
    ("federal security service", "Federal Security Service", "RUS", "SPY"),
    ("world health organization", "World Health Organization", "", "IGO"),
    ("who", "World Health Organization", "", "IGO"),
    ("iaea", "International Atomic Energy Agency", "", "IGO"),
    ("osce", "Organization for Security and Co-operation in Europe", "", "IGO"),
    ("african union", "African Union", "", "IGO"),
    ("arab league", "Arab League", "", "IGO"),
    ("imf", "International Monetary Fund", "", "IGO"),
    ("world bank", "World Bank", "", "IGO"),
    ("hamas", "Hamas", "PSE", "REB"),
    ("hezbollah", "Hezbollah", "LBN", "REB"),
    ("taliban", "Taliban", "AFG", "REB"),
    ("isis", "Islamic State", "", "REB"),
    ("isil", "Islamic State", "", "REB"),
    ("islamic state", "Islamic State", "", "REB"),
    ("islamic state of iraq and syria", "Islamic State", "", "REB"),
    ("islamic state of iraq and the levant", "Islamic State", "", "REB"),
    ("al qaeda", "al-Qaeda", "", "REB"),
    ("al-qaeda", "al-Qaeda", "", "REB"),
];

/// Parties and armed groups: forms, name, country, sector.
const PARTIES: &str = include_str!("parties.tsv");

/// What people in office are called; the usual name first.
const NICKNAMES: &[(&str, &str)] = &[
    ("Joseph Robinette Biden", "Joe Biden"),
    ("Joseph Robinette Biden", "Joseph Biden"),
    ("Joseph Biden", "Joe Biden"),
    ("Mary Elizabeth Truss", "Liz Truss"),
    ("Barack Hussein Obama", "Barack Obama"),
    ("William Jefferson Clinton", "Bill Clinton"),
    ("George Walker Bush", "George W. Bush"),
    ("Richard Bruce Cheney", "Dick Cheney"),
    ("Albert Arnold Gore", "Al Gore"),
    ("James David Vance", "JD Vance"),
    ("James David Vance", "J.D. Vance"),
];

/// Words that name groups of Phoenix and much else.
const WORDS: &[&str] = &[
    "aleph",
    "avengers",
    "bogeymen",
    "cornerstone",
    "falcon",
    "foundation",
    "inevitables",
    "lightning",
    "mavericks",
    "organization",
    "tigers",
    "youth",
    "zero",
];

/// Large companies, by the country of their seat.
const COMPANIES: &[(&str, &str)] = &[
    (
        "USA",
        "Google|Facebook|Microsoft|Apple|Tesla|SpaceX|Boeing|ExxonMobil|Chevron|Goldman Sachs|JPMorgan|JPMorgan Chase|Morgan Stanley|Citigroup|Wells Fargo|Bank of America|Pfizer|Moderna|Walmart|General Motors|Netflix|OpenAI|Uber|Lockheed Martin|Raytheon",
    ),
    ("GBR", "BP|HSBC|AstraZeneca|Rolls-Royce|Barclays"),
    ("RUS", "Gazprom|Rosneft|Lukoil|Sberbank|Aeroflot|Rosatom"),
    ("CHN", "Huawei|Alibaba|Tencent|ByteDance|Sinopec"),
    ("KOR", "Samsung|Hyundai"),
    ("JPN", "Toyota|Nissan|Sony|SoftBank"),
    ("DEU", "Volkswagen|Siemens|Deutsche Bank|Lufthansa|BMW"),
    ("FRA", "TotalEnergies|Renault|Air France"),
    ("SAU", "Saudi Aramco"),
    ("UKR", "Naftogaz|Ukrenergo|Energoatom"),
    ("NLD", "Philips|ASML"),
    ("SWE", "Ericsson|Volvo"),
    ("FIN", "Nokia"),
    ("DNK", "Maersk"),
    ("IND", "Infosys|Air India"),
    ("BRA", "Petrobras"),
    ("IRL", "Ryanair"),
];

/// Nouns that the sets lack.
const NOUNS: &[(&str, &str)] = &[
    ("forces", "MIL"),
    ("troops", "MIL"),
    ("peacekeeper", "MIL"),
    ("gov", "GOV"),
    ("authority", "GOV"),
    ("negotiator", "GOV"),
    ("emir", "GOV"),
    ("sen", "LEG"),
    ("rep", "LEG"),
    ("mp", "LEG"),
    ("mep", "LEG"),
    ("councillor", "LEG"),
    ("councilman", "LEG"),
    ("councilwoman", "LEG"),
    ("people", "CVL"),
    ("witness", "CVL"),
    ("eyewitness", "CVL"),
    ("parent", "CVL"),
    ("father", "CVL"),
    ("man", "CVL"),
    ("survivor", "CVL"),
    ("neighbour", "CVL"),
    ("neighbor", "CVL"),
    ("relative", "CVL"),
    ("patient", "CVL"),
    ("national", "CVL"),
    ("inhabitant", "CVL"),
    ("shopper", "CVL"),
    ("commuter", "CVL"),
    ("passenger", "CVL"),
    ("union", "LAB"),
    ("miner", "LAB"),
    ("party official", "PTY"),
    ("party leader", "PTY"),
    ("republican", "PTY"),
    ("democrat", "PTY"),
    ("tory", "PTY"),
    ("candidate", "PTY"),
    ("nominee", "PTY"),
    ("campaign", "PTY"),
    ("opposition", "OPP"),
    ("activist", "CVL"),
    ("campaigner", "CVL"),
    ("protester", "CVL"),
    ("demonstrator", "CVL"),
    ("paramilitary", "PRM"),
    ("right-winger", "OPP"),
    ("charity", "NGO"),
    ("aid worker", "NGO"),
    ("aid group", "NGO"),
    ("church", "REL"),
    ("pastor", "REL"),
    ("rabbi", "REL"),
    ("editor", "JRN"),
    ("columnist", "JRN"),
    ("commentator", "JRN"),
    ("broadcaster", "JRN"),
    ("blogger", "JRN"),
    ("researcher", "EDU"),
    ("scientist", "EDU"),
    ("historian", "EDU"),
    ("scholar", "EDU"),
    ("chief executive", "BUS"),
    ("vice president", "GOV"),
    ("security service", "SPY"),
    ("gen", "MIL"),
    ("lt", "MIL"),
    ("col", "MIL"),
    ("maj", "MIL"),
    ("capt", "MIL"),
    ("sgt", "MIL"),
    ("adm", "MIL"),
    ("trader", "BUS"),
    ("retailer", "BUS"),
    ("developer", "BUS"),
    ("shareholder", "BUS"),
    ("investigator", "COP"),
    ("hacker", "CRM"),
    ("inmate", "CRM"),
    ("hostage-taker", "CRM"),
    ("hijacker", "CRM"),
    // Of too many kinds.
    ("deputy", ""),
    ("chamber", ""),
    ("community", ""),
    ("city", ""),
    ("advocate", ""),
    ("actor", ""),
    ("economist", ""),
    ("national council", ""),
];

/// The sectors that a code of CAMEO ends in, as PLOVER has them (PLOVER manual, sector codes): it writes `MED` for what is
/// medical and `JRN` for the media, and knows one kind of rebels.  `NGO` and `IGO` stand there for bodies of no country.
const SECTORS: &[(&str, &str)] = &[
    ("GOV", "GOV"),
    ("MIL", "MIL"),
    ("LEG", "LEG"),
    ("JUD", "JUD"),
    ("COP", "COP"),
    ("SPY", "SPY"),
    ("OPP", "OPP"),
    ("REB", "REB"),
    ("SEP", "REB"),
    ("INS", "REB"),
    ("RAD", "REB"),
    ("UAF", "UAF"),
    ("CRM", "CRM"),
    ("BUS", "BUS"),
    ("MED", "JRN"),
    ("HLH", "MED"),
    ("EDU", "EDU"),
    ("NGO", "NGO"),
    ("DEV", "NGO"),
    ("ENV", "NGO"),
    ("HRI", "NGO"),
    ("IGO", "IGO"),
    ("REL", "REL"),
    ("LAB", "LAB"),
    ("CVL", "CVL"),
    ("ELI", "ELI"),
    ("REF", "REF"),
    ("AGR", "AGR"),
    ("PTY", "PTY"),
];

/// PLOVER's sector for one of CAMEO.
fn plover(code: &str) -> Option<&'static str> {
    SECTORS.iter().find(|(cameo, _)| *cameo == code).map(|s| s.1)
}

/// The last day that Phoenix knows of: who held an office then may have left it since.
const PHOENIX_ENDS: &str = "2014-12-31";

/// Writes the tables.
pub fn run() -> Result<()> {
    let data = data().context("../shared/data is not here")?.join("actors");
    let out = root().join("crates/onrecord-nlp/data");
    let mut table = Table::default();
    countries(&data, &mut table)?;
    people(&data, &mut table)?;
    phoenix(&data, &mut table)?;
    cities(&data, &mut table)?;
    let header = "# Made by `cargo xtask actors-base`; see docs/actors.md for sources and licences.\n";
    let rows: Vec<String> = table.rows.into_iter().map(|(key, row)| format!("{}\t{row}\n", key.0)).collect();
    std::fs::write(out.join("actors.tsv"), format!("{header}{}", rows.concat()))?;
    std::fs::write(out.join("offices.tsv"), format!("{header}{}", table.offices.into_iter().collect::<String>()))?;
    std::fs::write(out.join("cow.tsv"), format!("{header}{}", cow(&data)?))?;
    std::fs::write(out.join("agents.tsv"), format!("{header}{}", agents(&data)?))?;
    println!("{} forms", rows.len());
    Ok(())
}

#[derive(Default)]
struct Table {
    /// By form and from-date: the other columns.
    rows: BTreeMap<(String, String), String>,
    offices: BTreeSet<String>,
}

struct Row<'a> {
    name: &'a str,
    kind: &'a str,
    country: &'a str,
    sector: &'a str,
    from: &'a str,
    until: &'a str,
    wikidata: &'a str,
    source: &'a str,
}

impl Table {
    /// Adds a form; what is there already stands.
    fn add(&mut self, form: &str, r: &Row<'_>) {
        let form = form.trim().to_lowercase().replace('_', " ");
        if form.chars().count() < 2
            || form.len() > 45
            || form.contains(['\t', '\n', '(', ',', '"'])
            || form.starts_with('#')
        {
            return;
        }
        let row = [r.name, r.kind, r.country, r.sector, r.from, r.until, r.wikidata, r.source].join("\t");
        let later = |held: &mut String| {
            let mut columns: Vec<&str> = held.split('\t').collect();
            let same = columns[1] == "person" && r.kind == "person" && columns[2] == r.country;
            if same && !columns[5].is_empty() && (r.until.is_empty() || r.until > columns[5]) {
                columns[5] = r.until;
                *held = columns.join("\t");
            }
        };
        self.rows.entry((form, r.from.to_owned())).and_modify(later).or_insert(row);
    }
}

fn string<'a>(v: &'a Value, key: &str) -> &'a str {
    v[key].as_str().unwrap_or("")
}

/// A country's name: the short one, where it has one.
fn name_of(c: &Value) -> &str {
    if string(c, "iso3") == "PSE" {
        return "Palestine"; // the set has two parts of it
    }
    let first = |key| string(c, key).split([',', ';']).next().unwrap_or("");
    Some(first("short")).filter(|n| !n.is_empty() && *n != "The Dominican").unwrap_or_else(|| first("long"))
}

/// What NGEC calls a country.
fn ngec_forms(c: &Value) -> Vec<&str> {
    c["ngec_forms"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Whether a country is a dependent territory: NGEC has no forms for these, nor for two countries.
fn is_dependent(c: &Value) -> bool {
    ngec_forms(c).is_empty() && !["SSD", "DMA"].contains(&string(c, "iso3"))
}

/// An entry of our own, without days.
fn own<'a>(name: &'a str, kind: &'a str, country: &'a str, sector: &'a str) -> Row<'a> {
    Row { name, kind, country, sector, from: "", until: "", wikidata: "", source: "own" }
}

/// A form of a country.
fn country<'a>(c: &'a Value, kind: &'a str, source: &'a str) -> Row<'a> {
    Row { name: name_of(c), kind, country: string(c, "iso3"), sector: "GOV", from: "", until: "", wikidata: "", source }
}

fn countries(data: &Path, table: &mut Table) -> Result<()> {
    // Our own forms first: `British` is not the Virgin Islands'.
    let all = lines(&data.join("countries.jsonl"))?;
    let all: Vec<&Value> = all.iter().filter(|c| string(c, "iso3").len() == 3 && !name_of(c).is_empty()).collect();
    for c in &all {
        for (list, kind) in [(SEATS, "seat"), (MORE, "country"), (CAPITALS, "capital")] {
            let own = list.iter().filter(|(of, _)| *of == string(c, "iso3")).flat_map(|(_, forms)| *forms);
            own.for_each(|f| table.add(f, &country(c, kind, "own")));
        }
    }
    for (country, names) in REGIONS {
        for name in names.split('|').map(str::trim) {
            table.add(name, &own(name, "city", country, ""));
        }
    }
    for c in &all {
        // `Saint Helena, Ascension, and Tristan da Cunha` is three places in its long form.
        let long = string(c, "long").split(',').next().unwrap_or("");
        for name in [string(c, "short"), long, string(c, "abbreviation")] {
            let usable = |f: &&str| {
                f.trim().len() > 2 && !f.contains(['(', '/']) && !AMBIGUOUS.contains(&f.to_lowercase().as_str())
            };
            name.split([';', ',']).filter(usable).for_each(|f| table.add(f, &country(c, "country", "factbook")));
        }
    }
    // `French` is France's before Saint Pierre's: dependent territories, for which NGEC has no forms, come last.
    let (states, territories): (Vec<&Value>, Vec<&Value>) = all.iter().partition(|c| !ngec_forms(c).is_empty());
    for c in states.iter().chain(&territories) {
        let peoples = ["nationality_adjective", "nationality_noun"].map(|key| peoples(string(c, key))).concat();
        let peoples = peoples.iter().filter(|f| !AMBIGUOUS.contains(&f.as_str()));
        peoples.for_each(|f| table.add(f, &country(c, "country", "factbook")));
    }
    for c in states {
        let forms = ngec_forms(c);
        let forms = forms.iter().filter(|f| !AMBIGUOUS.contains(&f.to_lowercase().as_str()));
        forms.for_each(|form| table.add(form, &country(c, "country", "ngec")));
    }
    // The capitals of territories are small places that share their names with people and colleges.
    for c in all.iter().filter(|c| !is_dependent(c)) {
        let capital = string(c, "capital").split(['(', ';', ',']).next().unwrap_or("");
        table.add(capital, &country(c, "capital", "factbook"));
    }
    for (form, name, country, sector) in BODIES {
        table.add(form, &own(name, "body", country, sector));
    }
    for (country, names) in COMPANIES {
        names.split('|').for_each(|name| table.add(name, &own(name, "body", country, "BUS")));
    }
    for line in PARTIES.lines().filter(|l| !l.starts_with('#')) {
        let [forms, name, country, sector] = line.split('\t').collect::<Vec<_>>()[..] else {
            anyhow::bail!("parties.tsv: four columns are needed: {line}");
        };
        let row = own(name, "body", country, sector);
        forms.split('|').for_each(|form| table.add(form, &row));
    }
    Ok(())
}

/// Names of a people as the Factbook writes them: `Manxman (men), Manx`, `Tarnish or Tarn(s)`, `Swati; note - …`.
fn peoples(written: &str) -> Vec<String> {
    let mut out = Vec::new();
    for form in written.split(';').next().unwrap_or("").split([',']).flat_map(|f| f.split(" or ")) {
        let form = form.trim().trim_start_matches("or ").trim();
        let (one, plural) = match form.split_once('(') {
            Some((one, "s)")) => (one, Some(format!("{one}s"))),
            Some((one, "men)")) => (one, one.strip_suffix("man").map(|stem| format!("{stem}men"))),
            Some((one, "women)")) => (one, one.strip_suffix("woman").map(|stem| format!("{stem}women"))),
            Some((one, _)) => (one, None),
            None => (form, None),
        };
        let is_people = |f: &str| f.len() > 3 && f.starts_with(char::is_uppercase) && f != "None" && !f.contains('/');
        out.extend([Some(one.trim().to_owned()), plural].into_iter().flatten().filter(|f| is_people(f)));
    }
    out.iter().map(|f| f.to_lowercase()).collect()
}

/// `14 May 2017` as ISO 8601.
fn day(text: &str) -> String {
    const MONTHS: &[&str] = &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.split_whitespace();
    let mut read = || -> Option<String> {
        let (d, m, y) = (words.next()?, words.next()?, words.next()?);
        let m = MONTHS.iter().position(|x| m.starts_with(x))? + 1;
        Some(format!("{}-{m:02}-{:02}", y.parse::<u16>().ok()?, d.parse::<u8>().ok()?))
    };
    read().unwrap_or_default()
}

/// A person's name as newspapers have it: without initials and patronymics in the middle and what follows a surname.
fn short(name: &str) -> String {
    let father = |w: &str| name.matches(' ').count() == 2 && (w.ends_with("vich") || w.ends_with("vna"));
    let middle = |w: &&str| w.len() == 2 && w.ends_with('.') || father(w) && !name.ends_with(*w);
    let words: Vec<&str> =
        name.split(' ').filter(|w| !middle(w) && !matches!(*w, "Jr." | "Sr." | "Jr" | "Sr")).collect();
    words.join(" ").trim_end_matches(',').to_owned()
}

fn nicknames(name: &str) -> impl Iterator<Item = &str> {
    NICKNAMES.iter().filter(move |n| n.0 == name).map(|n| n.1)
}

/// `Ashraf GHANI Ahmadzai`, as the Factbook writes surnames, is called Ashraf Ghani.
fn called<'a>(name: &'a str, raw: &str) -> &'a str {
    let capital = |w: &str| w.chars().filter(|c| c.is_alphabetic()).count() > 2 && !w.chars().any(char::is_lowercase);
    let words: Vec<&str> = raw.split(' ').collect();
    let last = words.iter().rposition(|w| capital(w)).filter(|at| *at > 0 && *at + 1 < words.len());
    let end = last.and_then(|at| name.match_indices(' ').nth(at)).map_or(name.len(), |(end, _)| end);
    &name[..end]
}

fn people(data: &Path, table: &mut Table) -> Result<()> {
    let territories = lines(&data.join("countries.jsonl"))?;
    let territories: BTreeSet<&str> =
        territories.iter().filter(|c| is_dependent(c)).map(|c| string(c, "iso3")).collect();
    for l in lines(&data.join("leaders-timeline-2014-2026.jsonl"))? {
        let (name, iso, since) = (string(&l, "name"), string(&l, "iso3"), day(string(&l, "since")));
        let office = string(&l, "office");
        // What a heading left of another line.
        let cut = ["and ", "of ", "s "].iter().any(|w| name.starts_with(w));
        if office.is_empty() || !name.contains(' ') && office != "King" || iso.len() != 3 || cut {
            continue;
        }
        // The President of the United States is American Samoa's head of state too.
        if territories.contains(iso) && matches!(office, "President" | "Vice President" | "King" | "Queen") {
            continue;
        }
        let until = match string(&l, "snapshot_last") {
            last if last > "2026-04" => "",
            last => last,
        };
        let (kind, country, sector, source) = ("person", iso, "GOV", "factbook");
        let plain = short(called(name, string(&l, "raw_name")));
        let called = nicknames(&plain).next().unwrap_or(&plain);
        for form in [name, &plain, called] {
            table.add(form, &Row { name, kind, country, sector, from: &since, until, wikidata: "", source });
        }
        let role = if string(&l, "role") == "chief_of_state" { "state" } else { "government" };
        table.offices.insert(format!("{iso}\t{}\t{role}\t{called}\t{since}\t{until}\n", office.to_lowercase()));
    }
    for l in lines(&data.join("us-legislators-current.jsonl"))? {
        let name = string(&l, "name");
        let row = Row {
            name,
            kind: "person",
            country: "USA",
            sector: "LEG",
            from: string(&l, "first_term_start"),
            until: "",
            wikidata: string(&l, "wikidata"),
            source: "us-legislators",
        };
        table.add(name, &row);
    }
    for l in lines(&data.join("us-executives.jsonl"))? {
        let name = string(&l, "name");
        for term in l["terms"].as_array().into_iter().flatten() {
            let (from, until) = (string(term, "start"), string(term, "end"));
            let (kind, country, sector, source) = ("person", "USA", "GOV", "us-executives");
            let plain = short(name);
            let called = nicknames(&plain).next().unwrap_or(&plain);
            let forms: Vec<&str> = [name, &plain].into_iter().chain(nicknames(&plain)).collect();
            for form in forms {
                table.add(form, &Row { name, kind, country, sector, from, until, wikidata: "", source });
            }
            let (office, role) =
                if term["type"] == "prez" { ("president", "state") } else { ("vice president", "vice") };
            table.offices.insert(format!("USA\t{office}\t{role}\t{called}\t{from}\t{until}\n"));
        }
    }
    Ok(())
}

/// The dictionaries of Phoenix: a name's country and sector, with its dates.
fn phoenix(data: &Path, table: &mut Table) -> Result<()> {
    let known = lines(&data.join("countries.jsonl"))?;
    let known: BTreeSet<&str> = known.iter().map(|c| string(c, "iso3")).collect();
    for p in lines(&data.join("phoenix-actors.jsonl"))? {
        let name = string(&p, "name");
        let codes: Vec<&Value> = p["codes"].as_array().into_iter().flatten().collect();
        for code in &codes {
            let full = string(code, "code");
            let (head, rest) = full.split_at_checked(3).unwrap_or((full, ""));
            // Companies (`MNC`) are left out: their names fill half of the set.
            let Some(sector) = rest.get(..3).and_then(plover).or(plover(head)) else { continue };
            let country = if matches!(head, "MNC" | "IMG") || plover(head).is_some() { "" } else { head };
            // CAMEO has regions (`MEA`) and countries of old besides those of ISO 3166-1.
            let country = match country {
                "ANG" => "AGO",
                "KSV" => "XKX",
                "TMP" => "TLS",
                other if known.contains(other) => other,
                _ => "",
            };
            let row = Row {
                name: "",
                kind: "name",
                country,
                sector,
                from: string(code, "from"),
                until: match string(code, "to") {
                    "" if !string(code, "from").is_empty() => PHOENIX_ENDS,
                    until => until,
                },
                wikidata: "",
                source: "phoenix",
            };
            for form in
                std::iter::once(name).chain(p["synonyms"].as_array().into_iter().flatten().filter_map(Value::as_str))
            {
                let form = form.strip_prefix("THE ").unwrap_or(form);
                // A word alone may be anybody's, unless it names a body.
                let word = WORDS.contains(&form.to_lowercase().as_str()) || form.chars().all(|c| c.is_ascii_digit());
                if form.contains(' ') || !word && codes.iter().all(|c| c["from"].is_null()) {
                    table.add(form, &row);
                }
            }
        }
    }
    Ok(())
}

fn cities(data: &Path, table: &mut Table) -> Result<()> {
    let iso: BTreeMap<String, String> = lines(&data.join("countries.jsonl"))?
        .iter()
        .map(|c| (string(c, "iso2").to_owned(), string(c, "iso3").to_owned()))
        .collect();
    for c in lines(&data.join("cities15000.jsonl"))? {
        let Some(country) = iso.get(string(&c, "country")) else { continue };
        if c["population"].as_u64().unwrap_or(0) >= SMALLEST_CITY {
            let name = string(&c, "name");
            table.add(
                name,
                &Row { name, kind: "city", country, sector: "", from: "", until: "", wikidata: "", source: "geonames" },
            );
        }
    }
    Ok(())
}

/// Common nouns and their sectors.
fn agents(data: &Path) -> Result<String> {
    let own = NOUNS.iter().map(|(noun, sector)| (noun.to_string(), sector.to_string()));
    let mut out: BTreeMap<String, String> = own.collect();
    for a in lines(&data.join("agents.jsonl"))? {
        let noun = string(&a, "agent").to_lowercase().replace('_', " ");
        let sector = string(&a, "code").trim_start_matches('~').get(..3).and_then(plover);
        if let Some(sector) = sector.filter(|_| noun.len() > 2 && noun.split(' ').count() <= 3) {
            out.entry(noun).or_insert_with(|| sector.to_owned());
        }
    }
    out.retain(|_, sector| !sector.is_empty());
    Ok(out.iter().map(|(noun, sector)| format!("{noun}\t{sector}\n")).collect())
}

/// The Correlates of War project's number and letters of each country of today, by its ISO 3166-1 code.
fn cow(data: &Path) -> Result<String> {
    let mut out = BTreeMap::new();
    for row in lines(&data.join("cow2iso.jsonl"))? {
        let get = |key: &str| row[key].as_str().unwrap_or("").to_owned();
        if get("valid_until").is_empty() && get("iso3").len() == 3 && !get("cow_id").is_empty() {
            out.entry(get("iso3")).or_insert_with(|| (get("cow_id"), get("cow3")));
        }
    }
    Ok(out.iter().map(|(iso, (number, letters))| format!("{iso}\t{number}\t{letters}\n")).collect())
}
