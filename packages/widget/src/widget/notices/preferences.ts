import type { Local } from '../../session/local.js';

/** What a person chose about the chat on this device. */
export interface Preferences {
  /** A tone for new messages. Default on; browsers let a page make none before something in it was pressed. */
  sound: boolean;
  /** Notifications of the system. Default off, since they need a permission that is asked for by a press. */
  desktop: boolean;
  /** `light` or `dark`; '' leaves it to the page. */
  theme: string;
  /** A language of ours; '' leaves it to the page. */
  lang: string;
}

const defaults: Preferences = { sound: true, desktop: false, theme: '', lang: '' };

export function readPreferences(local: Local, user: string): Preferences {
  const kept = local.json<Record<string, unknown>>(`settings:${user}`);
  const result = { ...defaults };
  for (const key of Object.keys(defaults) as (keyof Preferences)[])
    if (typeof kept?.[key] === typeof defaults[key]) Object.assign(result, { [key]: kept![key] });
  return result;
}

export function writePreferences(local: Local, user: string, preferences: Preferences): void {
  local.set(`settings:${user}`, JSON.stringify(preferences));
}
