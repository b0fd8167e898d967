// The globals of browser tests (web-test-runner's mocha). `test` is `it`, see web-test-runner.config.mjs.
interface MochaContext {
  /** Milliseconds. */
  timeout(limit: number): void;
}
type MochaBody = (this: MochaContext) => unknown;
declare function describe(title: string, body: () => void): void;
declare function it(title: string, body: MochaBody): void;
declare function test(title: string, body: MochaBody): void;
declare function before(body: MochaBody): void;
declare function after(body: MochaBody): void;
declare function beforeEach(body: MochaBody): void;
declare function afterEach(body: MochaBody): void;
