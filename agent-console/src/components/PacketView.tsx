import type { Packet } from '../api/wire';
import { useI18n } from '../i18n/I18n';
import { CartLines } from './CartLines';
import { CheckoutSteps, PaymentTag } from './CheckoutSteps';
import { Claim } from './Claim';
import styles from './PacketView.module.css';

/** What somebody sees of a chat before they accept it, most telling first: note, question, step, cart, last words. */
export function PacketView({ packet, from }: { packet: Packet; from?: string }) {
  const { t, format } = useI18n();
  return (
    <div className={styles.packet}>
      {packet.note && (
        <section className={styles.note}>
          <h3>{from ? t('packet.noteFrom', { name: from }) : t('packet.note')}</h3>
          <p dir="auto">{packet.note}</p>
        </section>
      )}
      {packet.question && (
        <section>
          <h3>{t('packet.question')}</h3>
          <blockquote className={styles.question} dir="auto">
            {packet.question}
          </blockquote>
        </section>
      )}
      {packet.checkout && (
        <section>
          <h3>
            {t('packet.step')} {packet.checkout.payment && <PaymentTag payment={packet.checkout.payment} />}
          </h3>
          <CheckoutSteps checkout={packet.checkout} />
          {packet.checkout.errors && packet.checkout.errors.length > 0 && (
            <p className={styles.errors}>
              {t('checkout.errors', { fields: format.list(packet.checkout.errors) })}
            </p>
          )}
        </section>
      )}
      {packet.cart && (
        <section>
          <h3>
            {t('packet.cart')} <Claim isVerified={false} />
          </h3>
          <CartLines cart={packet.cart} />
        </section>
      )}
      {packet.turns.length > 0 && (
        <section>
          <h3>{t('packet.turns')}</h3>
          <ul className={styles.turns}>
            {packet.turns.map((turn) => (
              <li key={turn.seq} className={'shopper' in turn.by ? styles.shopper : styles.agent}>
                <span className={styles.who}>
                  {'name' in turn.by ? turn.by.name : t('packet.shopper')} · {format.clock(turn.at)}
                </span>
                <span dir="auto">{turn.text}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className={styles.language}>{t('packet.language', { language: format.language(packet.locale) })}</p>
    </div>
  );
}
