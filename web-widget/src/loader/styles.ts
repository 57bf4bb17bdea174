/** All that the shop's page carries of our looks; it lives in a shadow root and reaches nothing outside. */
export const STYLES = `
:host { all: initial }
button {
  position: fixed; inset-inline-end: 20px; inset-block-end: 20px; width: 56px; height: 56px; padding: 0;
  display: grid; place-items: center; border: 2px solid transparent; border-radius: 50%;
  background: #0f5c4d; color: #fff; cursor: pointer; box-shadow: 0 4px 16px #0005;
}
button:hover { background: #0b493d }
button:focus-visible { outline: 3px solid #0f5c4d; outline-offset: 3px; box-shadow: 0 0 0 3px #fff }
:host([data-at=start]) :is(button, iframe) { inset-inline: 20px auto }
svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round }
b {
  position: absolute; inset-block-start: -6px; inset-inline-end: -6px; min-width: 24px; box-sizing: border-box;
  padding: 0 6px; border-radius: 12px; background: #b3261e; color: #fff; font: 600 14px/24px system-ui, sans-serif;
}
iframe {
  position: fixed; inset-inline-end: 20px; inset-block-end: 92px; width: 400px; max-width: calc(100vw - 40px);
  height: 640px; max-height: calc(100dvh - 112px); border: 0; border-radius: 16px; box-shadow: 0 8px 40px #0004;
}
[hidden] { display: none }
@media (max-width: 480px) {
  iframe, :host([data-at=start]) iframe {
    inset: 0; width: 100%; max-width: none; height: 100dvh; max-height: none; border-radius: 0;
  }
  [aria-expanded=true] { display: none }
}
@media (forced-colors: active) { button, iframe { border: 2px solid ButtonText } b { border: 1px solid } }
`;
