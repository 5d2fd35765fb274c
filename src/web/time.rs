//! Time on the page: the clock of the animation frames, the transport, the time axis and the charts below it.

pub mod charts;
pub mod curves;
pub mod frame_clock;
pub mod time_bar;
pub mod transport;
