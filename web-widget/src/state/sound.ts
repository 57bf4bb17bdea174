import type { Readable } from '@tillside/chat-client/store';
import type { ChatState } from './chat';
import { unreadOf } from './thread';

/** Long enough for every tab to have heard of the same message. */
const ONE_TAB_MS = 3000;

/** The one tab of several that may make a sound for a message; the others find the lock taken. */
async function isFirstTab(message: string): Promise<boolean> {
  return new Promise((resolve) => {
    void navigator.locks.request(`tillside.sound.${message}`, { ifAvailable: true }, async (lock) => {
      resolve(lock !== null);
      if (lock !== null) await new Promise((done) => setTimeout(done, ONE_TAB_MS));
    });
  });
}

/**
 * Two soft tones when something arrives that nobody has seen yet. A browser allows it only after the shopper has done
 * something here, so a page that was merely loaded stays silent.
 */
export function ringFor(frame: Window, chat: Readable<ChatState>): void {
  let audio: AudioContext | undefined;
  let before = unreadOf(chat.getSnapshot());
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
    void ringOnce(audio, `${conversation.conv}/${conversation.timeline.last}`);
  });
}

async function ringOnce(audio: AudioContext, message: string): Promise<void> {
  if (!(await isFirstTab(message))) return;
  tone(audio, 660, 0);
  tone(audio, 880, 0.12);
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
