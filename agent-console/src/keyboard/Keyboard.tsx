import { createContext, type ReactNode, use, useEffect, useEffectEvent, useMemo } from 'react';
import { type ActionId, actions, chordOf } from './actions';
import { chordText, isMac, matches } from './chord';

type Run = () => void;

/** What can be done just now, by action; the one that was offered last wins. */
class Doable {
  readonly #runs = new Map<ActionId, Run[]>();

  offer(id: ActionId, run: Run): () => void {
    this.#runs.set(id, [...(this.#runs.get(id) ?? []), run]);
    return () => {
      this.#runs.set(
        id,
        (this.#runs.get(id) ?? []).filter((one) => one !== run),
      );
    };
  }

  find(id: ActionId): Run | undefined {
    return this.#runs.get(id)?.at(-1);
  }

  ids(): ActionId[] {
    return (Object.keys(actions) as ActionId[]).filter((id) => this.find(id));
  }
}

const KeyboardContext = createContext<Doable | null>(null);
const mac = isMac(navigator.platform);

export function useDoable(): Doable {
  const doable = use(KeyboardContext);
  if (!doable) throw new Error('shortcuts need a <Keyboard> above them');
  return doable;
}

/**
 * One listener for the page, before anything on it: a focused button would take Ctrl+Enter for Enter. While a dialog or
 * a menu is open the keys are theirs.
 */
export function Keyboard({ children }: { children: ReactNode }) {
  const doable = useMemo(() => new Doable(), []);
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      if (document.querySelector('[role=dialog], [role=menu]')) return;
      for (const id of doable.ids()) {
        const chord = chordOf(id);
        if (chord === undefined || !matches(chord, event, mac)) continue;
        event.preventDefault();
        event.stopPropagation();
        doable.find(id)?.();
        return;
      }
    }
    addEventListener('keydown', pressed, { capture: true });
    return () => removeEventListener('keydown', pressed, { capture: true });
  }, [doable]);
  return <KeyboardContext value={doable}>{children}</KeyboardContext>;
}

/** Offers an action for as long as the component is there and `isOn`. */
export function useAction(id: ActionId, run: Run, isOn = true): void {
  const doable = useDoable();
  const latest = useEffectEvent(run);
  useEffect(() => {
    if (!isOn) return;
    return doable.offer(id, () => latest());
  }, [doable, id, isOn]);
}

/** How the action's keys are written on this machine. */
export function keysFor(id: ActionId): string | undefined {
  const chord = chordOf(id);
  return chord && chordText(chord, mac);
}
