//! Whether an article is about sport, where names of places stand for teams and a captain commands no soldiers.

use onrecord_types::Document;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// Different words at least that only sport uses.
const DIFFERENT: usize = 3;

/// Words of an article for each of sport, at most.
const EACH: usize = 50;

/// Words that news of other things seldom uses.
const SPORT: &str = "coach striker midfielder defender goalkeeper winger full-back fullback quarterback linebacker pitcher \
    batsman bowler wicket wickets innings scorer goalless hat-trick penalty penalties referee umpire linesman offside \
    fixture fixtures match matches midfield squad teammate teammates skipper captain league championship championships \
    champions tournament quarter-final semi-final quarterfinal quarterfinals semifinal semifinals playoff playoffs \
    relegation relegated cup trophy medal medals medallist medalist podium sprint sprinter relay marathon athlete athletes \
    athletics olympic olympics olympian fifa uefa nba nfl nhl mlb rugby cricket football soccer basketball baseball hockey \
    tennis golf golfer swimmer cyclist peloton racquet touchdown touchdowns inning rebounds stadium halftime half-time \
    kickoff kick-off unbeaten undefeated tie-break wimbledon";

/// Words that it shares with others.
const SHARED: &str = "scored scoring goal goals final season seasons gold silver bronze lap laps win wins won beat victory draw \
    defeat club clubs team teams side transfer manager fans title titles points forward guard center foul fouls players \
    player game games";

/// Words of those who govern: where they stand too, places may be governments.
const STATE: &str =
    "government governments minister ministers ministry parliament sanctions president kremlin senate congress embassy";

/// Of what a word is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Of {
    Sport,
    Shared,
    State,
}

static WORDS: LazyLock<HashMap<&str, Of>> = LazyLock::new(|| {
    let lists = [(SPORT, Of::Sport), (SHARED, Of::Shared), (STATE, Of::State)];
    lists.into_iter().flat_map(|(list, of)| list.split(' ').map(move |word| (word, of))).collect()
});

/// Whether the words of a document are those of sport, and none are of those who govern.
pub fn is_sport(text: &str, document: &Document) -> bool {
    let mut found = BTreeSet::new();
    let mut all = 0;
    for token in &document.tokens {
        match WORDS.get_key_value(token.span.of(text).to_lowercase().as_str()) {
            Some((_, Of::State)) => return false,
            Some((word, of)) => {
                all += 1;
                found.extend((*of == Of::Sport).then_some(*word));
            }
            None => {}
        }
    }
    found.len() >= DIFFERENT && all * EACH >= document.tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::of_text;

    #[test]
    fn sport_is_told_from_war() {
        let about = |text: &str| is_sport(text, &of_text(text));
        assert!(about(
            "Tarn beat Quay 3-0. “We scored early,” their captain said after the match. The coach praised the squad."
        ));
        assert!(!about(
            "Tarn beat Quay’s army. “We scored a victory,” its captain said. The fans of the president cheered."
        ));
        assert!(!about("The club sold bread, and the town was glad of it all through the winter and the spring."));
    }
}
