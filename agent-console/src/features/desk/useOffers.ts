import { useMemo } from 'react';
import { useAsk } from '../../components/useAsk';
import { useAction } from '../../keyboard/Keyboard';
import type { OpenOffer } from '../../realtime/desk';
import { useDesk, useSession } from '../../realtime/live';

export interface Answering {
  readonly isBusy: boolean;
  readonly accept: (offer: OpenOffer) => void;
  readonly decline: (offer: OpenOffer) => void;
}

/** The open offers, the one that ends first on top, and how to answer them. */
export function useOffers(
  onAccepted: (conv: string) => void,
): [offers: readonly OpenOffer[], answering: Answering] {
  const session = useSession();
  const byId = useDesk((desk) => desk.offers);
  const offers = useMemo(() => Object.values(byId).sort((a, b) => a.endsAt - b.endsAt), [byId]);
  const [ask, isBusy] = useAsk();

  const answering: Answering = {
    isBusy,
    accept({ offer }) {
      ask(async () => {
        const conv = await session.bring({ t: 'accept', offer });
        if (conv !== undefined) onAccepted(conv);
      });
    },
    decline({ offer }) {
      ask(() => session.command({ t: 'decline', offer }));
    },
  };
  const [first] = offers;
  useAction('acceptOffer', () => first && answering.accept(first), first !== undefined && !isBusy);
  return [offers, answering];
}
