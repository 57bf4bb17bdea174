import { useI18n } from '../../i18n/I18n';
import styles from './LogLine.module.css';
import { lineText } from './line';
import type { Line } from './rows';

/** What happened, in one line; with the note that went along with a hand-over, which its receiver keeps. */
export function LogLine({ line, queueName }: { line: Line; queueName: (id: string) => string }) {
  const { t, format } = useI18n();
  const { event } = line;
  const text = lineText(event, queueName, t);
  if (text === undefined) return null;
  return (
    <>
      <p className={styles.line}>
        {text} <time dateTime={new Date(line.at).toISOString()}>{format.clock(line.at)}</time>
      </p>
      {event.kind === 'transfer_offered' && event.data.note && (
        <p className={styles.note} dir="auto">
          {event.data.note}
        </p>
      )}
    </>
  );
}
