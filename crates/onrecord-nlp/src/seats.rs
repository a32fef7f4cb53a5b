//! Who has or had a seat in the Congress of the United States, for which state and party: `the Vermont senator`.
//!
//! `cargo xtask actors-base` writes the table; `docs/actors.md` names its sources.

use crate::base;
use std::collections::HashMap;
use std::sync::LazyLock;

static SEATS: &str = include_str!("../data/seats.tsv");

static BY_NAME: LazyLock<HashMap<&str, Vec<Seat>>> = LazyLock::new(|| {
    let mut out: HashMap<&str, Vec<Seat>> = HashMap::new();
    for [name, chamber, state, party, from, until] in base::rows(SEATS) {
        let party = if party == "Democrat" { "Democratic" } else { party };
        let Some(state) = state_of(state) else { continue };
        out.entry(name).or_default().push(Seat { senate: chamber == "sen", state, party, from, until });
    }
    out
});

/// A seat, with its first and last day.
pub(crate) struct Seat {
    pub senate: bool,
    pub state: &'static str,
    pub party: &'static str,
    pub from: &'static str,
    pub until: &'static str,
}

/// The seats of somebody by the name that the base has.
pub(crate) fn of(name: &str) -> &'static [Seat] {
    BY_NAME.get(name).map_or(&[], Vec::as_slice)
}

/// A state's name by its name, the letters of its mail or its newspapers' short form: `SC`, `S.C.`.
pub(crate) fn state_of(word: &str) -> Option<&'static str> {
    let bare = word.trim_end_matches('.');
    let same = |(name, mail, short): &&(&'static str, &str, &str)| {
        *name == word || *mail == word || short.split(' ').any(|s| s.trim_end_matches('.') == bare) && !bare.is_empty()
    };
    STATES.iter().find(same).map(|s| s.0)
}

/// Whether letters are those of a state's mail: `SC`.
pub(crate) fn is_mail(letters: &str) -> bool {
    STATES.iter().any(|(_, mail, _)| *mail == letters)
}

/// The states that some words name in full, in order.
pub(crate) fn states_in(words: &str) -> impl Iterator<Item = &'static str> {
    let whole = move |name: &str| {
        let found = words.match_indices(name);
        let mut alone = found.filter(|(at, _)| {
            let (before, after) = (&words[..*at], &words[at + name.len()..]);
            // `West Virginia` is not Virginia.
            !before.ends_with("West ")
                && !before.ends_with(char::is_alphanumeric)
                && !after.starts_with(char::is_alphanumeric)
        });
        alone.next().is_some()
    };
    STATES.iter().map(|s| s.0).filter(move |name| whole(name))
}

/// Names, letters of the mail, short forms of newspapers (the Associated Press's, and others).
const STATES: &[(&str, &str, &str)] = &[
    ("Alabama", "AL", "Ala."),
    ("Alaska", "AK", ""),
    ("Arizona", "AZ", "Ariz."),
    ("Arkansas", "AR", "Ark."),
    ("California", "CA", "Calif."),
    ("Colorado", "CO", "Colo."),
    ("Connecticut", "CT", "Conn."),
    ("Delaware", "DE", "Del."),
    ("Florida", "FL", "Fla."),
    ("Georgia", "GA", "Ga."),
    ("Hawaii", "HI", ""),
    ("Idaho", "ID", ""),
    ("Illinois", "IL", "Ill."),
    ("Indiana", "IN", "Ind."),
    ("Iowa", "IA", ""),
    ("Kansas", "KS", "Kan. Kans."),
    ("Kentucky", "KY", "Ky."),
    ("Louisiana", "LA", "La."),
    ("Maine", "ME", ""),
    ("Maryland", "MD", "Md."),
    ("Massachusetts", "MA", "Mass."),
    ("Michigan", "MI", "Mich."),
    ("Minnesota", "MN", "Minn."),
    ("Mississippi", "MS", "Miss."),
    ("Missouri", "MO", "Mo."),
    ("Montana", "MT", "Mont."),
    ("Nebraska", "NE", "Neb. Nebr."),
    ("Nevada", "NV", "Nev."),
    ("New Hampshire", "NH", "N.H."),
    ("New Jersey", "NJ", "N.J."),
    ("New Mexico", "NM", "N.M."),
    ("New York", "NY", "N.Y."),
    ("North Carolina", "NC", "N.C."),
    ("North Dakota", "ND", "N.D."),
    ("Ohio", "OH", ""),
    ("Oklahoma", "OK", "Okla."),
    ("Oregon", "OR", "Ore."),
    ("Pennsylvania", "PA", "Pa. Penn."),
    ("Rhode Island", "RI", "R.I."),
    ("South Carolina", "SC", "S.C."),
    ("South Dakota", "SD", "S.D."),
    ("Tennessee", "TN", "Tenn."),
    ("Texas", "TX", "Tex."),
    ("Utah", "UT", ""),
    ("Vermont", "VT", "Vt."),
    ("Virginia", "VA", "Va."),
    ("Washington", "WA", "Wash."),
    ("West Virginia", "WV", "W.Va."),
    ("Wisconsin", "WI", "Wis."),
    ("Wyoming", "WY", "Wyo."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_short_forms() {
        assert_eq!(state_of("S.C."), Some("South Carolina"));
        assert_eq!(state_of("N.Y"), Some("New York"));
        assert_eq!(state_of("Vt."), Some("Vermont"));
        assert_eq!(state_of("TX"), Some("Texas"));
        assert_eq!(state_of(""), None);
        assert_eq!(states_in("a senator from West Virginia").collect::<Vec<_>>(), ["West Virginia"]);
        assert_eq!(states_in("the South Carolinas").next(), None);
    }

    #[test]
    fn seats_are_by_name() {
        let seats = of("Lindsey Graham");
        assert!(seats.iter().any(|s| s.senate && s.state == "South Carolina" && s.party == "Republican"));
    }
}
