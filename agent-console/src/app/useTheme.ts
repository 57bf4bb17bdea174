import { useEffect } from 'react';
import { usePreference } from '../components/preferences';

/** The system's choice unless somebody has made their own. */
export function useTheme(): void {
  const [theme] = usePreference('theme');
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}
