import { create } from 'zustand';

export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'success' | 'warning' | 'danger';
  readonly text: string;
}

/** What stays longer than this was not read by whoever it was for. Warnings stay until they are dismissed. */
const SHOWN_MS = 8_000;
const AT_ONCE = 4;

interface Toasts {
  readonly shown: readonly Toast[];
  readonly show: (toast: Omit<Toast, 'id'>) => void;
  readonly dismiss: (id: number) => void;
}

let lastId = 0;

export const useToasts = create<Toasts>((set, get) => ({
  shown: [],
  show(toast) {
    lastId += 1;
    const id = lastId;
    set({ shown: [...get().shown, { ...toast, id }].slice(-AT_ONCE) });
    if (toast.tone === 'info' || toast.tone === 'success') setTimeout(() => get().dismiss(id), SHOWN_MS);
  },
  dismiss(id) {
    set({ shown: get().shown.filter((toast) => toast.id !== id) });
  },
}));
