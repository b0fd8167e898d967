const key = 'tim-emoji';
/** Three lines of eight. */
const most = 24;

interface Remembered {
  recent: string[];
  /** 0 none, 1 the lightest to 5. */
  tone: number;
}

/** What was picked lately and the skin tone. Where the browser keeps nothing, it is known for as long as the page. */
let known: Remembered | undefined;

export function remembered(): Readonly<Remembered> {
  known = { recent: [], tone: 0, ...known };
  try {
    const { recent, tone } = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Remembered>;
    if (Array.isArray(recent))
      known.recent = recent.filter((one) => typeof one === 'string' && one.length <= 32).slice(0, most);
    if (tone !== undefined && [0, 1, 2, 3, 4, 5].includes(tone)) known.tone = tone;
  } catch {
    // Storage is shut, or somebody else wrote there.
  }
  return known;
}

export function remember(change: { used?: string; tone?: number }): void {
  const { recent, tone } = remembered();
  const { used } = change;
  known = {
    recent: used ? [used, ...recent.filter((one) => one !== used)].slice(0, most) : recent,
    tone: change.tone ?? tone,
  };
  try {
    localStorage.setItem(key, JSON.stringify(known));
  } catch {
    // Storage is shut or full.
  }
}
