/** Moves the focus to the next or previous pane, to where one works in it. */
export function focusPane(by: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.offsetParent,
  );
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + by + panes.length) % panes.length];
  if (next === undefined) return;
  const within = next.querySelector<HTMLElement>('textarea, [role=listbox] [tabindex="0"], [role=listbox]');
  (within ?? next).focus();
}
