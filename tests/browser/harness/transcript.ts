import type { Event } from '@tillside/chat-client/generated/Event';
import type { LoginResponse } from '@tillside/chat-client/generated/LoginResponse';
import type { Node } from './node.ts';

/** The texts of the newest conversation as its log holds them, notes left out; read over REST, not through a screen. */
export async function messagesInTheLog(node: Node, email: string): Promise<string[]> {
  const login = await fetch(`${node.api}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'tillside-demo' }),
  });
  const { access_token } = await read<Extract<LoginResponse, { access_token: string }>>(login);
  const headers = { authorization: `Bearer ${access_token}` };
  const { items } = await read<{ items: { conv: string }[] }>(
    await fetch(`${node.api}/conversations`, { headers }),
  );
  const newest = items[0];
  if (!newest) throw new Error(`${email} has no conversation`);
  const transcript = await fetch(`${node.api}/conversations/${newest.conv}/transcript.json`, { headers });
  const { events } = await read<{ events: Event[] }>(transcript);
  return events.flatMap((event) =>
    event.kind === 'message' && 'body' in event.data ? [event.data.body.text] : [],
  );
}

async function read<Body>(response: Response): Promise<Body> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
