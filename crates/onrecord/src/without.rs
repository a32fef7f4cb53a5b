//! Exports for corpora that may not be shared: ids, offsets and codes without the articles' words.

use onrecord_ledger::Found;
use serde_json::Value;

/// Takes the article's words out of the JSON form: ids, offsets, codes and bibliographic data stay.
pub fn without_text(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for key in ["text", "name", "roles", "message"] {
                map.shift_remove(key);
            }
            map.values_mut().for_each(without_text);
        }
        Value::Array(items) => items.iter_mut().for_each(without_text),
        _ => {}
    }
}

/// Takes the words of articles out of a statement's row.
pub fn row_without_text(f: &mut Found) {
    for words in [&mut f.source, &mut f.cue, &mut f.content, &mut f.about, &mut f.joint_speakers] {
        words.clear();
    }
    (f.speaker, f.addressee, f.addressee_name, f.headline) = (None, None, None, None);
}
