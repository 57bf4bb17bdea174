import type { Availability } from '../api/wire';
import type { PlainKey } from '../i18n/dictionary';
import type { Tone } from '../ui/Tag';

/** Every way to be there or not, with its words and how much it should be noticed. */
export const availabilities = {
  online: { label: 'availability.online', detail: 'availability.onlineDetail', tone: 'success' },
  transfer_only: {
    label: 'availability.transferOnly',
    detail: 'availability.transferOnlyDetail',
    tone: 'accent',
  },
  away: { label: 'availability.away', detail: 'availability.awayDetail', tone: 'warning' },
  draining: { label: 'availability.draining', detail: 'availability.drainingDetail', tone: 'warning' },
  not_responding: {
    label: 'availability.notResponding',
    detail: 'availability.notRespondingDetail',
    tone: 'danger',
  },
  offline: { label: 'availability.offline', detail: 'availability.offlineDetail', tone: 'neutral' },
} satisfies Record<Availability, { label: PlainKey; detail: PlainKey; tone: Tone }>;
