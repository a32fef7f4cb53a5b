//! Titles and roles: the words before a name that say what somebody is.

use crate::seats::state_of;
use crate::words::is_in;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Titles that are roles too: `Minister Lee`, `the minister`.
const HELD: &[&str] = &[
    "president",
    "advisor",
    "adviser",
    "candidate",
    "counsel",
    "minister",
    "secretary",
    "undersecretary",
    "senator",
    "representative",
    "governor",
    "mayor",
    "judge",
    "justice",
    "general",
    "colonel",
    "captain",
    "major",
    "admiral",
    "doctor",
    "professor",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "bishop",
    "archbishop",
    "ambassador",
    "chancellor",
    "chairman",
    "chairwoman",
    "chair",
    "director",
    "commissioner",
    "councillor",
    "councilor",
    "ombudsman",
    "ombudswoman",
    "councilman",
    "councilwoman",
    "congressman",
    "congresswoman",
    "speaker",
    "attorney",
    "sheriff",
    "spokesman",
    "spokeswoman",
    "coordinator",
    "premier",
    "commander",
    "sergeant",
    "rabbi",
    "imam",
    "detective",
    "inspector",
    "superintendent",
    "constable",
    "taoiseach",
    "tánaiste",
];

/// Titles that only stand before a name, capitalised there, and written in full.
const TITLES: &[&str] = &[
    "comrade",
    "academician",
    "attaché",
    "attache",
    "vice",
    "prime",
    "miss",
    "sir",
    "lord",
    "lady",
    "reverend",
    "deputy",
    "staff",
    "brigadier",
    "commodore",
    "lieutenant",
    "marshal",
    "corporal",
    "cardinal",
    "dame",
    "baroness",
    "honourable",
    "honorable",
    "aunt",
    "uncle",
];

/// The titles that a full stop shortens: `Sen. Lee`; after `the President.` a sentence begins.
const SHORTENED: &[&str] = &[
    "sen", "rep", "gov", "gen", "col", "lt", "capt", "sgt", "maj", "adm", "dr", "prof", "mr", "mrs", "ms", "rev",
    "spc", "pvt", "cpl", "cmdr", "brig", "hon", "fr", "pres", "supt", "cllr", "insp", "det", "amb",
];

/// What short titles stand for.
const LONG_TITLES: &[(&str, &str)] = &[
    ("sen", "Senator"),
    ("rep", "Representative"),
    ("gov", "Governor"),
    ("gen", "General"),
    ("col", "Colonel"),
    ("lt", "Lieutenant"),
    ("capt", "Captain"),
    ("sgt", "Sergeant"),
    ("maj", "Major"),
    ("adm", "Admiral"),
    ("prof", "Professor"),
    ("rev", "Reverend"),
    ("brig", "Brigadier"),
    ("cmdr", "Commander"),
    ("pres", "President"),
    ("supt", "Superintendent"),
    ("cllr", "Councillor"),
    ("insp", "Inspector"),
    ("det", "Detective"),
    ("ch", "Chief"),
    ("amb", "Ambassador"),
];

/// Nouns that say what a person does and do not stand before names as titles do: the head of `the analyst`.
const ROLES: &[&str] = &[
    "assemblyman",
    "assemblywoman",
    "alderman",
    "spokesperson",
    "leader",
    "supremo",
    "chief",
    "head",
    "official",
    "aide",
    "analyst",
    "specialist",
    "pontiff",
    "lawyer",
    "prosecutor",
    "officer",
    "negotiator",
    "administrator",
    "backbencher",
    "correspondent",
    "lobbyist",
    "nominee",
    "manager",
    "member",
    "strategist",
    "economist",
    "historian",
    "author",
    "writer",
    "reporter",
    "journalist",
    "editor",
    "columnist",
    "host",
    "anchor",
    "presenter",
    "owner",
    "founder",
    "executive",
    "chairperson",
    "treasurer",
    "lawmaker",
    "legislator",
    "delegate",
    "envoy",
    "diplomat",
    "soldier",
    "activist",
    "organizer",
    "organiser",
    "researcher",
    "scientist",
    "expert",
    "engineer",
    "teacher",
    "student",
    "farmer",
    "businessman",
    "businesswoman",
    "billionaire",
    "mogul",
    "coach",
    "actor",
    "singer",
    "mediator",
    "auditor",
    "observer",
    "driver",
    "nurse",
    "sailor",
    "conductor",
    "witness",
    "broker",
    "banker",
    "trader",
    "investor",
    "pastor",
    "priest",
    "master",
    "surgeon",
    "physician",
    "physicist",
    "midwife",
    "paramedic",
    "firefighter",
    "pilot",
    "astronaut",
    "curator",
    "novelist",
    "poet",
    "playwright",
    "comedian",
    "musician",
    "rapper",
    "photographer",
    "filmmaker",
    "producer",
    "boss",
    "striker",
    "midfielder",
    "defender",
    "goalkeeper",
    "winger",
    "batsman",
    "bowler",
    "skipper",
    "quarterback",
    "jockey",
    "campaigner",
    "trustee",
    "headteacher",
    "principal",
    "magistrate",
    "coroner",
    "barrister",
    "solicitor",
    "ombudsman",
    "archivist",
    "architect",
    "designer",
    "entrepreneur",
    "chaplain",
    "vicar",
    "cleric",
    "lecturer",
    "therapist",
    "landlord",
    "warden",
    "gp",
    "ceo",
    "cfo",
    "coo",
    "cto",
    "pm",
    "cm",
    "igp",
    "dgp",
    "ssp",
    "dsp",
    "mp",
    "mep",
    "msp",
    "td",
];

