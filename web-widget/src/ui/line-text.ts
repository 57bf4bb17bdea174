import type { Translator } from '../i18n/translator';
import type { Line } from '../state/thread';

type Told = Exclude<Line, { is: 'own' | 'theirs' }>;

/** The words for what has happened, on the screen and for those who listen. */
export function lineText(line: Told, translator: Translator): string {
  switch (line.is) {
    case 'joined':
      return translator.say('joined', { name: line.name });
    case 'handed_over': {
      if (line.sees.length === 0) return translator.say('handed_over', { name: line.name });
      const things = translator.list(line.sees.map((thing) => translator.say(`sees_${thing}`)));
      return translator.say('handed_over_sees', { name: line.name, things });
    }
    case 'parked':
      return translator.say(`parked_${line.reason}`);
    case 'closed':
      return translator.say(`closed_by_${line.by}`);
    default:
      return line satisfies never;
  }
}
