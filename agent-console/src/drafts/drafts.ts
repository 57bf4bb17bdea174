import { Store } from '@tillside/chat-client/store';
import { remember, remembered, rememberedKeys } from '../lib/remember';

export type Writing = 'reply' | 'note';

/** What is being written in one conversation. Reply and note are two texts: switching never turns one into the other. */
export interface Draft {
  readonly writing: Writing;
  readonly reply: string;
  readonly note: string;
}

const blank: Draft = { writing: 'reply', reply: '', note: '' };

/**
 * Kept with every keystroke: it is a small write, and whatever takes the tab away then takes nothing with it. Drafts
 * are the agent's own, and forgotten when they are sent.
 */
export class Drafts {
  readonly #place: string;
  /** The conversations in which something is written. */
  readonly marks: Store<ReadonlySet<string>>;

  constructor(agent: string) {
    this.#place = `draft.${agent}.`;
    const convs = rememberedKeys(this.#place).map((key) => key.slice(this.#place.length));
    this.marks = new Store<ReadonlySet<string>>(new Set(convs.filter((conv) => hasText(this.of(conv)))));
  }

  of(conv: string): Draft {
    const text = remembered(this.#place + conv);
    return text === null ? blank : { ...blank, ...parse(text) };
  }

  keep(conv: string, draft: Draft): void {
    const isEmpty = !hasText(draft);
    remember(this.#place + conv, isEmpty && draft.writing === 'reply' ? null : JSON.stringify(draft));
    const marks = this.marks.getSnapshot();
    if (marks.has(conv) !== isEmpty) return;
    const next = new Set(marks);
    if (isEmpty) next.delete(conv);
    else next.add(conv);
    this.marks.set(next);
  }
}

function hasText({ reply, note }: Draft): boolean {
  return reply.trim() !== '' || note.trim() !== '';
}

function parse(text: string): Partial<Draft> {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return blank;
    throw error;
  }
}
