//! The web apps are embedded: when they are built anew, so is this crate.

fn main() {
    for folder in ["../../web-widget/dist", "../../agent-console/dist", "../../demo-shop"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
