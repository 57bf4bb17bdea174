//! What one connection may do next. No await, no clock, no socket, no store: everything that happens to a connection is
//! an [`Input`], everything it wants is an [`Output`], and the time is an argument.
//!
//! A connection keeps one cursor per followed conversation. A hint with the next `seq` is written at once if the socket
//! has room; anything else only marks the conversation *behind*, and what is behind is read from the log, page by page,
//! when the socket has room. Replay, holes, slow readers and an outage of the bus are this one mechanism.

mod desk;
mod follow;
mod frames;
mod heartbeat;
mod live;
mod pending;
mod rate;
mod resume;
mod session;
mod view;

pub use desk::{DeskItem, DeskView};
pub use follow::Standing;
pub use frames::Mark;
pub use heartbeat::Heartbeat;
pub use rate::Rate;
pub use resume::{Resumable, Resume};
pub use session::{Command, DeskRead, Input, Millis, Output, Role, Session, Settings, Welcome};
pub use view::{LiveEvent, Viewer};
