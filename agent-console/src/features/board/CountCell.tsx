import { Button as AriaButton } from 'react-aria-components/Button';
import { useI18n } from '../../i18n/I18n';
import styles from './BoardTable.module.css';

/** A number that leads to its rows. */
export function CountCell({ count, label, onPress }: { count: number; label: string; onPress: () => void }) {
  const { format } = useI18n();
  return (
    <td className={styles.number}>
      <AriaButton
        aria-label={`${format.number(count)}, ${label}`}
        className={() => styles.count ?? ''}
        onPress={onPress}
      >
        {format.number(count)}
      </AriaButton>
    </td>
  );
}
