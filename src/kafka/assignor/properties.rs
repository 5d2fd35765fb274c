//! What every assignment owes its group, checked on random groups.
//!
//! Not modelled: as in the assignors.
