import { daysBetween, format, timeOfDay } from '../base/format.js';
import { type Localize, memo } from '../base/localize.js';

const minute = 60_000;
const minutes = memo(
  (tag) => new Intl.NumberFormat(tag, { style: 'unit', unit: 'minute', unitDisplay: 'short' }),
);

/** For a list: now, minutes, time of day, yesterday, weekday, date. */
export function listTime(l: Localize, ts: number, now: number): string {
  const age = now - ts;
  if (age < minute) return l.t('justNow');
  if (age < 60 * minute) return minutes(l.tag).format(Math.floor(age / minute));
  const days = daysBetween(ts, now);
  if (days <= 0) return timeOfDay(l, ts);
  if (days === 1) return l.t('yesterday');
  if (days < 7) return format(l.tag, ts, { weekday: 'short' });
  if (new Date(ts).getFullYear() === new Date(now).getFullYear())
    return format(l.tag, ts, { day: 'numeric', month: 'short' });
  return format(l.tag, ts, { day: 'numeric', month: 'numeric', year: '2-digit' });
}
