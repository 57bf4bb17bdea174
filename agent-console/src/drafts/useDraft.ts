import { createContext, use, useState, useSyncExternalStore } from 'react';
import type { Draft, Drafts } from './drafts';

export const DraftsContext = createContext<Drafts | null>(null);

function useDrafts(): Drafts {
  const drafts = use(DraftsContext);
  if (!drafts) throw new Error('drafts need somebody signed in above them');
  return drafts;
}

/** The draft of one conversation; the component is keyed by it. */
export function useDraft(conv: string): [Draft, (draft: Draft) => void] {
  const drafts = useDrafts();
  const [draft, setDraft] = useState(() => drafts.of(conv));
  return [
    draft,
    (next) => {
      setDraft(next);
      drafts.keep(conv, next);
    },
  ];
}

export function useDraftMarks(): ReadonlySet<string> {
  const { marks } = useDrafts();
  return useSyncExternalStore(marks.subscribe, marks.getSnapshot);
}
