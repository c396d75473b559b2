//! Choosing units by what is told about them and by what they say.

use crate::model::Unit;
use crate::{Date, Language};

/// What a unit must be to be chosen; whatever is not named does not matter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Made or changed at this time or later.
    pub since: Option<Date>,
    /// Made or changed before this time.
    pub before: Option<Date>,
    /// Properties with their values; without a value any will do. All of them.
    pub props: Vec<(String, Option<String>)>,
    /// Languages that it must have, all of them.
    pub languages: Vec<Language>,
    /// Texts that it must contain, each in any variant, capital letters or not.
    pub containing: Vec<String>,
    /// Least confidence of the alignment (`x-confidence`); a unit that tells none was made by people.
    pub confidence: Option<f32>,
    /// Who made or last changed it.
    pub by: Option<String>,
}

/// Property that says how sure an alignment is, from 0 to 1.
pub const CONFIDENCE: &str = "x-confidence";

impl Filter {
    /// Whether a unit is chosen.
    #[must_use]
    pub fn chooses(&self, unit: &Unit) -> bool {
        let date = unit.last_touched();
        self.since.is_none_or(|since| date.is_some_and(|date| date >= since))
            && self.before.is_none_or(|before| date.is_some_and(|date| date < before))
            && self
                .languages
                .iter()
                .all(|language| unit.variants.iter().any(|variant| variant.language.covers(language)))
            && self.props.iter().all(|(kind, value)| {
                let told = unit.props.iter().chain(unit.variants.iter().flat_map(|variant| &variant.props));
                told.into_iter()
                    .any(|prop| prop.kind == *kind && value.as_ref().is_none_or(|value| prop.value == *value))
            })
            && self.confidence.is_none_or(|least| {
                let told = unit.prop(CONFIDENCE).and_then(|value| value.parse::<f32>().ok());
                told.is_none_or(|confidence| confidence >= least)
            })
            && self.by.as_ref().is_none_or(|by| {
                let origins =
                    std::iter::once(&unit.origin).chain(unit.variants.iter().map(|variant| &variant.origin));
                origins.into_iter().any(|origin| {
                    origin.created_by.as_ref() == Some(by) || origin.changed_by.as_ref() == Some(by)
                })
            })
            && self.containing.iter().all(|text| {
                let text = text.to_lowercase();
                unit.variants.iter().any(|variant| variant.seg.plain().to_lowercase().contains(&text))
            })
    }
}
