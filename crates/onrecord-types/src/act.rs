//! What a statement does, and how it is put.

use crate::Span;

/// What a statement does, by its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Act {
    /// Says that something is so, without more: `said`, `told`, `according to`.
    #[default]
    State,
    /// Says so against doubt: `claimed`, `insisted`.
    Claim,
    /// `admitted`, `acknowledged`.
    Admit,
    /// `denied`.
    Deny,
    /// `accused`, `blamed`.
    Accuse,
    /// `demanded`, `ordered`, `told them to`.
    Demand,
    /// `urged`, `called for`, `asked for`.
    Request,
    /// `proposed`, `suggested`.
    Propose,
    /// `promised`, `vowed`.
    Promise,
    /// `threatened`.
    Threaten,
    /// `rejected`, `refused`.
    Reject,
    /// `agreed`, `accepted`, `supports`.
    Agree,
    /// `praised`, `welcomed`, `thanked`.
    Praise,
    /// `criticised`, `condemned`.
    Criticise,
    /// `asked whether`, a question.
    Ask,
    /// `predicted`, `expects`, `warned`.
    Predict,
    /// `plans`, `intends`, `wants`.
    Intend,
    /// `believes`, `thinks`.
    Believe,
    /// `fears`, `is worried`.
    Fear,
    /// `hopes`.
    Hope,
}

/// Every act with its word, PLOVER event and CAMEO root where they have one.
const TABLE: &[(Act, &str, Option<&str>, Option<&str>)] = &[
    (Act::State, "state", None, Some("010")),
    (Act::Claim, "claim", None, Some("010")),
    (Act::Admit, "admit", None, Some("015")),
    (Act::Deny, "deny", None, Some("016")),
    (Act::Accuse, "accuse", Some("ACCUSE"), Some("112")),
    (Act::Demand, "demand", Some("REQUEST"), Some("10")),
    (Act::Request, "request", Some("REQUEST"), Some("02")),
    (Act::Propose, "propose", None, Some("024")),
    (Act::Promise, "promise", Some("AGREE"), Some("03")),
    (Act::Threaten, "threaten", Some("THREATEN"), Some("13")),
    (Act::Reject, "reject", Some("REJECT"), Some("12")),
    (Act::Agree, "agree", Some("AGREE"), Some("03")),
    (Act::Praise, "praise", Some("SUPPORT"), Some("051")),
    (Act::Criticise, "criticise", Some("ACCUSE"), Some("111")),
    (Act::Ask, "ask", None, None),
    (Act::Predict, "predict", None, Some("012")),
    (Act::Intend, "intend", None, Some("03")),
    (Act::Believe, "believe", None, Some("010")),
    (Act::Fear, "fear", None, Some("012")),
    (Act::Hope, "hope", None, Some("013")),
];

impl Act {
    /// Every act, in the order of the documentation.
    pub fn all() -> impl Iterator<Item = Act> {
        TABLE.iter().map(|row| row.0)
    }

    fn row(self) -> &'static (Act, &'static str, Option<&'static str>, Option<&'static str>) {
        &TABLE[self as usize]
    }

    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// The act of a word.
    pub fn parse(word: &str) -> Option<Act> {
        TABLE.iter().find(|row| row.1 == word).map(|row| row.0)
    }

    /// The PLOVER event type that such a statement is, if PLOVER has one.
    pub fn plover(self) -> Option<&'static str> {
        self.row().2
    }

    /// The CAMEO code of such a statement.
    pub fn cameo(self) -> Option<&'static str> {
        self.row().3
    }
}

/// How a statement is put, with the words that decided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Modality {
    /// The act is denied: `did not say`.
    pub negated: bool,
    /// `may`, `reportedly`.
    pub hedged: bool,
    /// `if`, `unless`.
    pub conditional: bool,
    /// `will`.
    pub future: bool,
    /// `would have`.
    pub hypothetical: bool,
    /// The words that decided, in order.
    pub words: Vec<Span>,
}

impl Modality {
    /// The words used in every output, in a fixed order.
    pub fn as_words(&self) -> String {
        let all = [
            (self.negated, "negated"),
            (self.hedged, "hedged"),
            (self.conditional, "conditional"),
            (self.future, "future"),
            (self.hypothetical, "hypothetical"),
        ];
        all.into_iter().filter(|f| f.0).map(|f| f.1).collect::<Vec<_>>().join(" ")
    }

    /// The modality of such words, without the words that decided.
    pub fn parse(words: &str) -> Modality {
        let has = |word: &str| words.split(' ').any(|w| w == word);
        Modality {
            negated: has("negated"),
            hedged: has("hedged"),
            conditional: has("conditional"),
            future: has("future"),
            hypothetical: has("hypothetical"),
            words: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_acts() {
        for (i, act) in Act::all().enumerate() {
            assert_eq!((act as usize, Act::parse(act.as_str())), (i, Some(act)));
        }
    }
}
