import { demoPeople } from '../people.js';

/** What the desk remembers between visits. An address such as `?user=maya&lang=ar&theme=dark` goes first. */
export interface Settings {
  user: string;
  lang: string;
  theme: string;
}

const agents = demoPeople.filter((person) => person.role === 'agent');
const choices: Record<keyof Settings, readonly string[]> = {
  user: demoPeople.map((person) => person.id),
  lang: ['en', 'zh-CN', 'ar'],
  theme: ['auto', 'light', 'dark'],
};

export function readSettings(): Settings {
  const params = new URLSearchParams(location.search);
  const pick = (name: keyof Settings, otherwise: string) => {
    const wanted = params.get(name) ?? localStorage.getItem(`desk:${name}`) ?? otherwise;
    return choices[name].includes(wanted) ? wanted : otherwise;
  };
  const language = choices.lang.find((lang) => lang.slice(0, 2) === navigator.language.slice(0, 2));
  return {
    user: pick('user', agents[0]!.id),
    lang: pick('lang', language ?? 'en'),
    theme: pick('theme', 'auto'),
  };
}

/** Keeps one setting and takes it out of the address, where it would win for ever. */
export function writeSetting(name: keyof Settings, value: string): void {
  localStorage.setItem(`desk:${name}`, value);
  const url = new URL(location.href);
  if (!url.searchParams.has(name)) return;
  url.searchParams.delete(name);
  history.replaceState(null, '', url);
}

export function applySettings({ lang, theme }: Settings): void {
  const root = document.documentElement;
  root.lang = lang;
  root.dir = lang === 'ar' ? 'rtl' : 'ltr';
  root.dataset.theme = theme;
}