/// `Right`, as a title writes it; `RT` is a broadcaster.
const RIGHT: &str = "Rt";

/// Letters behind a name that are none of it: `Ann Lee MP`.
pub(crate) fn is_postnominal(word: &str) -> bool {
    is_in("KC QC SC OBE CBE MBE PhD MD", word) || is_seat(word)
}

/// Letters behind the name of a member of a parliament.
pub(crate) fn is_seat(word: &str) -> bool {
    is_in("MP MSP MEP TD MLA", word)
}

/// Whether a word is a title that stands before names.
pub fn is_title(word: &str) -> bool {
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| [HELD, SHORTENED, TITLES].concat().into_iter().collect());
    let word = word.trim_end_matches('.');
    word == RIGHT || ALL.contains(word.to_lowercase().as_str())
}

/// Whether a word is a title that a full stop shortens.
pub(crate) fn is_shortened(word: &str) -> bool {
    word == RIGHT || SHORTENED.contains(&word.to_lowercase().as_str())
}

/// Whether a word names what a person does, in the singular.
pub fn is_role(word: &str) -> bool {
    const KINDS: &[&str] = &["ologist", "iatrist", "ician"];
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| [HELD, ROLES].concat().into_iter().collect());
    let word = word.to_lowercase();
    ALL.contains(word.as_str()) || KINDS.iter().any(|end| word.ends_with(end))
}

/// Whether a word is a title or a role.
pub(crate) fn is_office(word: &str) -> bool {
    is_title(word) || is_role(word)
}

/// Whether two words are what the wife or husband of a head of state is called.
pub(crate) fn is_first_lady(first: &str, second: &str) -> bool {
    first.eq_ignore_ascii_case("first") && is_in("lady ladies gentleman", &second.to_lowercase())
}

/// Whether a word ends how rulers and envoys are spoken of: `His Royal Highness`.
pub(crate) fn is_style(word: &str) -> bool {
    is_in("Highness Majesty Excellency Holiness Eminence", word)
}

/// The role in the words before a name, its short titles written out (`Lt. Gov.`): not what only addresses it (`Mr.`), with
/// what opens the sentence (`But Mr.`).
pub(crate) fn role_of(title: &str) -> Option<String> {
    const COURTEOUS: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "dame", "comrade"];
    // `His Royal Highness Prince`
    let style = title.split(' ').position(is_style).map_or(0, |i| i + 1);
    let title = title.splitn(style + 1, ' ').nth(style).unwrap_or("");
    let bare = title.trim_end_matches('.');
    let (before, last) = bare.rsplit_once(' ').unwrap_or(("", bare));
    // `former First Lady Ann Lee`
    let first_lady = is_first_lady(before.rsplit(' ').next().unwrap_or(""), last);
    let noble = before.is_empty() && matches!(last, "Lord" | "Lady" | "Dame");
    if noble || first_lady || !COURTEOUS.contains(&last.to_lowercase().as_str()) {
        let whole = written_out(title);
        // `The minister meets with expert on Ann Lee` of a headline, `former` of `a former Lee adviser`
        let open = whole
            .rsplit(' ')
            .next()
            .is_some_and(|w| is_in("of for to on with at by from the and &", &w.to_lowercase()));
        let lone = is_in("former then", &whole);
        return Some(whole).filter(|t| !open && !lone && t.chars().filter(|c| c.is_alphabetic()).count() > 2);
    }
    let says = |w: &str| is_office(w.trim_end_matches('.'));
    let before = before.trim_end();
    before.split(' ').any(says).then(|| written_out(before))
}

/// Titles with their short forms written out: `Ohio Gov.` is `Ohio Governor`.
fn written_out(title: &str) -> String {
    let whole = |word: &str| {
        let short = word.trim_end_matches('.').to_lowercase();
        let (_, long) = LONG_TITLES.iter().find(|(s, _)| *s == short)?;
        Some((*long).to_owned())
    };
    let words = title.split_whitespace().map(|word| whole(word).unwrap_or_else(|| word.to_owned()));
    words.collect::<Vec<_>>().join(" ")
}

/// The party of a seat in the United States' Congress, as newspapers there write it: `R-N.H.`, `D-Calif.`.
pub(crate) fn seat_party(words: &str) -> Option<&'static str> {
    seat(words).map(|seat| seat.0)
}

/// The state of a seat so written, by its name.
pub(crate) fn seat_state(words: &str) -> Option<&'static str> {
    state_of(seat(words)?.1)
}

fn seat(words: &str) -> Option<(&'static str, &str)> {
    const LONGEST: usize = 16;
    let (party, state) = words.split_once(['-', '–'])?;
    let fits = words.len() <= LONGEST && state.starts_with(|c: char| c.is_ascii_uppercase());
    let name = match party {
        "R" => "Republican",
        "D" => "Democratic",
        "I" => "Independent",
        _ => return None,
    };
    fits.then_some((name, state))
}
