import { test } from 'vitest';
import type { ChatClient } from './client';
import type { AgentFrame } from './generated/AgentFrame';
import type { ShopperFrame } from './generated/ShopperFrame';

type Shopper = ChatClient<ShopperFrame, { locale: string }>;
type Agent = ChatClient<AgentFrame>;

test('what must not compile does not', () => {
  // Never called: the compiler is what runs here.
  const wrong = (shopper: Shopper, agent: Agent) => {
    // @ts-expect-error an agent opens nothing
    agent.open({ locale: 'en' });
    // @ts-expect-error a shopper hands nobody over
    shopper.command({ t: 'transfer_cancel', transfer: 'trf_1' });
    // @ts-expect-error the client gives the id
    agent.command({ t: 'accept', id: 'mine', offer: 'ofr_1' });
    // @ts-expect-error a mark of the moment has no answer to wait for
    shopper.command({ t: 'typing', conv: 'conv_1', on: true });
    // @ts-expect-error a command is not sent without waiting for its answer
    shopper.remark({ t: 'leave', id: 'c1', conv: 'conv_1' });
  };
  return wrong.length;
});
