export interface TokenOptions {
  name?: string;
  avatar?: string;
  role?: 'user' | 'agent';
  /** Seconds until its end; negative: it is over. Default 3600. */
  expiresIn?: number;
  /** Another app's id as `iss`. */
  app?: string;
}

export interface ConformanceOptions {
  /** `ws://host:port` or `http://host:port`, without a path below which the protocol's paths lie. */
  endpoint: string;
  app: string;
  /** Signs a user token, in any way that the backend accepts. */
  tokenFor(user: string, options: TokenOptions): Promise<string>;
  /** An origin that the app allows and one that it does not; without, H6 is skipped. */
  origins?: { allowed: string; refused: string };
  /** The backend gives visitor tokens (T5). Default true. */
  visitors?: boolean;
  /** The backend takes files (U1 to U6). Default true. */
  files?: boolean;
  /** Tokens with the role `agent` may be made; each stays in the app as an agent. Default true. */
  agents?: boolean;
  /**
   * The app has `editWindow` and `deleteWindow`, both of a few seconds (W11). With so short ones other checks may fail,
   * so use an app of its own and `only: ['W11']`. Default false.
   */
  windows?: boolean;
  /**
   * The backend checks files before they are seen (U9), for at least a second, and rejects the test file of EICAR. Other
   * checks expect files to be seen at once, so use `only: ['U9']`. Default false.
   */
  scanner?: boolean;
  /**
   * The app takes only some types of files, `image/png` and `audio/*` among them, pictures of at most 1 MB, at most 10
   * files at once, and short voice messages (U10 to U12). Other checks send other files, so use an app of its own and
   * `only: ['U10', 'U11', 'U12']`. Default false.
   */
  fileLimits?: boolean;
  /** Also what takes longer than a few seconds. Default false. */
  long?: boolean;
  /** Stops the backend in an orderly way (B5); it need not come back, so it is called last. */
  drain?: () => Promise<void>;
  /** Only checks that cite one of these rules, `['W3']`; or whose title contains one of them. */
  only?: string[];
  /** Checks at once. Default 4. */
  parallel?: number;
  /** Milliseconds to wait for any one thing. Default 5000. */
  patience?: number;
  /** Called with each result as it comes. */
  onResult?: (result: Result) => void;
}

export interface Result {
  title: string;
  rules: string[];
  status: 'pass' | 'fail' | 'skip';
  /** Of a failure or a skip. */
  why?: string;
}
