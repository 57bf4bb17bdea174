import type { ReactNode } from 'react';
import type { Conversation } from '../../api/wire';
import { CartLines } from '../../components/CartLines';
import { CheckoutSteps, PaymentTag } from '../../components/CheckoutSteps';
import { Claim } from '../../components/Claim';
import { shopperName } from '../../components/shopper-name';
import { useI18n } from '../../i18n/I18n';
import { useThread } from '../../realtime/live';
import { Tag } from '../../ui/Tag';
import { PastChats } from './PastChats';
import styles from './ShopperPane.module.css';

/** Who the agent speaks with, and what stands before that person: step, cart, page. */
export function ShopperPane({ conversation }: { conversation: Conversation }) {
  const { t, format } = useI18n();
  const { shopper, checkout, cart, page } = conversation;
  const isVerified = useThread(conversation.conv)?.context?.verified ?? false;
  return (
    <aside aria-label={t('shopper.label')} className={styles.pane}>
      <Card title={t('shopper.title')}>
        <p className={styles.name}>
          <bdi>{shopperName(shopper, t)}</bdi>{' '}
          <Tag tone={shopper.verified ? 'success' : 'neutral'}>
            {t(shopper.verified ? 'shopper.verified' : 'shopper.unverified')}
          </Tag>
        </p>
        <dl className={styles.facts}>
          {shopper.email && <Fact name={t('shopper.email')}>{shopper.email}</Fact>}
          <Fact name={t('shopper.language')}>{format.language(conversation.locale)}</Fact>
          <Fact name={t('shopper.since')}>{format.dateTime(conversation.opened_at)}</Fact>
          {conversation.subject && <Fact name={t('shopper.subject')}>{conversation.subject}</Fact>}
        </dl>
      </Card>
      <Card title={t('checkout.title')} mark={checkout && <Claim isVerified={isVerified} />}>
        {checkout === undefined ? (
          <p className={styles.nothing}>{t('checkout.unknown')}</p>
        ) : (
          <>
            <CheckoutSteps checkout={checkout} />
            {checkout.payment && checkout.payment !== 'none' && (
              <p>
                <PaymentTag payment={checkout.payment} />
              </p>
            )}
            {checkout.errors && checkout.errors.length > 0 && (
              <p className={styles.errors}>
                {t('checkout.errors', { fields: format.list(checkout.errors) })}
              </p>
            )}
            {checkout.order && <p>{t('checkout.order', { order: checkout.order })}</p>}
          </>
        )}
      </Card>
      <Card title={t('cart.title')} mark={cart && <Claim isVerified={isVerified} />}>
        {cart === undefined ? (
          <p className={styles.nothing}>{t('cart.unknown')}</p>
        ) : (
          <CartLines cart={cart} />
        )}
      </Card>
      {page && (
        <Card title={t('page.title')}>
          <p dir="auto">{page.title}</p>
          <p className={styles.address} dir="ltr">
            {page.url}
          </p>
        </Card>
      )}
      <PastChats shopper={shopper.id} except={conversation.conv} />
    </aside>
  );
}

function Card({ title, mark, children }: { title: string; mark?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.card}>
      <header className={styles.cardHeader}>
        <h2>{title}</h2>
        {mark}
      </header>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}
