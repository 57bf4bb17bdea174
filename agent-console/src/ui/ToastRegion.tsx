import { useI18n } from '../i18n/I18n';
import { IconButton } from './Button';
import { cx } from './cx';
import { Icon, type IconName } from './Icon';
import styles from './ToastRegion.module.css';
import { type Toast, useToasts } from './toasts';

const icons: Record<Toast['tone'], IconName> = {
  info: 'chats',
  success: 'check',
  warning: 'alert',
  danger: 'alert',
};

/** The live region is always there, so that screen readers notice what is put into it. */
export function ToastRegion() {
  const { t } = useI18n();
  const shown = useToasts((toasts) => toasts.shown);
  const dismiss = useToasts((toasts) => toasts.dismiss);
  return (
    <section aria-label={t('toasts.label')} className={styles.region}>
      <ul aria-live="polite" aria-relevant="additions">
        {shown.map((toast) => (
          <li key={toast.id} className={cx(styles.toast, styles[toast.tone])}>
            <Icon name={icons[toast.tone]} />
            <span className={styles.text}>{toast.text}</span>
            <IconButton icon="close" label={t('toasts.dismiss')} onPress={() => dismiss(toast.id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
