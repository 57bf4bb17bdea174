//! The one clock of the process; everything else is told the time.

use std::sync::Arc;

use tillside_domain::Timestamp;
use tillside_store::Clock;

pub(crate) fn system() -> Clock {
    Arc::new(|| Timestamp(jiff::Timestamp::now().as_millisecond()))
}
