/** Calls when the browser comes on line or the page becomes visible; in Node, never. Returns what ends it. */
export function watchBrowser(back: () => void): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => {};
  const visible = () => {
    if (document.visibilityState === 'visible') back();
  };
  window.addEventListener('online', back);
  document.addEventListener('visibilitychange', visible);
  return () => {
    window.removeEventListener('online', back);
    document.removeEventListener('visibilitychange', visible);
  };
}

/**
 * What elements keep of a user for as long as a tab lives stands in its `sessionStorage` under this and a name: neither
 * app nor user has a `~`.
 */
export function forgetTab(app: string, user: string): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(`tim~${app}~${user}~`)) sessionStorage.removeItem(key);
  } catch {
    // Storage is shut, or this is not a browser.
  }
}
