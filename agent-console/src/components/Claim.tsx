import { Focusable } from 'react-aria-components/Focusable';
import { useI18n } from '../i18n/I18n';
import { Hint } from '../ui/Hint';
import { Tag } from '../ui/Tag';

/** Whose word it is: a page can say anything about its cart, what the shop signed it has said itself. */
export function Claim({ isVerified }: { isVerified: boolean }) {
  const { t } = useI18n();
  return (
    <Hint text={t(isVerified ? 'context.verifiedWhy' : 'context.claimedWhy')}>
      <Focusable>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the hint is for the keyboard too */}
        <span role="note" tabIndex={0}>
          <Tag tone={isVerified ? 'success' : 'neutral'} {...(isVerified ? { icon: 'check' as const } : {})}>
            {t(isVerified ? 'context.verified' : 'context.claimed')}
          </Tag>
        </span>
      </Focusable>
    </Hint>
  );
}
