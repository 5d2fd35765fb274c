//! The page's few icons, drawn on 16 by 16 units in the colour of the text beside them.

use crate::web::markup::markup;
use yew::prelude::*;

/// Which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Play,
    Pause,
    Step,
    StepBack,
    Rewind,
    Undo,
    Redo,
    Auto,
    Light,
    Dark,
    More,
    Sliders,
    Work,
    Compare,
    Deploy,
    Text,
    Close,
    Course,
    Symptom,
    Done,
    Begun,
    NotYet,
    Room,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Icon::Room => "M1 2h14v1.5h-1V11H8.7v1.6l2.6 2.4H4.7l2.6-2.4V11H2V3.5H1zM3.5 3.5v6h9v-6z",
            Icon::Play => "M4.5 2.8v10.4L13 8z",
            Icon::Pause => "M4 3h2.6v10H4zM9.4 3H12v10H9.4z",
            Icon::Step => "M3.5 3v10L9.5 8zM10.6 3h2.2v10h-2.2z",
            Icon::StepBack => "M12.5 3v10l-6-5zM3.2 3h2.2v10H3.2z",
            Icon::Rewind => "M8 3v10L3.6 8zM13.4 3v10L9 8zM2 3h1.4v10H2z",
            Icon::Undo => {
                "M6.2 2.4 2.2 6l4 3.6V7.2h3.3a2.4 2.4 0 0 1 0 4.8H5v1.8h4.6a4.2 4.2 0 0 0 0-8.4H6.2z"
            }
            Icon::Redo => {
                "M9.8 2.4 13.8 6l-4 3.6V7.2H6.5a2.4 2.4 0 0 0 0 4.8H11v1.8H6.4a4.2 4.2 0 0 1 0-8.4h3.4z"
            }
            Icon::Auto => "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zm0 1.7v9a4.5 4.5 0 0 1 0-9z",
            Icon::Light => {
                "M8 4.9a3.1 3.1 0 1 0 0 6.2 3.1 3.1 0 0 0 0-6.2zM7.3 1h1.4v2.4H7.3zM7.3 12.6h1.4V15H7.3z\
                 M1 7.3h2.4v1.4H1zM12.6 7.3H15v1.4h-2.4zM3.5 2.5l1.7 1.7-1 1-1.7-1.7z\
                 M11.8 10.8l1.7 1.7-1 1-1.7-1.7zM12.5 2.5l1 1-1.7 1.7-1-1zM4.2 10.8l1 1-1.7 1.7-1-1z"
            }
            Icon::Dark => "M13.6 9.9A6 6 0 0 1 6.1 2.4a6 6 0 1 0 7.5 7.5z",
            Icon::More => {
                "M3.2 6.7a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6z\
                 m4.8 0a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6z\
                 m4.8 0a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6z"
            }
            Icon::Sliders => {
                "M2 3.3h6.2a2 2 0 0 1 3.6 0H14v1.4h-2.2a2 2 0 0 1-3.6 0H2z\
                 M2 11.3h2.2a2 2 0 0 1 3.6 0H14v1.4H7.8a2 2 0 0 1-3.6 0H2z"
            }
            Icon::Work => {
                "M3.5 1.8h6L12.8 5v9.2h-9.3zM5 3.3v9.4h6.3V6.2H8.4V3.3zM6.2 8.2h4v1.2h-4zM6.2 10.4h4v1.2h-4z"
            }
            Icon::Compare => {
                "M1.6 2.6h5.8v10.8H1.6zM3.1 4.1v7.8h2.8V4.1zM8.6 2.6h5.8v10.8H8.6zM10.1 4.1v7.8h2.8V4.1z"
            }
            Icon::Deploy => {
                "M8 2a6 6 0 0 1 4.6 2.1V2H14v4.8H9.2V5.4h2.5A4.5 4.5 0 0 0 3.5 8H2a6 6 0 0 1 6-6z\
                 M8 14a6 6 0 0 1-4.6-2.1V14H2V9.2h4.8v1.4H4.3A4.5 4.5 0 0 0 12.5 8H14a6 6 0 0 1-6 6z"
            }
            Icon::Text => "M2.2 3h11.6v1.5H2.2zM2.2 6.2h8v1.5h-8zM2.2 9.4h11.6v1.5H2.2zM2.2 12.6h6v1.5h-6z",
            Icon::Course => {
                "M1.6 2.8c2.2-.5 4.5-.2 6.4 1 1.9-1.2 4.2-1.5 6.4-1v10c-2.2-.5-4.5-.2-6.4 1-1.9-1.2-4.2-1.5-6.4-1z\
                 M3.1 4.1v7.4c1.4-.1 2.9.1 4.1.7V5.1C6 4.4 4.5 4 3.1 4.1z\
                 M12.9 4.1c-1.4-.1-2.9.3-4.1 1v7.1c1.2-.6 2.7-.8 4.1-.7z"
            }
            Icon::Symptom => {
                "M7 1.6a5.4 5.4 0 1 0 3.2 9.7l3.1 3.1 1.1-1.1-3.1-3.1A5.4 5.4 0 0 0 7 1.6z\
                 m0 1.5a3.9 3.9 0 1 1 0 7.8 3.9 3.9 0 0 1 0-7.8zM6.3 4.4h1.4v3.2H6.3zM6.3 8.4h1.4v1.4H6.3z"
            }
            Icon::Done => "M6.2 12.6 2.1 8.5l1.2-1.2 2.9 2.9 6.5-6.5 1.2 1.2z",
            Icon::Begun => "M8 2.4a5.6 5.6 0 1 0 0 11.2A5.6 5.6 0 0 0 8 2.4zm0 1.4a4.2 4.2 0 0 1 0 8.4z",
            Icon::NotYet => {
                "M8 2.4a5.6 5.6 0 1 0 0 11.2A5.6 5.6 0 0 0 8 2.4zm0 1.4a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4z"
            }
            Icon::Close => "M4 2.9 8 6.9l4-4L13.1 4l-4 4 4 4-1.1 1.1-4-4-4 4L2.9 12l4-4-4-4z",
        }
    }
}

/// Draws it; the button around it carries the name.
pub fn icon(which: Icon) -> Html {
    markup! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d={which.path()} /></svg>
    }
}
