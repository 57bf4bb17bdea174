import styles from './Initials.module.css';

/** A face for somebody without a picture. Decoration: their name always stands beside it. */
export function Initials({ name }: { name: string }) {
  const [first = '', second = ''] = name.trim().split(/\s+/);
  return (
    <span aria-hidden="true" className={styles.initials}>
      {[...first].slice(0, 1)}
      {[...second].slice(0, 1)}
    </span>
  );
}
