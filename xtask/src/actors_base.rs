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
    ("KOR", &["south korea", "south korean", "south koreans", "s. korea", "s. korean"]),
    ("PRK", &["north korea", "north korean", "north koreans", "n. korea", "n. korean"]),
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
    ("GBR", "Northern Ireland|Scotland|Scottish|Wales|Welsh"),
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
    (
        "GBR",
        &[
            "downing street",
            "number 10",
            "no 10",
            "no. 10",
            "whitehall",
            "number 10 downing street",
            "10 downing street",
        ],
    ),
    ("FRA", &["élysée", "elysee", "elysée palace", "quai d'orsay", "quai d’orsay"]),
    ("UKR", &["bankova"]),
    ("KOR", &["blue house", "cheong wa dae"]),
    ("CHN", &["zhongnanhai"]),
    ("PHL", &["malacañang", "malacanang", "malacañang palace", "malacanang palace"]),
    ("MYS", &["putrajaya"]),
    ("JPN", &["kantei"]),
    ("IND", &["raisina hill", "south block"]),
    ("LKA", &["temple trees"]),
    ("KAZ", &["akorda"]),
    ("ITA", &["palazzo chigi", "farnesina", "quirinale", "quirinal palace"]),
    ("ESP", &["moncloa", "la moncloa", "moncloa palace"]),
    ("AUT", &["ballhausplatz"]),
    ("SWE", &["rosenbad"]),
    ("DNK", &["christiansborg"]),
    ("GRC", &["maximos mansion", "maximou"]),
    ("BRA", &["planalto", "planalto palace"]),
    ("ARG", &["casa rosada"]),
    ("CHL", &["la moneda", "moneda palace"]),
    ("COL", &["casa de nariño", "nariño palace"]),
    ("VEN", &["miraflores palace"]),
    ("ECU", &["carondelet", "carondelet palace"]),
    ("BOL", &["palacio quemado"]),
    ("NGA", &["aso rock", "aso villa"]),
    ("GHA", &["jubilee house"]),
    ("ZAF", &["union buildings"]),
    ("NZL", &["beehive"]),
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

/// Bodies, parties and armed groups: name, further forms, country, sector.
const BODIES: &str = include_str!("bodies.tsv");

/// What people are called, and those whom the sets lack.
const PEOPLE: &str = include_str!("people.tsv");

/// Words that name groups of Phoenix and much else.
const WORDS: &[&str] = &[
    "aleph",
    "avengers",
    "bogeymen",
    "cornerstone",
    "falcon",
    "foundation",
    "inevitables",
    "la liga",
    "lightning",
    "mavericks",
    "organization",
    "tigers",
    "youth",
    "zero",
];

