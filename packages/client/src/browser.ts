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
