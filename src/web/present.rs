//! The page for a room: the stage and one caption, and nothing else. It goes from caption to caption; a question stays
//! open until somebody goes on, and what the room says is only marked until then.
//!
//! What it shows is laid out by [`crate::scene::presenter`]. Its keys are those of presentation clickers.

pub mod code;
pub mod drawing;
pub mod keys;

use crate::cluster::observation::Observation;
use crate::scene::Selection;
use crate::scene::foretold::{deed_on, focus};
use crate::scene::presenter::said::RoomStanding;
use crate::scene::presenter::telling::{RoomChosen, RoomStory};
use crate::scene::presenter::{HEIGHT, RoomInput, RoomScene, WIDTH, presenter};
use crate::session::caption::Caption;
use crate::session::foretelling::{ForetellDeed, Foretelling};
use crate::session::language::present::PresentLabel;
use crate::session::prediction::Guess;
use crate::sim::sorted::SortedMap;
use crate::sim::time::SimTime;
use crate::web::action::{Action, Verb};
use crate::web::browser::DomListener;
use crate::web::lang::Lang;
use crate::web::markup::markup;
use crate::web::mount::root::Root;
use crate::web::part::{Context, Piece, piece};
use crate::web::present::code::{CodeLink, CodeProps, RoomCode};
use crate::web::present::keys::{RoomKey, has_fullscreen, leave_fullscreen, listen, take_fullscreen};
use crate::web::shared::{Drawn, Shared};
use crate::web::shell::help;
use crate::web::shell::presenting::{RoomDeed, focused};
use crate::web::stage::foretold::ForetoldProps;
use crate::web::touched;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// What the page for a room is given.
#[derive(PartialEq)]
pub struct PresenterProps {
    pub root: Root,
    /// What had the focus before.
    pub opener: Option<Element>,
    /// The world now, with as many records of each lane as the picture looks at.
    pub seen: Rc<Observation>,
    pub title: AttrValue,
    pub captions: Shared<Vec<Caption>>,
    /// How many captions have been reached.
    pub reached: usize,
    /// Whether there is nothing more to be played.
    pub over: bool,
    pub playing: bool,
    pub ringed: Option<Selection>,
    /// The option that is said, by question.
    pub chosen: Shared<SortedMap<usize, usize>>,
    /// What is foretold at the question that stands.
    pub standing: Option<Shared<Foretelling>>,
    /// Where the code leads that is shown.
    pub code: Option<Shared<CodeLink>>,
    pub lang: Lang,
    pub dispatch: Callback<Action>,
}

/// The page for a room.
pub struct Presenter {
    /// No more captions are told than these: of several at one instant, one after the other.
    most: usize,
    /// How many were told when somebody last went on from there.
    gone_on: Option<usize>,
    black: bool,
    /// Whether the dialog that is black stands there.
    darkened: bool,
    /// The key that closed something is the one with which a browser leaves the whole screen, too.
    escaped: bool,
    /// What had the focus before.
    opener: Option<Element>,
    root: Root,
    place: NodeRef,
    picture: NodeRef,
    blackness: NodeRef,
    listeners: Option<[Option<DomListener>; 2]>,
}

/// What is done to it.
pub enum PresenterMsg {
    Key(RoomKey),
    /// A place of the picture was pressed, in pixels of the window.
    Point(f64, f64),
    /// The browser no longer shows it alone.
    Unfull,
    /// The browser took the black away.
    Lit,
}

impl Piece for Presenter {
    type Message = PresenterMsg;
    type Properties = PresenterProps;