/// Nouns that the sets lack, or give another sector than news does; an empty one leaves them out.
const NOUNS: &[(&str, &str)] = &[
    ("forces", "MIL"),
    ("troops", "MIL"),
    ("peacekeeper", "MIL"),
    ("brigade", "MIL"),
    ("defence ministry", "MIL"),
    ("defense ministry", "MIL"),
    ("squadron", "MIL"),
    ("platoon", "MIL"),
    ("paratrooper", "MIL"),
    ("conscript", "MIL"),
    ("gendarme", "COP"),
    ("backbencher", "LEG"),
    ("frontbencher", "LEG"),
    ("gendarmerie", "COP"),
    ("milblogger", "JRN"),
    ("igp", "COP"),
    ("dgp", "COP"),
    ("ssp", "COP"),
    ("dsp", "COP"),
    ("state councilor", "GOV"),
    ("state councillor", "GOV"),
    ("councilor", "LEG"),
    ("gov", "GOV"),
    ("presidential office", "GOV"),
    ("authority", "GOV"),
    ("negotiator", "GOV"),
    ("foreign affairs", "GOV"),
    ("general staff", "MIL"),
    ("city council", "GOV"),
    ("county council", "GOV"),
    ("town council", "GOV"),
    ("borough council", "GOV"),
    ("district council", "GOV"),
    ("police service", "COP"),
    ("police force", "COP"),
    ("health service", "MED"),
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
    ("gp", "MED"),
    ("sergeant", "MIL"),
    ("detective sergeant", "COP"),
    ("detective constable", "COP"),
    ("detective inspector", "COP"),
    ("detective chief inspector", "COP"),
    ("detective superintendent", "COP"),
    ("police sergeant", "COP"),
    ("police constable", "COP"),
    ("chief constable", "COP"),
    ("docker", "LAB"),
    ("dockworker", "LAB"),
    ("longshoreman", "LAB"),
    ("steelworker", "LAB"),
    ("autoworker", "LAB"),
    ("trade unionist", "LAB"),
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
    ("reverend", "REL"),
    ("rabbi", "REL"),
    ("editor", "JRN"),
    ("columnist", "JRN"),
    ("commentator", "JRN"),
    ("broadcaster", "JRN"),
    ("blogger", "JRN"),
    ("researcher", "EDU"),
    ("scientist", "EDU"),
    ("ecologist", "EDU"),
    ("seismologist", "EDU"),
    ("volcanologist", "EDU"),
    ("geologist", "EDU"),
    ("geophysicist", "EDU"),
    ("climatologist", "EDU"),
    ("oceanographer", "EDU"),
    ("glaciologist", "EDU"),
    ("astronomer", "EDU"),
    ("astrophysicist", "EDU"),
    ("physicist", "EDU"),
    ("biologist", "EDU"),
    ("microbiologist", "EDU"),
    ("anthropologist", "EDU"),
    ("archaeologist", "EDU"),
    ("paleontologist", "EDU"),
    ("palaeontologist", "EDU"),
    ("zoologist", "EDU"),
    ("botanist", "EDU"),
    ("geographer", "EDU"),
    ("demographer", "EDU"),
    ("mathematician", "EDU"),
    ("criminologist", "EDU"),
    ("political scientist", "EDU"),
    ("climate scientist", "EDU"),
    ("headteacher", "EDU"),
    ("schoolteacher", "EDU"),
    ("epidemiologist", "MED"),
    ("virologist", "MED"),
    ("immunologist", "MED"),
    ("pathologist", "MED"),
    ("pharmacist", "MED"),
    ("paediatrician", "MED"),
    ("pediatrician", "MED"),
    ("obstetrician", "MED"),
    ("anaesthetist", "MED"),
    ("historian", "EDU"),
    ("scholar", "EDU"),
    ("chief executive", "BUS"),
    ("chief financial officer", "BUS"),
    ("chief operating officer", "BUS"),
    ("chief investment officer", "BUS"),
    ("chief technology officer", "BUS"),
    ("law firm", "BUS"),
    ("trade body", "BUS"),
    ("maker", "BUS"),
    ("grocer", "BUS"),
    ("carrier", "BUS"),
    ("pressure group", "NGO"),
    ("advocacy group", "NGO"),
    ("nonprofit", "NGO"),
    ("non-profit", "NGO"),
    ("chief medical officer", "MED"),
    ("vice president", "GOV"),
    ("permanent representative", "GOV"),
    ("undersecretary", "GOV"),
    ("majority leader", "LEG"),
    ("minority leader", "LEG"),
    ("majority whip", "LEG"),
    ("minority whip", "LEG"),
    ("house speaker", "LEG"),
    ("chief inspector", "COP"),
    ("police chief", "COP"),
    ("labour party", "PTY"),
    ("labor party", "PTY"),
    ("conservative party", "PTY"),
    ("commodore", "MIL"),
    ("brigadier", "MIL"),
    ("defence chief", "MIL"),
    ("defense chief", "MIL"),
    ("security service", "SPY"),
    ("gen", "MIL"),
    ("general", "MIL"),
    ("surgeon general", "GOV"),
    ("comptroller general", "GOV"),
    ("postmaster general", "GOV"),
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
    ("dissenter", ""),
    ("objector", ""),
    ("crusader", ""),
    ("nanny", ""),
    ("public relations officer", ""),
    ("ambulance", "MED"),
    ("paramedic", "MED"),
    ("medical group", "MED"),
    ("state hospital", "MED"),
    ("environmental protection agency", "GOV"),
    ("minister of environment", "GOV"),
    ("ministry of environment", "GOV"),
    ("illegal immigrant", "REF"),
    ("illegal migrant", "REF"),
    ("waiter", "CVL"),
    ("waitress", "CVL"),
    ("bank", "BUS"),
    ("telecom", "BUS"),
    ("telecom firm", "BUS"),
    ("pharmaceutical firm", "BUS"),
    ("council leader", "GOV"),
    ("firm", "BUS"),
    ("startup", "BUS"),
    ("brokerage", "BUS"),
    ("insurer", "BUS"),
    ("lender", "BUS"),
    ("hedge fund", "BUS"),
    ("brewer", "BUS"),
    ("drugmaker", "BUS"),
    ("chipmaker", "BUS"),
    ("supermarket", "BUS"),
    ("wholesaler", "BUS"),
    ("supplier", "BUS"),
    ("development bank", "GOV"),
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
    let known = Known::read()?;
    people(&data, &mut table, &known)?;
    phoenix(&data, &mut table, &known)?;
    cities(&data, &mut table)?;
    let header = "# Made by `cargo xtask actors-base`; see docs/actors.md for sources and licences.\n";
    let rows: Vec<String> = table.rows.into_iter().map(|(key, row)| format!("{}\t{row}\n", key.0)).collect();
    let [before, kept] = ["actors.tsv", "taught.tsv"].map(|file| std::fs::read_to_string(out.join(file)));
    std::fs::write(out.join("taught.tsv"), taught(&before?, &kept?, &rows.concat()))?;
    std::fs::write(out.join("actors.tsv"), format!("{header}{}", rows.concat()))?;
    std::fs::write(out.join("offices.tsv"), format!("{header}{}", table.offices.into_iter().collect::<String>()))?;
    let own = include_str!("seats.tsv").lines().filter(|l| !l.starts_with('#'));
    table.seats.extend(own.map(|line| format!("{line}\n")));
    std::fs::write(out.join("seats.tsv"), format!("{header}{}", table.seats.into_iter().collect::<String>()))?;
    std::fs::write(out.join("cow.tsv"), format!("{header}{}", cow(&data)?))?;
    std::fs::write(out.join("agents.tsv"), format!("{header}{}", agents(&data)?))?;
    println!("{} forms", rows.len());
    Ok(())
}

