/** A person as the site knows them. */
export interface KnownUser {
  /** The `sub` of the tokens. Given, cached messages show before any network; else it is read from the first token. */
  id?: string;
}

export interface Identity {
  /** Gives a fresh token signed by the site's server (rule T1); called whenever one is needed. */
  token: () => Promise<string>;
  user?: KnownUser;
}

/** What happens, by name; on the element the same are DOM events `tim-<name>`, and this is their `detail`. */
export interface WidgetEvents {
  /** The panel can be used. */
  ready: undefined;
  open: undefined;
  close: undefined;
  /** The number on the badge changed. */
  unread: { count: number };
  /** Someone else's message came over the live connection. */
  message: { conversation: string; sender: string; text: string; seq: number };
  /** The visitor answered the consent question in the panel, or the site called `consent()`. */
  consent: { granted: boolean };
}

/** What both `<tim-widget>` and `window.TokenIM` can do. */
export interface WidgetMethods {
  /** Opens the panel, loading what it needs. Rejects only where the code cannot be loaded. */
  open(): Promise<void>;
  close(): Promise<void>;
  toggle(): Promise<void>;
  /**
   * Opens the panel at a conversation, and there at the message with `seq`. One that this person has not (yet, or no
   * longer) is waited for; the panel then says that it cannot be found.
   */
  openConversation(conversation: string, seq?: number): Promise<void>;
  /** Connects without opening, so that the badge counts. Does nothing where consent is missing. */
  connect(): Promise<void>;
  /** Chat as a person the site knows, from now on. */
  identify(identity: Identity): Promise<void>;
  /** Disconnects and erases what this device holds of the person, a visitor's session included. */
  signOut(): Promise<void>;
  /** `en`, `zh-CN`, `ar`, …; unknown ones read as English. */
  setLocale(lang: string): Promise<void>;
  /** Storing and connecting are allowed (or, with `false`, no longer). Only of use with `data-consent="required"`. */
  consent(granted?: boolean): Promise<void>;
}

/** A call as it waits in the array that `window.TokenIM` may be before the loader runs: `['open']`. */
export type QueuedCall =
  | { [K in keyof WidgetMethods]: [K, ...Parameters<WidgetMethods[K]>] }[keyof WidgetMethods]
  | ['on', keyof WidgetEvents, (detail: never) => void];

/** `window.TokenIM` once the loader has run. */
export interface TokenImApi extends WidgetMethods {
  /** The widget's element; its methods come with the code that the first opening loads. */
  readonly element: HTMLElement;
  /** Runs a call written as an array, as the snippet for calls before loading does. */
  push(...calls: QueuedCall[]): void;
  /** Returns the function that unsubscribes. */
  on<K extends keyof WidgetEvents>(event: K, listener: (detail: WidgetEvents[K]) => void): () => void;
}

declare global {
  interface Window {
    TokenIM?: TokenImApi | QueuedCall[];
  }
}
