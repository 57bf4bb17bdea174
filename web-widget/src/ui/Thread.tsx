import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Line } from '../state/thread';
import { OwnBubble, TheirBubble } from './Bubble';
import { Icon } from './Icon';
import { lineText } from './line-text';
import { useSurroundings, useTranslator } from './surroundings';
import styles from './Thread.module.css';

/** As near to the end as still counts as reading it. */
const NEAR_PX = 80;

interface ThreadProps {
  lines: Line[];
  hasEarlier: boolean;
}

export function Thread({ lines, hasEarlier }: ThreadProps) {
  const { chat } = useSurroundings();
  const translator = useTranslator();
  const log = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const newest = lines.at(-1);

  const shown = useRef<string | undefined>(undefined);

  useLayoutEffect(() => {
    const isNew = newest?.key !== shown.current;
    shown.current = newest?.key;
    // Whoever reads further up is left there; whoever has just written wants to see it.
    if (atEnd || (isNew && newest?.is === 'own')) toEnd(log.current);
  }, [atEnd, newest]);

  useLayoutEffect(() => {
    const { current } = log;
    if (current === null || !atEnd) return undefined;
    // A keyboard, or the question after the end, takes room away: the end stays in sight.
    const observer = new ResizeObserver(() => toEnd(current));
    observer.observe(current);
    return () => observer.disconnect();
  }, [atEnd]);

  const lookBack = async () => {
    const before = log.current?.scrollHeight ?? 0;
    await chat.lookBack();
    if (log.current) log.current.scrollTop += log.current.scrollHeight - before;
  };

  return (
    <div class={styles['frame']}>
      <div
        ref={log}
        class={styles['log']}
        role="log"
        // Each new message is spoken once by the announcer; what is loaded from before is not spoken at all.
        aria-live="off"
        aria-label={translator.say('messages')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must scroll without a mouse too (ARIA23).
        tabIndex={0}
        onScroll={({ currentTarget }) => setAtEnd(isNearEnd(currentTarget))}
      >
        {hasEarlier && (
          <button type="button" class="link" onClick={() => void lookBack()}>
            {translator.say('earlier')}
          </button>
        )}
        <ul class={styles['lines']}>
          {lines.map((line, index) => (
            <li key={line.key} class={styles['line']}>
              {isNewDay(lines[index - 1], line) && <p class={styles['day']}>{translator.day(line.at)}</p>}
              <LineView line={line} />
            </li>
          ))}
        </ul>
      </div>
      {!atEnd && (
        <button
          type="button"
          class={styles['newest']}
          aria-label={translator.say('newest')}
          onClick={() => toEnd(log.current)}
        >
          <Icon name="down" />
        </button>
      )}
    </div>
  );
}

function LineView({ line }: { line: Line }) {
  const translator = useTranslator();
  if (line.is === 'own') return <OwnBubble line={line} />;
  if (line.is === 'theirs') return <TheirBubble line={line} />;
  return <p class={styles['told']}>{lineText(line, translator)}</p>;
}

function isNewDay(before: Line | undefined, line: Line): boolean {
  return before === undefined || new Date(before.at).toDateString() !== new Date(line.at).toDateString();
}

function isNearEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < NEAR_PX;
}

function toEnd(log: HTMLElement | null): void {
  if (log !== null) log.scrollTop = log.scrollHeight;
}