    fn create(ctx: &Context<Self>) -> Self {
        let PresenterProps { root, captions, reached, seen, opener, dispatch, .. } = ctx.props();
        // What is asked is asked where it is told: behind it, its answer may be under way.
        let last = reached.checked_sub(1).and_then(|last| captions.get(last));
        if let Some(asked) = last.filter(|last| last.asks() && last.at < seen.time) {
            dispatch.emit(Action::Visit(asked.at));
        }
        Presenter {
            most: ctx.props().reached,
            gone_on: None,
            black: false,
            darkened: false,
            escaped: false,
            opener: opener.clone(),
            root: root.clone(),
            place: NodeRef::default(),
            picture: NodeRef::default(),
            blackness: NodeRef::default(),
            listeners: None,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &PresenterProps) -> bool {
        if ctx.props().captions != old.captions {
            (self.most, self.gone_on) = (ctx.props().reached, None);
        }
        true
    }

    fn rendered(&mut self, ctx: &Context<Self>) {
        if self.listeners.is_none() {
            let link = ctx.link();
            let unfull = ctx.link().callback(|()| PresenterMsg::Unfull);
            self.listeners = Some(listen(&self.root, link.callback(PresenterMsg::Key), unfull));
            self.focus();
            if let Some(place) = self.place.cast::<Element>() {
                take_fullscreen(&place);
            }
        }
        if std::mem::replace(&mut self.darkened, self.black) != self.black {
            match self.black {
                true => help::toggle(&self.blackness),
                false => {
                    help::close(&self.blackness);
                }
            }
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: PresenterMsg) -> bool {
        match msg {
            PresenterMsg::Key(key) => self.press(ctx, key),
            PresenterMsg::Point(x, y) => self.point(ctx, x, y),
            PresenterMsg::Unfull if std::mem::take(&mut self.escaped) => {}
            PresenterMsg::Unfull => self.press(ctx, RoomKey::Leave),
            PresenterMsg::Lit => self.black = false,
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let PresenterProps { root, code, lang, dispatch, title, .. } = ctx.props();
        let (instance, link) = (root.instance(), ctx.link());
        let scene = self.scene(ctx);
        let point = link.callback(|event: MouseEvent| {
            PresenterMsg::Point(f64::from(event.client_x()), f64::from(event.client_y()))
        });
        let bring_back = link.callback(|_: MouseEvent| PresenterMsg::Key(RoomKey::Black));
        let lit = link.callback(|_: Event| PresenterMsg::Lit);
        let code = piece::<RoomCode>(CodeProps {
            instance,
            code: code.clone(),
            title: title.clone(),
            storage: root.storage().clone(),
            lang: *lang,
            dispatch: dispatch.clone(),
        });
        let over = scene.foretold.clone().zip(touched::here()).map(|(drawn, touched)| {
            (touched.foretold_view)(ForetoldProps {
                instance: instance.beside(),
                scene: Drawn::of(&Rc::new(drawn)),
                lang: *lang,
                dispatch: Some(dispatch.clone()),
            })
        });
        // What is marked is not ringed as well.
        let marks = Callback::from(|event: MouseEvent| event.stop_propagation());
        markup! {
            <section class="presenter" ref={self.place.clone()} tabindex="-1" data-testid="presenter"
                aria-label={lang.present_label(PresentLabel::Screen)} lang={lang.tag()}
                data-told={self.told(ctx).to_string()} data-captions={ctx.props().captions.len().to_string()}
                data-open={scene.caption.open.to_string()}>
                <div class="room-picture" ref={self.picture.clone()} onclick={point}>
                    { drawing::picture(instance, *lang, &scene, &link.callback(PresenterMsg::Key)) }
                    <div class="foretold-room" onclick={marks}>{ for over }</div>
                </div>
                <p class="unseen" aria-live="polite" data-testid="room-spoken">{ scene.caption.spoken.clone() }</p>
                { code }
                <dialog class="blackness" ref={self.blackness.clone()} data-testid="black"
                    aria-label={lang.present_label(PresentLabel::Black)} onclick={bring_back} onclose={lit}></dialog>
            </section>
        }
    }
}

impl Presenter {
    fn told(&self, ctx: &Context<Self>) -> usize {
        ctx.props().reached.min(self.most)
    }

    fn scene(&self, ctx: &Context<Self>) -> RoomScene {
        let props = ctx.props();
        let said: Vec<(usize, usize)> = props.chosen.iter().map(|(at, pick)| (*at, *pick)).collect();
        let story = RoomStory {
            title: &props.title,
            captions: &props.captions,
            told: self.told(ctx),
            gone_on: self.gone_on == Some(self.told(ctx)),
            said: &said,
        };
        let (nothing, standing) = (Guess::Partitions(Default::default()), props.standing.as_deref());
        let focus = standing.map_or(Vec::new(), |standing| focus(standing, &props.seen));
        let standing = standing.map(|standing| RoomStanding {
            place: standing.place,
            prediction: &standing.prediction,
            guess: standing.guess.as_ref().unwrap_or(&nothing),
            open: standing.open,
            seen: standing.seen.as_ref().map(|(truth, verdict)| (truth, *verdict)),
            consumers: &standing.consumers,
            focus: &focus,
        });
        presenter(&RoomInput {
            lang: props.lang,
            observation: &props.seen,
            story,
            standing,
            ringed: props.ringed,
        })
    }

    fn focus(&self) {
        if let Some(place) = self.place.cast::<HtmlElement>() {
            // Only what has left the page refuses.
            let _ = place.focus();
        }
    }

    /// To what had it before; if that is gone, to the stage.
    fn give_focus_back(&mut self) {
        let stage = self.root.container().query_selector(".stage-area").ok().flatten();
        for element in [self.opener.take(), stage].into_iter().flatten() {
            if element.class_list().contains("stage-area") {
                let _ = element.set_attribute("tabindex", "-1");
            }
            let _ = element.unchecked_ref::<HtmlElement>().focus();
            if focused(&self.root).as_ref() == Some(&element) {
                return;
            }
        }
    }

    fn press(&mut self, ctx: &Context<Self>, key: RoomKey) {
        let PresenterProps { playing, ringed, code, dispatch, .. } = ctx.props();
        // A first key brings the picture back, where it was.
        let was_black = self.black;
        self.black = key == RoomKey::Black && !was_black;
        self.escaped = key == RoomKey::Leave && (was_black || code.is_some()) && has_fullscreen();
        // With the code before it nothing of the picture is done.
        let waits = code.is_some() && !matches!(key, RoomKey::Code | RoomKey::Leave | RoomKey::Black);
        if was_black || waits {
            return;
        }
        let room = |deed| dispatch.emit(Action::Room(deed));
        match key {
            RoomKey::Black => dispatch.emit(Action::Do(Verb::Pause)),
            RoomKey::Hold if *playing => dispatch.emit(Action::Do(Verb::Pause)),
            RoomKey::Hold | RoomKey::Onward => self.go_on(ctx),
            RoomKey::Back => self.go_back(ctx),
            RoomKey::Code => room(RoomDeed::Code(code.is_none())),
            RoomKey::Leave if code.is_some() => room(RoomDeed::Code(false)),
            RoomKey::Leave => room(RoomDeed::Leave),
            RoomKey::Say(number) => self.say(ctx, number),
            RoomKey::Ring(onward) => {
                let things = self.scene(ctx).things();
                let of = |ringed: Selection| match ringed {
                    Selection::Record(group, partition, _) => Selection::Lane(group, partition),
                    other => other,
                };
                let at = ringed.and_then(|ringed| things.iter().position(|thing| *thing == of(ringed)));
                let count = things.len().max(1);
                // First what the question is about.
                let asked = ctx.props().standing.as_ref().filter(|standing| standing.open);
                let is_asked = |thing: &Selection| match (thing, asked) {
                    (Selection::Lane(group, partition), Some(standing)) => {
                        let prediction = &standing.prediction;
                        prediction.partitions.first().is_none_or(|first| first == partition)
                            && prediction.group().is_none_or(|name| name == group.as_str())
                    }
                    _ => false,
                };
                let first = things.iter().position(is_asked).unwrap_or(0);
                let next = match (at, onward) {
                    (None, _) => first,
                    (Some(at), true) => (at + 1) % count,
                    (Some(at), false) => (at + count - 1) % count,
                };
                dispatch.emit(Action::Select(things.get(next).copied()));
            }
            RoomKey::Record(onward) => {
                let record = ringed.and_then(|ringed| self.scene(ctx).beside(&ringed, onward));
                if record.is_some() {
                    dispatch.emit(Action::Select(record));
                }
            }
            RoomKey::Mark => {
                let standing = self.scene(ctx).is_asked().then_some(ctx.props().standing.as_ref()).flatten();
                if let Some(deed) = standing.zip(*ringed).and_then(|(at, ringed)| deed_on(at, &ringed)) {
                    dispatch.emit(Action::Foretell(deed));
                }
            }
        }
    }

    /// On to the next caption, or to the end: at once, if one is left at this instant or time is on its way there.
    fn go_on(&mut self, ctx: &Context<Self>) {
        let PresenterProps { captions, reached, over, playing, dispatch, standing, .. } = ctx.props();
        let told = self.told(ctx);
        // What was marked is what the room says; who marked nothing has said nothing.
        let said = standing.as_ref().and_then(|standing| standing.guess.as_ref());
        if self.scene(ctx).is_asked() && said.is_some_and(Guess::is_begun) {
            dispatch.emit(Action::Foretell(ForetellDeed::Give { goes_on: false }));
        }
        let next = captions.get(told).map(|caption| caption.at);
        self.most = told + 1;
        self.gone_on = (told >= *reached).then_some(told);
        match next {
            _ if told < *reached => dispatch.emit(Action::Do(Verb::Pause)),
            Some(at) if *playing => dispatch.emit(Action::Visit(at)),
            Some(at) => dispatch.emit(Action::Room(RoomDeed::PlayTo(Some(at)))),
            None if !over => dispatch.emit(Action::Room(RoomDeed::PlayTo(None))),
            None => {}
        }
    }

    fn go_back(&mut self, ctx: &Context<Self>) {
        let PresenterProps { captions, seen, dispatch, .. } = ctx.props();
        let told = self.told(ctx);
        let last = told.checked_sub(1).and_then(|last| captions.get(last)).map(|caption| caption.at);
        // Once time has gone on, the caption that stands there is the one to go back to.
        let back = if last.is_some_and(|last| last < seen.time) { told } else { told.saturating_sub(1) };
        (self.most, self.gone_on) = (back, None);
        let at = back
            .checked_sub(1)
            .and_then(|last| captions.get(last))
            .map_or(SimTime::ZERO, |caption| caption.at);
        dispatch.emit(Action::Visit(at));
    }

    /// The room says this one; said again, it is taken back.
    fn say(&mut self, ctx: &Context<Self>, number: usize) {
        let caption = self.scene(ctx).caption;
        let choice = caption.choices.iter().find(|choice| choice.number == number);
        let Some((question, choice)) = caption.question.filter(|_| caption.open).zip(choice) else { return };
        let deed = match choice.chosen {
            RoomChosen::Option(option) => {
                let again = ctx.props().chosen.get(&question) == Some(&option);
                let chosen = Action::Choose(question, (!again).then_some(option));
                return ctx.props().dispatch.emit(chosen);
            }
            RoomChosen::Lane(partition) => ForetellDeed::Toggle(partition),
            RoomChosen::Owner(partition, owner) => ForetellDeed::Owner(partition, owner),
        };
        ctx.props().dispatch.emit(Action::Foretell(deed));
    }

    /// Rings what is there, or takes the ring away.
    fn point(&mut self, ctx: &Context<Self>, x: f64, y: f64) {
        self.focus();
        let Some(picture) = self.picture.cast::<Element>() else { return };
        let area = picture.get_bounding_client_rect();
        let x = (x - area.left()) * WIDTH / area.width().max(1.0);
        let y = (y - area.top()) * HEIGHT / area.height().max(1.0);
        let PresenterProps { ringed, dispatch, .. } = ctx.props();
        let found = self.scene(ctx).at(x, y);
        dispatch.emit(Action::Select(found.filter(|found| *ringed != Some(*found))));
    }
}

impl Drop for Presenter {
    fn drop(&mut self) {
        self.listeners = None;
        if has_fullscreen() {
            leave_fullscreen();
        }
        self.give_focus_back();
    }
}
