import { useI18n } from '../i18n/I18n';
import { useNow } from '../realtime/live';
import { type Risk, riskOf } from '../realtime/risk';
import { Hidden } from '../ui/Hidden';
import { Tag, type Tone } from '../ui/Tag';
import { Elapsed } from './Elapsed';

const tones: Record<Risk, Tone> = { calm: 'neutral', soon: 'warning', late: 'danger' };

/** The age of the oldest message that nobody has answered. */
export function WaitMark({ since }: { since: number }) {
  const { t } = useI18n();
  const risk = riskOf(since, useNow());
  return (
    <Tag tone={tones[risk]} icon={risk === 'late' ? 'alert' : 'clock'}>
      <Hidden>{t('chat.waiting')}</Hidden>
      <Elapsed since={since} />
    </Tag>
  );
}
