//! Where a test makes the process die, to see what it leaves behind. Compiled out of release builds.

/// Dies here if a test has asked for that: `TILLSIDE_FAIL=<name>=<path>`, once the file at `path` is there. By signal, as
/// a power cut would: nothing is flushed, nobody is told.
pub(crate) fn reach(name: &str) {
    #[cfg(debug_assertions)]
    {
        // Not a setting: no operator has it, and no release build reads it.
        let asked = std::env::var("TILLSIDE_FAIL").ok();
        let armed = asked
            .as_deref()
            .and_then(|asked| asked.split_once('='))
            .filter(|(asked, _path)| *asked == name);
        if armed.is_some_and(|(_name, path)| std::path::Path::new(path).exists()) {
            std::process::abort();
        }
    }
    #[cfg(not(debug_assertions))]
    let _ = name;
}