/// What the network was taught of forms that the new table tells otherwise, or no more (`hint` in base.rs).
fn taught(before: &str, taught: &str, now: &str) -> String {
    let told = |table: &str| -> BTreeMap<String, u8> {
        let row = |line: &str| {
            let columns: Vec<&str> = line.split('\t').collect();
            let kind = match *columns.get(2)? {
                "person" => 3,
                "body" | "common" | "name" => 2,
                _ => 1,
            };
            Some((columns[0].to_owned(), kind))
        };
        table.lines().filter(|l| !l.starts_with('#')).filter_map(row).collect()
    };
    let (mut held, now) = (told(before), told(now));
    let kept = taught.lines().filter_map(|l| l.split_once('\t')).filter(|l| !l.0.starts_with('#'));
    held.extend(kept.filter_map(|(form, hint)| Some((form.to_owned(), hint.parse().ok()?))));
    let mut out = String::from(
        "# What the network was taught of forms that the base has changed since: form, hint (see `hint` in base.rs). `cargo xtask\n\
         # actors-base` keeps it; empty it when the network is trained anew.\n",
    );
    for form in held.keys().chain(now.keys()).collect::<BTreeSet<_>>() {
        let [before, after] = [&held, &now].map(|t| t.get(form).copied().unwrap_or(0));
        if before != after {
            out += &format!("{form}\t{before}\n");
        }
    }
    out
}

#[derive(Default)]
struct Table {
    /// By form and from-date: the other columns.
    rows: BTreeMap<(String, String), String>,
    offices: BTreeSet<String>,
    seats: BTreeSet<String>,
}

