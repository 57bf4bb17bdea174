interface Navigations {
  addEventListener(type: 'currententrychange', listener: () => void): void;
  removeEventListener(type: 'currententrychange', listener: () => void): void;
}

/** Where the shopper is: origin and path only, because a query may hold what is nobody's business. */
export function addressOf(page: Window): { url: string; title: string } {
  return { url: page.location.origin + page.location.pathname, title: page.document.title };
}

/** Tells of moves within a page that never reloads. Gives back how to stop. */
export function onMove(page: Window, moved: () => void): () => void {
  const navigation = 'navigation' in page ? (page.navigation as Navigations) : undefined;
  navigation?.addEventListener('currententrychange', moved);
  page.addEventListener('popstate', moved);
  return () => {
    navigation?.removeEventListener('currententrychange', moved);
    page.removeEventListener('popstate', moved);
  };
}
