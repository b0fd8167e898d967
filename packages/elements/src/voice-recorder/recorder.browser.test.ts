import { assert, fixture, html } from '@open-wc/testing';
import type { Voice } from '@tokenim/protocol';
import '../composer/composer.js';
import type { TimComposer } from '../composer/composer.js';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith } from '../testing/samples.js';
import { until } from '../testing/wait.js';
import type { TimVoiceRecorder } from './recorder.js';

/** Some engines of tests have no microphone, real or not. */
const microphone = await navigator.mediaDevices
  ?.getUserMedia({ audio: true })
  .then((stream) => {
    for (const track of stream.getTracks()) track.stop();
    return typeof MediaRecorder === 'function';
  })
  .catch(() => false);

const Loud = Audio;
window.Audio = function silent() {
  return Object.assign(new Loud(), { muted: true });
} as unknown as typeof Audio;

async function composerOf(set: Partial<TimComposer> = {}) {
  const client = clientWith(2);
  const composer = await fixture<TimComposer>(html`<tim-composer></tim-composer>`);
  Object.assign(composer, { client, conversation: 'c', ...set });
  await composer.updateComplete;
  await until(() => composer.renderRoot.querySelector('textarea:not(:disabled)'));
  return { client, composer };
}
const mic = (composer: TimComposer) => composer.renderRoot.querySelector<HTMLButtonElement>('.record');
const recorderOf = (composer: TimComposer) =>
  composer.renderRoot.querySelector<TimVoiceRecorder>('tim-voice-recorder');
const inside = (composer: TimComposer, selector: string) =>
  recorderOf(composer)?.shadowRoot?.querySelector<HTMLElement>(selector);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const press = (target: EventTarget, type: string, x = 100) =>
  target.dispatchEvent(
    new PointerEvent(type, {
      ...{
        bubbles: true,
        composed: true,
        pointerId: 7,
        pointerType: 'touch',
        button: 0,
        clientX: x,
        clientY: 10,
      },
    }),
  );
/** Records for a while and stops: the preview is there. */
async function recorded(composer: TimComposer, ms = 900): Promise<void> {
  mic(composer)!.click();
  await until(() => inside(composer, '.stop:not(:disabled)'));
  await wait(ms);
  inside(composer, '.stop')!.click();
  await until(() => inside(composer, 'tim-player'));
}
const sent = (client: FakeClient) =>
  client.called('sendFile') as [string, Blob, { name: string; voice: Voice }][];

/** In place of the microphone, what the browser says. */
function withoutMicrophone(name: string): () => void {
  const { mediaDevices } = navigator;
  const real = mediaDevices.getUserMedia;
  mediaDevices.getUserMedia = async () => {
    throw new DOMException('', name);
  };
  return () => {
    mediaDevices.getUserMedia = real;
  };
}

if (typeof MediaRecorder === 'function')
  describe('the microphone', () => {
    test('its button is in the place of the one that sends, while there is nothing to send', async () => {
      const { composer } = await composerOf();
      const send = composer.renderRoot.querySelector<HTMLElement>('.send')!;
      assert.equal(mic(composer)!.getAttribute('aria-label'), 'Record a voice message');
      assert.equal(getComputedStyle(send).display, 'none');
      composer.value = 'a';
      await composer.updateComplete;
      assert.isNull(mic(composer));
      assert.notEqual(getComputedStyle(send).display, 'none');
      composer.value = '';
      composer.withoutVoice = true;
      await composer.updateComplete;
      assert.isNull(mic(composer));
    });

    test('[U10] a server that takes no sound has no microphone; of another kind than is recorded, it says so', async () => {
      const { composer, client } = await composerOf();
      assert.isNotNull(mic(composer));
      client.limits = { ...client.limits, fileTypes: ['image/*'] };
      client.changed();
      await until(() => !mic(composer));
      client.limits = { ...client.limits, fileTypes: ['AUDIO/x-own'] };
      client.changed();
      (await until(() => mic(composer))).click();
      await until(() => inside(composer, '[role=alert]')?.textContent?.includes('cannot be sent here'));
      inside(composer, '.close')!.click();
      await until(() => !recorderOf(composer));
    });

    for (const [name, words] of [
      ['NotAllowedError', 'may not use the microphone'],
      ['NotFoundError', 'No microphone was found'],
      ['NotReadableError', 'cannot be opened'],
    ] as const)
      test(`${name} says what to do, and leaves the field as it was`, async () => {
        const { composer } = await composerOf();
        const back = withoutMicrophone(name);
        try {
          mic(composer)!.click();
          await until(() => inside(composer, '[role=alert]')?.textContent?.includes(words));
          inside(composer, '.close')!.click();
          await until(() => !recorderOf(composer));
        } finally {
          back();
        }
      });
  });

