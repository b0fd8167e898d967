/** Who can have a skin tone; not the hands between two people, which have theirs. */
const base = /((?!🤝\u200d)\p{Emoji_Modifier_Base})\ufe0f?/gu;

/** An emoji in one of five skin tones, 1 the lightest; as it is for tone 0. Each person in it gets the same. */
export function withTone(emoji: string, tone: number): string {
  return tone > 0 ? emoji.replace(base, `$1${String.fromCodePoint(0x1f3fa + tone)}`) : emoji;
}
