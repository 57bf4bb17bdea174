import type { Readable } from '@tillside/chat-client/store';
import type { ChatState } from './chat';
import { unreadOf } from './thread';

/** Long enough for the tabs to hear each other, short enough to belong to the message. */
const DRAW_MS = 120;

interface Lot {
  message: string;
  lot: number;
}

/**
 * Two soft tones when something arrives that nobody has seen yet. A browser allows it only after the shopper has done
 * something here, so a page that was merely loaded stays silent.
 */
export function ringFor(frame: Window, chat: Readable<ChatState>): void {
  let audio: AudioContext | undefined;
  let before = unreadOf(chat.getSnapshot());
  const tabs = new Tabs();
  const allow = () => {
    audio ??= new AudioContext();
  };
  frame.addEventListener('pointerdown', allow, { once: true });
  frame.addEventListener('keydown', allow, { once: true });
  chat.subscribe(() => {
    const { conversation } = chat.getSnapshot();
    const unread = unreadOf(chat.getSnapshot());
    const isNew = unread > before;
    before = unread;
    if (!isNew || audio === undefined || conversation === undefined) return;
    void ringOnce(audio, tabs, `${conversation.conv}/${conversation.timeline.last}`);
  });
}

async function ringOnce(audio: AudioContext, tabs: Tabs, message: string): Promise<void> {
  if (!(await tabs.choosesThis(message))) return;
  tone(audio, 660, 0);
  tone(audio, 880, 0.12);
}

/**
 * The shopper's tabs draw lots over who rings for a message. (A Web Lock would do, but browsers that keep a frame's
 * storage apart may refuse it one.)
 */
class Tabs {
  readonly #channel = new BroadcastChannel('tillside.sound');
  readonly #lowest = new Map<string, number>();

  constructor() {
    this.#channel.onmessage = ({ data: { message, lot } }: MessageEvent<Lot>) => this.#heard(message, lot);
  }

  async choosesThis(message: string): Promise<boolean> {
    // Somebody has drawn already: this tab only came later to the news.
    if (this.#lowest.has(message)) return false;
    const lot = Math.random();
    this.#heard(message, lot);
    this.#channel.postMessage({ message, lot } satisfies Lot);
    await new Promise((resolve) => setTimeout(resolve, DRAW_MS));
    return this.#lowest.get(message) === lot;
  }

  #heard(message: string, lot: number): void {
    this.#lowest.set(message, Math.min(lot, this.#lowest.get(message) ?? 1));
  }
}

function tone(audio: AudioContext, hertz: number, afterS: number): void {
  const start = audio.currentTime + afterS;
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.linearRampToValueAtTime(0.08, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
  const oscillator = new OscillatorNode(audio, { frequency: hertz });
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.3);
}
