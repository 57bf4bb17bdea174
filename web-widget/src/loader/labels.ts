export interface Labels {
  open: string;
  close: string;
  /** Said after a number. */
  unread: string;
  frame: string;
}

const LABELS = {
  en: { open: 'Open chat', close: 'Close chat', unread: 'unread', frame: 'Chat' },
  es: { open: 'Abrir el chat', close: 'Cerrar el chat', unread: 'sin leer', frame: 'Chat' },
  nl: { open: 'Chat openen', close: 'Chat sluiten', unread: 'ongelezen', frame: 'Chat' },
  ar: { open: 'فتح المحادثة', close: 'إغلاق المحادثة', unread: 'غير مقروء', frame: 'محادثة' },
} satisfies Record<string, Labels>;

export function labelsFor(tag: string): Labels {
  const language = tag.slice(0, 2).toLowerCase();
  return Object.entries(LABELS).find(([known]) => known === language)?.[1] ?? LABELS.en;
}
