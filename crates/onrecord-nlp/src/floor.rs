//! Who has the floor: where a chair calls somebody up (`Ms. Quill?`, `General Prelogar.`), `I` is that person.

use crate::cast::Cast;
use crate::names::{Forms, is_role, is_title};
use crate::quotes::{self, Quote};

/// Each call in order: the token after it, and the person of the cast who speaks from there on.
pub(crate) fn calls(forms: &Forms<'_>, cast: &Cast<'_>, quotes: &[Quote]) -> Vec<(usize, usize)> {
    let called = |first: usize, last: usize| {
        let words: Vec<usize> =
            (first..last).filter(|i| forms.at(*i).starts_with(|c: char| c.is_alphanumeric())).collect();
        let (title, name) = (*words.first()?, *words.last()?);
        let person = cast.person_at(name)?;
        let own = |i: &usize| cast.person_at(*i) == Some(person) || is_title(forms.at(*i)) || is_role(forms.at(*i));
        let aloud = forms.document.span_of(first..last).is_none_or(|s| quotes::holds(quotes, s));
        let titled = is_title(forms.at(title)) || is_role(forms.at(title));
        let ends = matches!(forms.at(last - 1), "?" | "." | "!");
        (titled && ends && !aloud && words.iter().all(own)).then_some((last, person))
    };
    forms.document.sentences.iter().filter_map(|s| called(s.first, s.last)).collect()
}