#[derive(Clone, Copy)]
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
    // Where the set has parts, brackets or a name that news seldom uses.
    let own = match string(c, "iso3") {
        "PSE" => Some("Palestine"),
        "MMR" => Some("Myanmar"),
        "COD" => Some("Democratic Republic of the Congo"),
        "COG" => Some("Republic of the Congo"),
        "VAT" => Some("Holy See"),
        "SJM" => Some("Svalbard"),
        "FLK" => Some("Falkland Islands"),
        _ => None,
    };
    if let Some(name) = own {
        return name;
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
    // A city that stands for a body where it acts, and not for the government of its country.
    table.add("brussels", &own("European Union", "capital", "BEL", "IGO"));
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
        // The end of its addresses.
        let end = string(c, "iso2").replace("GB", "UK");
        table.add(&format!(".{end}"), &country(c, "country", "factbook"));
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
    for [name, forms, country, sector] in rows(BODIES)? {
        let shared = |form: &str| forms.split('|').any(|f| f.strip_prefix('~') == Some(form));
        let own_form = name.to_lowercase();
        let all = forms.split('|').chain([own_form.as_str()].into_iter().filter(|f| !shared(f)));
        for form in all {
            let kind = if form.starts_with('~') { "common" } else { "body" };
            table.add(form.trim_start_matches('~'), &own(name, kind, country, sector));
        }
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

/// A person's name as newspapers have it: without titles before it, initials and patronymics in the middle and what follows a
/// surname.
fn short(name: &str) -> String {
    const TITLES: &[&str] = &["Gen.", "Lt.", "Col.", "Maj.", "Brig.", "Capt.", "Adm.", "Dr.", "Mr.", "Mrs.", "Ms."];
    let father = |w: &str| name.matches(' ').count() == 2 && (w.ends_with("vich") || w.ends_with("vna"));
    let middle = |w: &&str| w.len() == 2 && w.ends_with('.') || father(w) && !name.ends_with(*w);
    let words: Vec<&str> = name
        .split(' ')
        .filter(|w| !middle(w) && !matches!(*w, "Jr." | "Sr." | "Jr" | "Sr") && !TITLES.contains(w))
        .collect();
    words.join(" ").trim_end_matches(',').to_owned()
}

/// Rows of so many columns of a table of ours.
fn rows<const N: usize>(table: &'static str) -> Result<Vec<[&'static str; N]>> {
    let row = |line: &'static str| {
        let columns: Vec<&str> = line.split('\t').collect();
        columns.try_into().map_err(|_| anyhow::anyhow!("{N} columns are needed: {line}"))
    };
    table.lines().filter(|l| !l.starts_with('#')).map(row).collect()
}

/// The names that people are known by, with all their forms in small letters.
struct Known(Vec<(&'static str, Vec<String>)>);

impl Known {
    fn read() -> Result<Known> {
        let forms = |[name, forms, ..]: [&'static str; 7]| {
            (name, forms.split('|').filter(|f| !f.is_empty()).map(str::to_owned).chain([name.to_lowercase()]).collect())
        };
        Ok(Known(rows(PEOPLE)?.into_iter().map(forms).collect()))
    }

    /// The name of whom a set calls so, and its forms.
    fn find(&self, called: &str) -> Option<(&'static str, &[String])> {
        let called = called.to_lowercase();
        self.0.iter().find(|(_, forms)| forms.contains(&called)).map(|(name, forms)| (*name, &forms[..]))
    }

    /// Adds a person of a set under all forms of the name, `plain` among them; answers what they are called.
    fn add<'a>(&'a self, table: &mut Table, plain: &'a str, row: Row<'_>) -> &'a str {
        let (called, forms) = self.find(row.name).or_else(|| self.find(plain)).unwrap_or((plain, &[]));
        for form in [row.name, plain].into_iter().chain(forms.iter().map(String::as_str)) {
            table.add(form, &Row { name: called, ..row });
        }
        called
    }
}

/// `Ashraf GHANI Ahmadzai`, as the Factbook writes surnames, is called Ashraf Ghani.
fn called<'a>(name: &'a str, raw: &str) -> &'a str {
    let capital = |w: &str| w.chars().filter(|c| c.is_alphabetic()).count() > 2 && !w.chars().any(char::is_lowercase);
    let words: Vec<&str> = raw.split(' ').collect();
    let last = words.iter().rposition(|w| capital(w)).filter(|at| *at > 0 && *at + 1 < words.len());
    let end = last.and_then(|at| name.match_indices(' ').nth(at)).map_or(name.len(), |(end, _)| end);
    &name[..end]
}