if (microphone)
  describe('recording', () => {
    test('what was said is heard again, then sent with its length and its waveform', async () => {
      const { composer, client } = await composerOf();
      const told: string[] = [];
      composer.addEventListener('tim-send', (event) => told.push((event as { cid: string } & Event).cid));
      await recorded(composer, 1500);
      const player = recorderOf(composer)!.shadowRoot!.querySelector('tim-player')!;
      await until(() => player.shadowRoot?.querySelector('.track path'));
      player.shadowRoot!.querySelector<HTMLElement>('.play')!.click();
      const at = () =>
        Number(player.shadowRoot!.querySelector<HTMLElement>('.track')!.style.getPropertyValue('--_at'));
      await until(() => at() > 0.1);
      inside(composer, '.send')!.click();
      await until(() => !recorderOf(composer));
      const [conversation, blob, { name, voice }] = sent(client)[0]!;
      assert.equal(conversation, 'c');
      assert.match(blob.type, /^audio\//);
      assert.isAbove(blob.size, 500);
      assert.match(name, /^Voice message\.\w+$/);
      assert.isAbove(voice.duration, 1200);
      assert.isBelow(voice.duration, 6000);
      assert.isAtMost(voice.peaks.length, 64);
      assert.isAbove(voice.peaks.length, 8);
      assert.isTrue(voice.peaks.every((peak) => Number.isInteger(peak) && peak >= 0 && peak <= 255));
      // It says by itself how long it is.
      const own = new Loud(URL.createObjectURL(blob));
      await until(() => own.duration > 0);
      assert.approximately(own.duration, voice.duration / 1000, 0.2);
      // The microphone of tests beeps.
      assert.equal(Math.max(...voice.peaks), 255);
      assert.lengthOf(told, 1);
    });

    test('a place can be chosen in what was recorded', async () => {
      const { composer } = await composerOf();
      await recorded(composer, 2500);
      const player = recorderOf(composer)!.shadowRoot!.querySelector('tim-player')!;
      await until(() => player.shadowRoot?.querySelector('.track path'));
      const { shadowRoot } = player;
      const track = shadowRoot!.querySelector<HTMLElement>('.track')!;
      const at = () => Number(track.style.getPropertyValue('--_at'));
      shadowRoot!.querySelector<HTMLElement>('.play')!.click();
      await until(() => at() > 0.02);
      track.setPointerCapture = () => {};
      const { left, width } = track.getBoundingClientRect();
      for (const type of ['pointerdown', 'pointerup'])
        track.dispatchEvent(
          new PointerEvent(type, { bubbles: true, pointerId: 1, clientX: left + 0.6 * width }),
        );
      await wait(250);
      assert.isAbove(at(), 0.58);
      await until(() => at() > 0.75 || at() === 0);
    });

    test('Escape ends a recording and nothing else, the bin drops what was recorded; the microphone is let go', async () => {
      const { composer, client } = await composerOf();
      const streams: MediaStream[] = [];
      const real = navigator.mediaDevices.getUserMedia;
      navigator.mediaDevices.getUserMedia = async (wish) => {
        const stream = await real.call(navigator.mediaDevices, wish);
        streams.push(stream);
        return stream;
      };
      let escaped = 0;
      const count = () => escaped++;
      document.addEventListener('keydown', count);
      try {
        mic(composer)!.click();
        await until(() => inside(composer, '.stop:not(:disabled)'));
        const key = { key: 'Escape', bubbles: true, composed: true, cancelable: true };
        inside(composer, '.stop')!.dispatchEvent(new KeyboardEvent('keydown', key));
        await until(() => !recorderOf(composer));
        assert.equal(escaped, 0);
        await recorded(composer);
        inside(composer, '.send')!.dispatchEvent(new KeyboardEvent('keydown', key));
        assert.isNotNull(recorderOf(composer));
        inside(composer, '.discard')!.click();
        await until(() => !recorderOf(composer));
        assert.lengthOf(sent(client), 0);
        assert.lengthOf(streams, 2);
        for (const stream of streams)
          assert.deepEqual(
            stream.getTracks().map((track) => track.readyState),
            ['ended'],
          );
      } finally {
        document.removeEventListener('keydown', count);
        navigator.mediaDevices.getUserMedia = real;
      }
    });

    test('a press that is held stops where it ends; to the side it cancels; a short one goes on', async () => {
      const { composer } = await composerOf();
      press(mic(composer)!, 'pointerdown');
      await until(() => inside(composer, '.stop:not(:disabled)'));
      await until(() => inside(composer, '.hint')?.textContent === 'Slide to cancel');
      await wait(800);
      press(window, 'pointerup');
      await until(() => inside(composer, 'tim-player'));
      inside(composer, '.discard')!.click();

      press(mic(composer)!, 'pointerdown');
      await until(() => inside(composer, '.stop:not(:disabled)'));
      press(window, 'pointermove', 220);
      await until(() => inside(composer, '.hint.away')?.textContent === 'Let go to cancel');
      press(window, 'pointermove', 120);
      await until(() => inside(composer, '.hint.here'));
      press(window, 'pointermove', 220);
      press(window, 'pointerup', 220);
      await until(() => !recorderOf(composer));

      press(mic(composer)!, 'pointerdown');
      press(mic(composer)!, 'pointerup');
      mic(composer)!.click();
      await until(() => inside(composer, '.stop:not(:disabled)'));
      await wait(500);
      assert.isNull(inside(composer, '.hint'));
      inside(composer, '.discard')!.click();
    });

    test('it answers the message that the composer answers', async () => {
      const { composer, client } = await composerOf();
      const row = client.messages.get('c')![1]!;
      composer.reply(row, 'Ana');
      await recorded(composer);
      inside(composer, '.send')!.click();
      await until(() => sent(client).length === 1);
      assert.equal((sent(client)[0]![2] as { replyTo?: number }).replyTo, row.seq);
      await until(() => composer.replying === undefined);
    });

    test('too short is said; where it cannot be stored it stays; another conversation takes it away', async () => {
      const { composer, client } = await composerOf();
      mic(composer)!.click();
      await until(() => inside(composer, '.stop:not(:disabled)'));
      inside(composer, '.stop')!.click();
      await until(() => inside(composer, '[role=alert]')?.textContent?.includes('too short'));
      inside(composer, '.close')!.click();

      await recorded(composer);
      const { sendFile } = client;
      client.sendFile = async () => {
        throw new Error('full');
      };
      inside(composer, '.send')!.click();
      await until(() => inside(composer, '[role=alert]')?.textContent?.includes('still here'));
      client.sendFile = sendFile;
      inside(composer, '.send')!.click();
      await until(() => !recorderOf(composer) && sent(client).length === 1);

      mic(composer)!.click();
      await until(() => inside(composer, '.stop:not(:disabled)'));
      composer.conversation = 'd' as never;
      await until(() => !recorderOf(composer));
    });

    test('[U12] it says from the beginning how long it may be, and ends there', async () => {
      const { composer, client } = await composerOf();
      client.limits = { ...client.limits, voice: 1200, fileTypes: ['audio/*'] };
      client.changed();
      await until(() => composer.limits.voice);
      mic(composer)!.click();
      const time = await until(() => inside(composer, '.time'));
      await until(() => time.textContent!.trim().endsWith('/ 0:01'));
      await until(() => inside(composer, '[role=status]')?.textContent?.includes('0:01 long at most'));
      await until(() => inside(composer, '[role=alert]')?.textContent?.includes('at most'));
      inside(composer, '.send')!.click();
      await until(() => sent(client).length === 1);
      const { voice } = sent(client)[0]![2];
      assert.isAtMost(voice.duration, 1200);
      assert.isAbove(voice.duration, 900);
    });

    test('a microphone that goes away, and the largest size, end it with what there is', async () => {
      const { composer, client } = await composerOf();
      let stream: MediaStream | undefined;
      const real = navigator.mediaDevices.getUserMedia;
      navigator.mediaDevices.getUserMedia = async (wish) => {
        stream = await real.call(navigator.mediaDevices, wish);
        return stream;
      };
      mic(composer)!.click();
      await until(() => inside(composer, '.stop:not(:disabled)'));
      navigator.mediaDevices.getUserMedia = real;
      await wait(800);
      stream!.getTracks()[0]!.dispatchEvent(new Event('ended'));
      await until(() => inside(composer, '[role=alert]')?.textContent?.includes('switched off'));
      inside(composer, '.discard')!.click();
      client.limits = { ...client.limits, file: 10_000 };
      client.changed();
      await wait(50);
      mic(composer)!.click();
      await until(() => inside(composer, '[role=alert]')?.textContent?.includes('at most'));
    });
  });
