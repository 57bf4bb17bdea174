import { cx } from './cx';
import styles from './Icon.module.css';

/** Strokes on a 20 by 20 grid. `mirrored` ones point along the line of reading and turn round with it. */
const icons = {
  chats: {
    d: 'M3 5.5A2.5 2.5 0 0 1 5.5 3h9A2.5 2.5 0 0 1 17 5.5v5a2.5 2.5 0 0 1-2.5 2.5H9l-4 3.5V13a2.5 2.5 0 0 1-2-2.5z',
  },
  board: { d: 'M3 16.5h14M5 13.5v-3M8.5 13.5V7M12 13.5V9M15.5 13.5v-9' },
  send: { d: 'M3.5 10 17 3.5 12.5 17l-2.8-5.2zM9.7 11.8 17 3.5', mirrored: true },
  transfer: { d: 'M3.5 7h12M12 3.5 15.5 7 12 10.5M16.5 13h-12M8 9.5 4.5 13 8 16.5', mirrored: true },
  check: { d: 'm4 10.5 4 4 8-9' },
  checks: { d: 'm1.5 10.5 4 4 8-9M8.5 13l1.5 1.5 8-9' },
  close: { d: 'm5 5 10 10M15 5 5 15' },
  back: { d: 'M12.5 4 6.5 10l6 6', mirrored: true },
  chevron: { d: 'm5.5 8 4.5 4.5L14.5 8' },
  clock: { d: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 6v4.2l2.6 1.8' },
  cart: { d: 'M2.5 3.5h2l2 9h8l2-6.5H5.3M8 16.2h.01M13.5 16.2h.01' },
  note: { d: 'M4 3.5h12v8.5L12 16.5H4zM12 16.5V12h4M7 7h6M7 10h3' },
  alert: { d: 'M10 3 18 16.5H2zM10 8v4M10 14.3v.01' },
  person: { d: 'M10 3.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM4 16.5c.6-3 3-4.5 6-4.5s5.4 1.5 6 4.5' },
  queue: { d: 'M4 5h12M4 10h12M4 15h7' },
  globe: {
    d: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM3 10h14M10 3c2 2 3 4.4 3 7s-1 5-3 7c-2-2-3-4.4-3-7s1-5 3-7z',
  },
  eye: { d: 'M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zM10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4z' },
  hand: {
    d: 'M6 10V5.5a1.2 1.2 0 0 1 2.4 0V9 4a1.2 1.2 0 0 1 2.4 0v5-4a1.2 1.2 0 0 1 2.4 0v7c0 3-1.8 5-4.6 5-2.3 0-3.4-1.2-4.4-3.2L3 11.2a1.1 1.1 0 0 1 1.9-1.1L6 11.5',
  },
  retry: { d: 'M15.5 7A6 6 0 1 0 16 11M16 3.5V7h-3.5' },
  settings: { d: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4' },
  panel: { d: 'M3.5 4h13v12h-13zM12 4v12', mirrored: true },
  search: { d: 'M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM13 13l3.5 3.5' },
  page: { d: 'M3.5 4h13v12h-13zM3.5 7.5h13M6 5.8h.01' },
  bank: { d: 'M3 8 10 3.5 17 8zM4.5 8v6M8.2 8v6M11.8 8v6M15.5 8v6M3 16.5h14' },
} satisfies Record<string, { d: string; mirrored?: boolean }>;

export type IconName = keyof typeof icons;

/** Always beside words or inside something with a name, so it never speaks for itself. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  const icon: { d: string; mirrored?: boolean } = icons[name];
  return (
    <svg
      aria-hidden="true"
      className={cx(styles.icon, icon.mirrored && styles.mirrored)}
      width={size}
      height={size}
      viewBox="0 0 20 20"
    >
      <path d={icon.d} />
    </svg>
  );
}
