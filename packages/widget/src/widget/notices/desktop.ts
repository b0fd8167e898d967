export interface DesktopNotice {
  title: string;
  body: string;
  /** A newer one of the same conversation takes the place of the older. */
  tag: string;
  lang: string;
  onClick: () => void;
}

/** Whether the system may show notices of this page; `missing` where there are none at all. */
export function desktopState(): NotificationPermission | 'missing' {
  return typeof Notification === 'undefined' ? 'missing' : Notification.permission;
}

/** Asks; only ever from a press, else browsers count it against the site. */
export async function askForDesktop(): Promise<boolean> {
  if (desktopState() === 'missing') return false;
  return (await Notification.requestPermission()) === 'granted';
}

/** Notices of the system, in plain text. They go when the page is looked at. */
export class Desktop {
  readonly #shown = new Map<string, Notification>();

  show({ title, body, tag, lang, onClick }: DesktopNotice): void {
    if (desktopState() !== 'granted') return;
    try {
      // Silent: the tone is ours, and a setting of its own. `renotify` is not in the types yet.
      const options = { body, tag, lang, dir: 'auto', silent: true, renotify: true } as NotificationOptions;
      const notice = new Notification(title, options);
      this.#shown.set(tag, notice);
      notice.onclick = () => {
        window.focus();
        notice.close();
        onClick();
      };
      notice.onclose = () => {
        if (this.#shown.get(tag) === notice) this.#shown.delete(tag);
      };
    } catch {
      // Android wants a service worker for them; the title and the badge must do.
    }
  }

  clear(): void {
    for (const notice of this.#shown.values()) notice.close();
    this.#shown.clear();
  }
}
