import { assert } from '@open-wc/testing';
import type { Body } from '@tokenim/protocol';
import { clientWith, fakeFile } from '../testing/samples.js';
import { ThreadBox } from '../testing/thread-box.js';
import { tone } from '../testing/tone.js';
import { until } from '../testing/wait.js';
import '../thread/thread.js';
import type { TimPlayer } from './player.js';
import type { TimVideo } from './video.js';

const seconds = 3;
const peaks = Array.from({ length: 64 }, (_, i) => (i * 37) % 256);

async function threadOf(...bodies: Body[]) {
  const client = clientWith(2);
  for (const body of bodies) {
    client.receive('c', 'ana', body);
    const { file } = body as { file: { id: string } };
    client.files.set(file.id, tone(seconds));
  }
  const box = await ThreadBox.of(client, 360, 560);
  return { client, box, rows: () => [...box.thread.renderRoot.querySelectorAll<HTMLElement>('[data-row]')] };
}

const voice = (name: string, ms = seconds * 1000): Body => ({
  type: 'file',
  file: fakeFile(`${name}.wav`, 'audio/wav', 1000),
  voice: { duration: ms, peaks },
});
const sound = (name: string): Body => ({ type: 'file', file: fakeFile(name, 'audio/wav', 3_200_000) });

async function playersOf(box: ThreadBox, count: number): Promise<TimPlayer[]> {
  await until(() => box.thread.renderRoot.querySelectorAll('tim-player:defined').length === count);
  const players = [...box.thread.renderRoot.querySelectorAll('tim-player')];
  for (const player of players) await until(() => player.renderRoot?.querySelector('.play'));
  return players;
}

const part = (player: HTMLElement, selector: string) =>
  player.shadowRoot!.querySelector<HTMLElement>(selector)!;
const isOn = (player: TimPlayer) => part(player, '.play').getAttribute('aria-label') === 'Pause';
const now = (player: TimPlayer) => Number(part(player, '.track').getAttribute('aria-valuenow'));
/** How far the line is, 0 to 1. */
const at = (player: TimPlayer) => Number(part(player, '.track').style.getPropertyValue('--_at'));
const key = (player: TimPlayer, name: string) =>
  part(player, '.track').dispatchEvent(
    new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }),
  );

// No machine that tests has a loudspeaker; some engines do not begin without one but where it is not needed.
const Loud = Audio;
const made: HTMLAudioElement[] = [];
window.Audio = function silent() {
  const audio = Object.assign(new Loud(), { muted: true });
  made.push(audio);
  return audio;
} as unknown as typeof Audio;

