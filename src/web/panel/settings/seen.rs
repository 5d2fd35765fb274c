//! What is to be seen of whose settings, as data: values, edits that are none yet, and what does not fit.

use crate::kafka::consumer::config::ConsumerConfig;
use crate::kafka::ids::{ClientName, GroupId};
use crate::session::bench::{
    Edits, Misfit, default_of, default_on_brokers, edited, edited_setup, of_brokers, same, value_of,
    value_on_brokers,
};
use crate::web::lang::Lang;
use crate::web::panel::{ConsumerSettings, GroupSettings, Panel};
use crate::web::shell::configure::SettingsOf;

/// What is to be seen of whose settings.
pub struct Seen<'a> {
    pub panel: &'a Panel,
    pub group: Option<&'a GroupSettings>,
    pub of: SettingsOf,
    /// The different configurations of those that are meant.
    pub configs: Vec<&'a ConsumerConfig>,
    pub edits: Edits,
    pub lang: Lang,
}

impl<'a> Seen<'a> {
    /// What is to be seen, of what was wanted and typed.
    pub fn of(
        panel: &'a Panel,
        wanted: Option<&GroupId>,
        of: SettingsOf,
        typed: &Edits,
        lang: Lang,
    ) -> Seen<'a> {
        let same_group = panel.settings.iter().find(|group| Some(&group.id) == wanted);
        let group = same_group.or(panel.settings.first());
        // Another session may have no such consumer.
        let of = match (of, group) {
            (SettingsOf::One(name), Some(group)) if !group.has(&name) => SettingsOf::All,
            (of, _) => of,
        };
        let mut configs: Vec<&ConsumerConfig> = Vec::new();
        for consumer in group.map(|group| group.meant(of)).unwrap_or_default() {
            if configs.iter().all(|known| **known != *consumer.config) {
                configs.push(&consumer.config);
            }
        }
        let mut seen = Seen { panel, group, of, configs, edits: Edits::new(), lang };
        let text =
            |name, text: &String| if text.trim().is_empty() { seen.default(name) } else { text.clone() };
        let edits = typed.iter();
        let new = edits.filter(|(name, typed)| {
            !seen.value(name).is_some_and(|now| same(name, &now, &text(name, typed)))
        });
        seen.edits = new.cloned().collect();
        seen
    }

    /// What a setting is; `None` if it is not the same for all.
    pub fn value(&self, name: &'static str) -> Option<String> {
        if of_brokers(name) {
            return Some(value_on_brokers(&self.panel.setup, self.group.map(|group| &group.id), name));
        }
        let (first, others) = self.configs.split_first()?;
        let value = value_of(first, name);
        others.iter().all(|other| same(name, &value_of(other, name), &value)).then_some(value)
    }

    /// What a setting is if nobody sets it; for one group, what the brokers have for all.
    pub fn default(&self, name: &'static str) -> String {
        if of_brokers(name) { default_on_brokers(&self.panel.setup, name) } else { default_of(name) }
    }

    pub fn edit(&self, name: &str) -> Option<&String> {
        self.edits.iter().find(|(edited, _)| *edited == name).map(|(_, text)| text)
    }

    /// Whether it is, or would be, another value than by default.
    pub fn differs(&self, name: &'static str) -> bool {
        let text = self.edit(name).cloned().or_else(|| self.value(name));
        text.is_none_or(|text| !text.is_empty() && !same(name, &text, &self.default(name)))
    }

    /// What is set on the brokers, for all groups or for this one, with what it is if nobody sets it.
    pub fn set_on_brokers(&self) -> Vec<(&'static str, String)> {
        let setup = &self.panel.setup;
        let id = self.group.map(|group| group.id);
        let own = setup.of_groups.iter().filter(|(of, ..)| Some(*of) == id).map(|(_, name, _)| *name);
        let names = setup.properties.iter().map(|(name, _)| *name).chain(own);
        // The default of one group's follows from what is set for all, which goes as well.
        names.map(|name| (name, default_of(name))).collect()
    }

    pub fn misfits(&self) -> Vec<Misfit> {
        let Some(group) = self.group else { return Vec::new() };
        let mut all = edited_setup(&self.panel.setup, &group.id, &self.edits).err().unwrap_or_default();
        for misfit in self.configs.iter().flat_map(|config| edited(config, &self.edits).err()).flatten() {
            if all.iter().all(|known| known.name != misfit.name) {
                all.push(misfit);
            }
        }
        all
    }
}

impl GroupSettings {
    pub fn has(&self, name: &ClientName) -> bool {
        self.consumers.iter().any(|consumer| consumer.name == *name)
    }

    /// Those that are meant.
    pub fn meant(&self, of: SettingsOf) -> Vec<&ConsumerSettings> {
        let alive = self.consumers.iter().any(|consumer| consumer.alive);
        match of {
            SettingsOf::All => self.consumers.iter().filter(|consumer| consumer.alive || !alive).collect(),
            SettingsOf::One(name) => self.consumers.iter().filter(|consumer| consumer.name == name).collect(),
            SettingsOf::Next => vec![&self.next],
        }
    }
}

/// The most consumers of a group that are offered by name; others are chosen on the stage or in the panel.
pub const OFFERED: usize = 24;

/// Whose settings are offered to be looked at, in the order of the list, those of `shown` among them.
pub fn subjects(panel: &Panel, shown: SettingsOf) -> Vec<(&GroupSettings, SettingsOf)> {
    let of_group = |group: &GroupSettings| {
        let ones = group.consumers.iter().map(|consumer| SettingsOf::One(consumer.name)).enumerate();
        let ones = ones.filter(|(place, one)| *place < OFFERED || *one == shown).map(|(_, one)| one);
        let all = std::iter::once(SettingsOf::All);
        all.chain(ones).chain([SettingsOf::Next]).collect::<Vec<_>>()
    };
    panel.settings.iter().flat_map(|group| of_group(group).into_iter().map(move |of| (group, of))).collect()
}
