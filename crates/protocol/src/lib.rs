//! What goes over the wire, typed once: `PROTOCOL.md` beside this crate is the contract, this is its form.
//!
//! To add a frame: a variant in [`client_frame`] or [`server_frame`], its row in `PROTOCOL.md`, `cargo xtask codegen`.

pub mod client_frame;
pub mod close_code;
pub mod error;
pub mod given;
pub mod limits;
pub mod rest;
pub mod server_frame;
pub mod view;

pub use client_frame::{AgentFrame, Hello, ShopperFrame};
pub use close_code::CloseCode;
pub use error::{ErrorBody, ErrorCode};
pub use given::Given;
pub use server_frame::{Answer, Entry, ServerFrame, ShownEvent};

/// Writes the TypeScript twins of every type that crosses the wire into `dir`, one file a type.
#[cfg(feature = "ts")]
pub fn export_typescript(dir: &std::path::Path) -> Result<(), ts_rs::ExportError> {
    use ts_rs::TS as _;
    let config = ts_rs::Config::new().with_out_dir(dir).with_large_int("number");
    ShopperFrame::export_all(&config)?;
    AgentFrame::export_all(&config)?;
    Hello::export_all(&config)?;
    ServerFrame::export_all(&config)?;
    rest::Rest::export_all(&config)?;
    error::Problem::export_all(&config)
}
