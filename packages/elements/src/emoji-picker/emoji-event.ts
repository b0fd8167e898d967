/** An emoji was picked. */
export class TimEmojiEvent extends Event {
  readonly emoji: string;
  constructor(emoji: string) {
    super('tim-emoji', { bubbles: true, composed: true });
    this.emoji = emoji;
  }
}

declare global {
  interface HTMLElementEventMap {
    'tim-emoji': TimEmojiEvent;
  }
}
