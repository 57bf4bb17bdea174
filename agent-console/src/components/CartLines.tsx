import type { Cart } from '../api/wire';
import { useI18n } from '../i18n/I18n';
import { Tag } from '../ui/Tag';
import styles from './CartLines.module.css';

/** The lines, the coupons with why they were refused, and the total. */
export function CartLines({ cart }: { cart: Cart }) {
  const { t, format } = useI18n();
  if (cart.items.length === 0) return <p className={styles.empty}>{t('cart.empty')}</p>;
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{t('cart.items', { count: cart.items.length })}</caption>
      <tbody>
        {cart.items.map((item) => (
          <tr key={item.id}>
            <td className={styles.quantity}>{format.number(item.quantity)}×</td>
            <th scope="row">
              <bdi>{item.title}</bdi>
            </th>
            <td className={styles.money}>{format.money(item.price * item.quantity, cart.currency)}</td>
          </tr>
        ))}
        {cart.coupons?.map((coupon) => (
          <tr key={coupon.code}>
            <td />
            <th scope="row">
              <bdi>{coupon.code}</bdi> {coupon.reason && <bdi className={styles.reason}>{coupon.reason}</bdi>}
            </th>
            <td className={styles.money}>
              <Tag tone={coupon.accepted ? 'success' : 'danger'}>
                {t(coupon.accepted ? 'coupon.accepted' : 'coupon.refused')}
              </Tag>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td />
          <th scope="row">{t('cart.total')}</th>
          <td className={styles.money}>{format.money(cart.total, cart.currency)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
