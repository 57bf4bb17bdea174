import type { ConnectionState } from '@tillside/chat-client/connection';
import type { SessionResponse } from '@tillside/chat-client/generated/SessionResponse';
import type { Readable } from '@tillside/chat-client/store';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { ENGLISH } from '../i18n/languages';
import type { Translator } from '../i18n/translator';
import type { Chat } from '../state/chat';

export interface Panel {
  open: boolean;
  fullScreen: boolean;
  /** The language that the shop's page speaks. */
  locale: string;
}

/** What every part of the panel may use. */
export interface Surroundings {
  chat: Chat;
  connection: Readable<ConnectionState>;
  site: Readable<SessionResponse['site'] | undefined>;
  panel: Readable<Panel>;
  reconnect: () => void;
  close: () => void;
}

const SurroundingsContext = createContext<Surroundings | undefined>(undefined);
export const SurroundingsProvider = SurroundingsContext.Provider;

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (surroundings === undefined) throw new Error('rendered outside of its surroundings');
  return surroundings;
}

const TranslatorContext = createContext<Translator>(ENGLISH);
export const TranslatorProvider = TranslatorContext.Provider;

export function useTranslator(): Translator {
  return useContext(TranslatorContext);
}
