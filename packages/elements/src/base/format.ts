import { type Localize, memo } from './localize.js';

const formats = memo((key) => {
  const [tag, options] = key.split('|');
  return new Intl.DateTimeFormat(tag, JSON.parse(options!));
});
/** `ts` in the form that the options of `Intl.DateTimeFormat` say. */
export const format = (tag: string, ts: number, options: Intl.DateTimeFormatOptions) =>
  formats(`${tag}|${JSON.stringify(options)}`).format(ts);

/** Whole days between two times by the reader's calendar. */
export function daysBetween(earlier: number, later: number): number {
  const day = (ts: number) => {
    const date = new Date(ts);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((day(later) - day(earlier)) / 86_400_000);
}

export function timeOfDay(l: Localize, ts: number): string {
  return format(l.tag, ts, { hour: 'numeric', minute: '2-digit' });
}

/** Date and time in full, for a title. */
export function fullTime(l: Localize, ts: number): string {
  return format(l.tag, ts, { dateStyle: 'full', timeStyle: 'short' });
}

/** For a line between days. */
export function dayName(l: Localize, ts: number, now: number): string {
  const days = daysBetween(ts, now);
  if (days === 0) return l.t('today');
  if (days === 1) return l.t('yesterday');
  if (days > 0 && days < 7) return format(l.tag, ts, { weekday: 'long' });
  const sameYear = new Date(ts).getFullYear() === new Date(now).getFullYear();
  return format(l.tag, ts, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}
