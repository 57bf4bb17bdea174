import { useEffect } from 'react';
import type { Board } from '../../realtime/desk';
import { useConnection, useDesk, useSession } from '../../realtime/live';

/** Asks for the board for as long as it is looked at, on each connection anew. */
export function useBoard(): Board | null {
  const session = useSession();
  const connection = useConnection();
  const conn = connection.is === 'open' ? connection.welcome.conn : undefined;
  useEffect(() => {
    if (conn === undefined) return;
    // The answer is the first snapshot; without one the board says how old it is.
    void session.client.command({ t: 'board', on: true });
    return () => {
      void session.client.command({ t: 'board', on: false });
    };
  }, [session, conn]);
  return useDesk((desk) => desk.board);
}