describe('voice messages and sounds', () => {
  beforeEach(() => localStorage.removeItem('tim-speed'));

  test('a voice message plays from this device, shows how far it is, and is at its beginning after its end', async () => {
    const { box, client } = await threadOf(voice('one', 1200));
    client.files.set(fakeFile('one.wav', '', 0).id, tone(1.2));
    const [player] = await playersOf(box, 1);
    assert.lengthOf(player!.shadowRoot!.querySelectorAll('.track path'), 2);
    assert.include(part(player!, '.facts').textContent, '0:01');
    part(player!, '.play').click();
    await until(() => isOn(player!) && at(player!) > 0.2);
    await until(() => !isOn(player!));
    await until(() => at(player!) === 0);
    assert.lengthOf(client.called('fileUrl'), 0);
  });

  test('one plays at a time; where each was is kept, also when its row comes anew', async () => {
    const { box, client } = await threadOf(voice('first'), sound('second.wav'));
    const [first, second] = await playersOf(box, 2);
    part(first!, '.play').click();
    await until(() => at(first!) > 0.1);
    part(second!, '.play').click();
    await until(() => isOn(second!) && !isOn(first!));
    const kept = at(first!);
    assert.isAbove(kept, 0.1);
    await until(() => at(second!) > 0.05);
    part(second!, '.play').click();
    await until(() => !isOn(second!));
    box.thread.remove();
    const again = document.createElement('tim-thread');
    again.client = client;
    again.conversation = 'c' as never;
    again.style.setProperty('height', '100%');
    box.box.append(again);
    await until(() => again.renderRoot?.querySelector('tim-player:defined'));
    const anew = again.renderRoot.querySelector('tim-player')!;
    await until(() => anew.shadowRoot?.querySelector('.track'));
    await until(() => Math.abs(at(anew) - kept) < 0.1);
    assert.isFalse(isOn(anew));
  });

  test('the place is chosen by pointer and by keys, and told', async () => {
    const { box } = await threadOf(voice('seek', 60_000));
    const [player] = await playersOf(box, 1);
    const track = part(player!, '.track');
    assert.equal(track.getAttribute('role'), 'slider');
    const { left, width, top, height } = track.getBoundingClientRect();
    const pointer = (type: string, share: number) =>
      track.dispatchEvent(
        new PointerEvent(type, {
          bubbles: true,
          pointerId: 1,
          clientX: left + share * width,
          clientY: top + height / 2,
        }),
      );
    // No pointer is down in truth, so none can be captured.
    track.setPointerCapture = () => {};
    pointer('pointerdown', 0.25);
    await until(() => now(player!) === 15);
    pointer('pointermove', 0.5);
    await until(() => now(player!) === 30);
    pointer('pointerup', 0.5);
    pointer('pointermove', 0.9);
    key(player!, 'ArrowRight');
    await until(() => now(player!) === 35);
    key(player!, 'ArrowLeft');
    key(player!, 'ArrowLeft');
    await until(() => now(player!) === 25);
    assert.equal(track.getAttribute('aria-valuetext'), '0:25 of 1:00');
    key(player!, 'End');
    await until(() => now(player!) === 60);
    key(player!, 'Home');
    await until(() => now(player!) === 0);
  });

  test('it goes on from a place that was chosen', async () => {
    const { box } = await threadOf(voice('on'));
    const [player] = await playersOf(box, 1);
    part(player!, '.play').click();
    await until(() => at(player!) > 0.02);
    key(player!, 'Home');
    key(player!, 'End');
    await until(() => !isOn(player!) && at(player!) === 0);
  });

  test('the speed is chosen, kept, and the next message has it', async () => {
    const { box, client } = await threadOf(voice('a', 60_000), voice('b', 60_000));
    // Long ones: while it plays it can be chosen, and a machine may be slow.
    for (const name of ['a', 'b']) client.files.set(fakeFile(`${name}.wav`, '', 0).id, tone(60));
    const [a, b] = await playersOf(box, 2);
    assert.isNull(part(a!, '.speed'));
    part(a!, '.play').click();
    // Once it has come some way, the speed is there whether it waits for the next bytes or not.
    await until(() => at(a!) > 0.001 && part(a!, '.speed'));
    assert.equal(part(a!, '.speed').textContent!.trim(), '1×');
    // Here WebKit pauses at a change of speed, as it does where nobody has pressed anything; after a real press it goes on.
    part(a!, '.speed').click();
    await until(() => part(a!, '.speed').textContent!.trim() === '1.5×');
    part(a!, '.speed').click();
    await until(() => part(a!, '.speed').textContent!.trim() === '2×');
    part(b!, '.play').click();
    await until(() => part(b!, '.speed')?.textContent?.trim() === '2×');
    await until(() => at(b!) > 0.001);
    assert.equal(made.at(-1)!.playbackRate, 2);
    part(b!, '.play').click();
  });

  test('a large sound has an address, and a new one where that has ended', async () => {
    const { box, client } = await threadOf(sound('large.wav'));
    client.files.clear();
    let given = 0;
    client.fileUrl = async () => `${location.origin}/no-such-sound-${++given}.wav`;
    const [player] = await playersOf(box, 1);
    assert.include(part(player!, '.facts').textContent, 'MB');
    part(player!, '.play').click();
    // A second that fails is the last: it is not the address.
    await until(() => part(player!, '[role=alert]')?.textContent?.includes('Download'));
    assert.equal(given, 2);
    part(player!, '.play').click();
    await until(() => given === 4);
  });

  test('off line, what is not on the device says so; what cannot be played too', async () => {
    const { box, client } = await threadOf(voice('gone'), voice('broken'));
    const [gone, broken] = await playersOf(box, 2);
    client.blob = async (_, { name }) => {
      if (name.startsWith('gone')) throw Object.assign(new Error(), { code: 'offline' });
      return new Blob(['this is no sound'], { type: 'audio/wav' });
    };
    part(gone!, '.play').click();
    await until(() => part(gone!, '[role=alert]')?.textContent?.includes('online'));
    part(broken!, '.play').click();
    await until(() => part(broken!, '[role=alert]')?.textContent?.includes('Download'));
    assert.isFalse(isOn(broken!));
    client.blob = async () => tone(1);
    part(gone!, '.play').click();
    await until(() => isOn(gone!) && !part(gone!, '[role=alert]'));
  });

  test('rows keep their height when the player arrives, and a message is named by what it is', async () => {
    const { box, rows } = await threadOf(voice('height'), sound('song.wav'));
    await playersOf(box, 2);
    const heights = rows().map((row) => row.getBoundingClientRect().height);
    assert.approximately(heights.at(-2)!, heights.at(-1)!, 2);
    await until(() => rows().at(-2)!.getAttribute('aria-label')!.includes('Voice message, 0:03'));
    assert.isNull(rows().at(-2)!.querySelector('.file-name'));
    assert.include(rows().at(-1)!.textContent, 'song.wav');
  });
});

describe('videos', () => {
  const video: Body = { type: 'file', file: fakeFile('clip.mp4', 'video/mp4', 9_000_000), text: 'Look' };

  test('a video has its place, and nothing of it is fetched before it is asked for', async () => {
    const { box, client } = await threadOf(video);
    client.files.clear();
    const element = await until(() => box.find<TimVideo>('tim-video:defined'));
    await until(() => part(element, 'button'));
    const { width, height } = element.getBoundingClientRect();
    assert.approximately(width / height, 16 / 9, 0.02);
    assert.lengthOf(client.called('fileUrl'), 0);
    assert.isNull(part(element, 'video'));
    part(element, 'button').click();
    await until(() => part(element, 'video') ?? part(element, '[role=alert]'));
    assert.isAtLeast(client.called('fileUrl').length, 1);
    assert.deepEqual(
      [element.getBoundingClientRect().width, element.getBoundingClientRect().height],
      [width, height],
    );
  });

  test('where it cannot be played that is said, and it can be saved', async () => {
    const { box, client } = await threadOf({ type: 'file', file: fakeFile('clip.mp4', 'video/mp4', 8) });
    for (const id of client.files.keys()) client.files.set(id, new Blob(['no video']));
    const element = await until(() => box.find<TimVideo>('tim-video:defined'));
    (await until(() => part(element, 'button'))).click();
    await until(() => part(element, '[role=alert]')?.textContent?.includes('Download'));
    assert.isFalse(element.open);
    const saved: string[] = [];
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function () {
      saved.push(this.download);
    };
    assert.equal(part(element, 'button').ariaLabel, 'Download clip.mp4');
    part(element, 'button').click();
    await until(() => saved.length > 0);
    HTMLAnchorElement.prototype.click = click;
    assert.deepEqual(saved, ['clip.mp4']);
  });
});
