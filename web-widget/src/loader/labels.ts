export interface Labels {
  open: string;
  close: string;
  unread: (count: number) => string;
  frame: string;
}

const LABELS = {
  en: { open: 'Open chat', close: 'Close chat', unread: (n) => `Open chat, ${n} unread`, frame: 'Chat' },
  es: {
    open: 'Abrir el chat',
    close: 'Cerrar el chat',
    unread: (n) => `Abrir el chat, ${n} sin leer`,
    frame: 'Chat',
  },
  nl: {
    open: 'Chat openen',
    close: 'Chat sluiten',
    unread: (n) => `Chat openen, ${n} ongelezen`,
    frame: 'Chat',
  },
  ar: {
    open: 'فتح المحادثة',
    close: 'إغلاق المحادثة',
    unread: (n) => `فتح المحادثة، غير مقروء: ${n}`,
    frame: 'محادثة',
  },
} satisfies Record<string, Labels>;

export function labelsFor(tag: string): Labels {
  const language = tag.slice(0, 2).toLowerCase();
  return Object.entries(LABELS).find(([known]) => known === language)?.[1] ?? LABELS.en;
}