/// An office in all the ways in which the news writes it.
fn spellings(office: &'static str) -> Vec<&'static str> {
    match office {
        "foreign minister" => vec![office, "minister of foreign affairs", "minister for foreign affairs"],
        "defence minister" => vec![office, "defense minister", "minister of defence", "minister of defense"],
        "defence secretary" => vec![office, "defense secretary"],
        "secretary of defense" => vec![office, "defense secretary", "defence secretary", "secretary of defence"],
        _ => vec![office],
    }
}

fn people(data: &Path, table: &mut Table, known: &Known) -> Result<()> {
    for [name, forms, country, sector, from, until, office] in rows(PEOPLE)? {
        if sector.is_empty() {
            continue;
        }
        let row = Row { from, until, ..own(name, "person", country, sector) };
        forms.split('|').chain([name]).for_each(|form| table.add(form, &row));
        if let Some(body) = office.strip_prefix("head of ") {
            table.offices.insert(format!("{body}\thead\tbody\t{name}\t{from}\t{until}\n"));
        } else if !office.is_empty() {
            for office in spellings(office) {
                table.offices.insert(format!("{country}\t{office}\tgovernment\t{name}\t{from}\t{until}\n"));
            }
        }
    }
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
        // `Gen. PRAYUT Chan-ocha` is not called Prayut.
        let plain =
            Some(short(called(name, string(&l, "raw_name")))).filter(|n| n.contains(' ') || !name.contains(' '));
        let plain = plain.unwrap_or_else(|| short(name));
        let row = Row { name, kind, country, sector, from: &since, until, wikidata: "", source };
        let called = known.add(table, &plain, row);
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
        let plain = short(name);
        let called = known.add(table, &plain, row);
        table.seats.extend(seats(called, &l));
        // `Charles Grassley`, whom the set calls Chuck.
        for given in ["first", "nickname"].map(|key| string(&l, key)).into_iter().filter(|g| !g.is_empty()) {
            table.add(&format!("{given} {}", string(&l, "last")), &Row { name: called, ..row });
        }
    }
    for l in lines(&data.join("us-executives.jsonl"))? {
        let name = string(&l, "name");
        for term in l["terms"].as_array().into_iter().flatten() {
            let (from, until) = (string(term, "start"), string(term, "end"));
            let (kind, country, sector, source) = ("person", "USA", "GOV", "us-executives");
            let plain = short(name);
            let row = Row { name, kind, country, sector, from, until, wikidata: "", source };
            let called = known.add(table, &plain, row);
            let (office, role) =
                if term["type"] == "prez" { ("president", "state") } else { ("vice president", "vice") };
            table.offices.insert(format!("USA\t{office}\t{role}\t{called}\t{from}\t{until}\n"));
        }
    }
    Ok(())
}

/// Somebody's seats in Congress: name, chamber, state, party, first and last day; terms that follow each other are one.
fn seats(name: &str, legislator: &Value) -> Vec<String> {
    let mut out: Vec<([&str; 3], &str, &str)> = Vec::new();
    for term in legislator["terms"].as_array().into_iter().flatten() {
        let seat = ["type", "state", "party"].map(|key| string(term, key));
        let (from, until) = (string(term, "start"), string(term, "end"));
        match out.last_mut() {
            Some((same, _, end)) if *same == seat => *end = until,
            _ => out.push((seat, from, until)),
        }
    }
    let line = |(seat, from, until): ([&str; 3], &str, &str)| format!("{name}\t{}\t{from}\t{until}\n", seat.join("\t"));
    out.into_iter().map(line).collect()
}

/// The dictionaries of Phoenix: a name's country and sector, with its dates.
fn phoenix(data: &Path, table: &mut Table, called: &Known) -> Result<()> {
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
                    let name = called.find(&form.replace('_', " ")).map_or("", |k| k.0);
                    table.add(form, &Row { name, ..row });
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
