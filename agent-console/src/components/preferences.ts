import { create } from 'zustand';
import { remember, remembered } from '../lib/remember';

/** What somebody likes, on this machine. */
interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly sound: 'on' | 'off';
  readonly shopperPane: 'shown' | 'hidden';
}

const usePreferences = create<Preferences>(() => ({
  theme: kept('theme', ['system', 'light', 'dark']),
  sound: kept('sound', ['on', 'off']),
  shopperPane: kept('shopperPane', ['shown', 'hidden']),
}));

export function usePreference<N extends keyof Preferences>(
  name: N,
): [Preferences[N], (value: Preferences[N]) => void] {
  const value = usePreferences((preferences) => preferences[name]);
  return [
    value,
    (next) => {
      remember(name, next);
      usePreferences.setState({ [name]: next });
    },
  ];
}

/** The first choice is the one before anybody chose. */
function kept<const Choice extends string>(
  name: keyof Preferences,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const known = remembered(name);
  return choices.find((choice) => choice === known) ?? choices[0];
}
